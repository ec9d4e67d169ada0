internal import SpawnCore

/// Decides when a child's output goes to files, and how much of it. Lives on the reactor's thread.
final class ChildSpills {
    /// When everything it writes begins to be kept, however little it is.
    let keepsAllFrom: Moment
    /// True when somebody is to call ``keepAll()`` at that moment.
    var hasTimer = false
    private let store: SpillStore
    private let attempt: AttemptID
    private let taskID: String
    private let maxOutput: Int
    private let output: ChildOutput
    /// How many bytes may still go to files.
    private var room: Int
    private var writer: SpillWriter?
    /// True for a child that has lived long enough for whatever it writes to be kept.
    private var keepsAll = false

    init(
        _ output: ChildOutput, _ store: SpillStore, of attempt: AttemptID, taskID: String, maxOutput: Int,
        keepsAllFrom: Moment
    ) {
        self.output = output
        self.store = store
        self.attempt = attempt
        self.taskID = taskID
        self.maxOutput = maxOutput
        self.keepsAllFrom = keepsAllFrom
        room = maxOutput
    }

    /// Takes the next bytes of a stream, before they are added to the output in memory: they may push out what has to be
    /// in the file first.
    func take(_ bytes: UnsafeRawBufferPointer, of stream: ChildStream) {
        if output.spill(of: stream) == nil {
            guard keepsAll || !output.hasRoom(for: bytes.count, in: stream) else { return }
            open(stream)
        }
        unsafe write(Array(bytes), of: stream)
    }

    /// From here on all is kept, with what there is already.
    func keepAll() {
        keepsAll = true
        for stream in [ChildStream.stdout, .stderr] where output.spill(of: stream) == nil && !output.isEmpty(stream) {
            open(stream)
        }
    }

    /// True when a stream goes to a file and the writer cannot keep up.
    func mustWait(_ stream: ChildStream) -> Bool {
        guard let spill = output.spill(of: stream), room > 0, spill.failure == nil else { return false }
        return writer?.hasRoom == false
    }

    /// Gives up the files that are not finished.
    func giveUp(_ reason: String) {
        for spill in spills { spill.fail(reason) }
    }

    /// Closes the files when all is written, which the mailbox is told.
    ///
    /// - Returns: False when there is nothing to close.
    func close() -> Bool {
        guard let writer, !spills.isEmpty else { return false }
        writer.close(spills, of: attempt)
        return true
    }

    /// What was written, with its files as they are at the end.
    func finished(_ live: LiveOutput) -> LiveOutput {
        var live = live
        let reason = "more than max_output, which is \(maxOutput) bytes"
        live.stdout.file = output.spill(of: .stdout)?.file(ofTotal: live.stdout.byteCount, missing: reason)
        live.stderr.file = output.spill(of: .stderr)?.file(ofTotal: live.stderr.byteCount, missing: reason)
        return live
    }

    private var spills: [Spill] { [.stdout, .stderr].compactMap { output.spill(of: $0) } }

    private func open(_ stream: ChildStream) {
        let kind: SpillFile.Stream = stream == .stderr ? .stderr : .stdout
        let name = SpillFile.name(ofTask: taskID, at: attempt.task, attempt: attempt.number)
        let spill = store.spill(name, kind)
        do throws(SystemError) { writer = try store.startWriter() } catch { spill.fail(error.reason) }
        let captured = output.captured(stream)
        output.spill(stream, to: spill)
        write(captured.head, of: stream)
        write(captured.tail, of: stream)
    }

    private func write(_ bytes: [UInt8], of stream: ChildStream) {
        guard let spill = output.spill(of: stream), room > 0, !bytes.isEmpty, spill.failure == nil else { return }
        let count = min(room, bytes.count)
        room -= count
        writer?.write(count == bytes.count ? bytes : Array(bytes[..<count]), to: spill)
    }
}
