import Glibc
internal import SpawnCore
internal import SpawnProcess

/// Writes down what happens in a run, before anybody else is told of it: what somebody has seen finished is finished for whoever
/// goes on with the run later.
///
/// A disk that is full or does not answer holds up no run: from then on nothing more is written, and that is said once.
package final class RunRecorder: Sendable {
    /// How long everybody waits for the disk, once.
    private static let patience = Duration.seconds(2)
    /// What children write is told ten times a second; here the latest of a second is enough.
    private static let outputInterval = Duration.seconds(1)

    /// What the writing thread has to itself.
    private struct Log {
        var lines: EventLineWriter
        /// When output of a task was last written down.
        var outputs: [Int: Moment] = [:]
        /// The bytes of whole lines in the file.
        var length = 0
    }

    private let descriptor: Int32
    private let path: String
    private let isDurable: Bool
    private let thread: OwnThread
    private let log: Guarded<Log>
    /// Why nothing is written any more.
    private let failure = Guarded<String?>(nil)

    /// Makes the file of a run's events.
    ///
    /// - Parameters:
    ///   - directory: The run's directory.
    ///   - startedAt: When the run begins, in seconds since 1970.
    ///   - isDurable: Whether each result is brought to the disk before anybody is told, so that it outlives a power cut too.
    /// - Throws: ``InputError`` where it cannot be made, and when there is no thread to be had.
    package init(_ directory: RunDirectory, startedAt: Double, isDurable: Bool) throws(InputError) {
        path = "\(directory.path)/\(RunDirectory.eventsName)"
        self.isDurable = isDurable
        log = Guarded(Log(lines: EventLineWriter(.stored, startedAt: startedAt)))
        do { thread = try OwnThread() } catch {
            throw InputError(file: path, message: "has no thread to write it: \(error.reason)")
        }
        descriptor = try directory.makeEventsFile()
    }

    deinit { close(descriptor) }

    /// Why not all was written down, in one sentence; `nil` when it was.
    package var complaint: String? {
        failure.withLock { $0 }.map {
            "\(path): what happened last is not kept, and would be done again by aurora resume: \($0)"
        }
    }

    /// Writes events down, and waits until that is done, but not for ever.
    func record(_ events: [SpawnEvent]) {
        guard failure.withLock({ $0 == nil }) else { return }
        let isDone = thread.run(within: Self.patience) { [self] in log.withLock { write(events, to: &$0) } }
        if !isDone { giveUp("the disk did not take it within 2 s") }
    }

    private func write(_ events: [SpawnEvent], to log: inout Log) {
        var bytes: [UInt8] = []
        var hasResult = false
        for event in events where isKept(event, by: &log) {
            bytes += log.lines.line(for: event)
            if case .taskEnded = event.kind { hasResult = true }
        }
        guard !bytes.isEmpty, failure.withLock({ $0 == nil }) else { return }
        let isWritten = AllBytes.write(bytes, to: descriptor)
        guard isWritten, !isDurable || !hasResult || fdatasync(descriptor) == 0 else {
            giveUp(systemReason())
            // What is there of these events may end in the middle of one.
            ftruncate(descriptor, log.length)
            return
        }
        log.length += bytes.count
    }

    private func isKept(_ event: SpawnEvent, by log: inout Log) -> Bool {
        guard case .attemptOutput(let task, _) = event.kind else { return true }
        if let last = log.outputs[task], event.moment - last < Self.outputInterval { return false }
        log.outputs[task] = event.moment
        return true
    }

    private func giveUp(_ reason: String) { failure.withLock { $0 = $0 ?? reason } }
}
