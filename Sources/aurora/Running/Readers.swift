import AuroraCommand
import SpawnCore
import Synchronization

/// Those who read what a run writes, at its end: they are waited for as long as they read, and not for ever.
enum Readers {
    private final class Count: Sendable {
        let value: Atomic<Int>

        init(_ value: Int) { self.value = Atomic(value) }
    }

    /// How long nothing may be read before the rest is given up: a pipe that nobody reads must not keep a run from ending.
    private static let patience = Duration.seconds(5)
    /// The same when somebody wants the program to end.
    private static let haste = Duration.milliseconds(300)

    /// Waits until all that there is to tell has been read.
    ///
    /// - Parameters:
    ///   - tellers: What still hands bytes to the writers.
    ///   - writers: The writers.
    ///   - isHurried: Whether a signal has asked for the end; one that comes meanwhile does too.
    static func wait(
        for tellers: [Task<Void, Never>], _ writers: [BackgroundWriter], isHurried: Bool
    ) async {
        let untold = Count(tellers.count)
        await withTaskGroup { group in
            for teller in tellers {
                group.addTask {
                    await teller.value
                    untold.value.subtract(1, ordering: .relaxed)
                }
            }
            var lastProgress = -1
            var since = ContinuousClock.now
            while untold.value.load(ordering: .relaxed) > 0 || !writers.allSatisfy(\.isIdle) {
                let progress = writers.reduce(0) { $0 + $1.progress }
                if progress != lastProgress { (lastProgress, since) = (progress, .now) }
                if .now - since > (isHurried || LateSignals.haveCome ? haste : patience) {
                    // Whoever has something to tell goes on then, and ends.
                    for writer in writers where !writer.isIdle { writer.stop("nobody has read it") }
                }
                try? await Task.sleep(for: .milliseconds(1))
            }
        }
    }

    /// Waits until the results are read: they may be all that there is, so for as long as it takes. After a signal, whether it
    /// has ended the run or comes meanwhile, nobody waits for ever.
    static func wait(forResults writer: BackgroundWriter, isStopped: Bool) async {
        var lastProgress = writer.progress
        var since = ContinuousClock.now
        while !writer.isIdle {
            if writer.progress != lastProgress { (lastProgress, since) = (writer.progress, .now) }
            if isStopped || LateSignals.haveCome, .now - since > patience { writer.stop("nobody has read it") }
            try? await Task.sleep(for: .milliseconds(1))
        }
    }
}
