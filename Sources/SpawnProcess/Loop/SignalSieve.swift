internal import Glibc
internal import SpawnCore

/// Decides what signals mean for the run.
///
/// A second signal hastens the end of a run, so none may count twice that was sent once: to a whole group it comes by
/// itself and again by way of the guardian, and some programs signal both a process and its group.
struct SignalSieve {
    /// Faster than any hand, slower than a pair of system calls on a busy machine.
    private static let echo = Duration.milliseconds(100)

    private var arrivals: [Int32: Moment] = [:]
    private var endings = 0

    /// The signals to tell for one that has arrived.
    mutating func tell(_ number: Int32, at now: Moment) -> [Int32] {
        if number == Guardian.lostSignal { return [SIGTERM, SIGTERM] }
        defer { arrivals[number] = now }
        if let before = arrivals[number], now - before < SignalSieve.echo { return [] }
        if ![SIGUSR1, SIGTSTP].contains(number) { endings += 1 }
        return [number]
    }

    /// True from the third signal on that asks for the end: whoever sent it does not want to wait for anything any more.
    var isPatienceOver: Bool { endings > 2 }
}
