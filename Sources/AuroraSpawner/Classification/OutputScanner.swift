internal import AgentOutput
package import SpawnCore
package import SpawnProcess

/// Reads the output of one child as it comes: stdout for the events in which a tool tells how its work ended, stderr for
/// errors, where the tool asks for that. Of a tool that speaks a format for machines stdout is read as that.
package final class OutputScanner: OutputReader {
    typealias Judge = (AgentReader?, EventStream, ChildEnd, CapturedOutput, CapturedOutput, Double) -> OutputVerdict

    private var reader: AgentReader?
    private var events: EventStream
    private let watch: ErrorWatch?
    private let complains: () -> Void
    private var hasComplained = false
    private let judge: Judge

    /// Creates a reader.
    ///
    /// - Parameters:
    ///   - reader: Reads stdout as the format of the tool.
    ///   - events: Reads stdout of any other.
    ///   - watch: Reads stderr.
    ///   - complains: Told when the first byte comes on stderr.
    ///   - judge: Says in the end what all of it means.
    init(
        _ reader: AgentReader?, _ events: EventStream, _ watch: ErrorWatch?, complains: @escaping () -> Void,
        judge: @escaping Judge
    ) {
        self.reader = reader
        self.events = events
        self.watch = watch
        self.complains = complains
        self.judge = judge
    }

    package var agent: AgentReport? { reader.flatMap { $0.hasReport ? $0.report : nil } }

    package func read(_ bytes: UnsafeRawBufferPointer, from stream: ChildStream) -> OutputSign? {
        guard stream == .stdout else {
            if !hasComplained { complains() }
            hasComplained = true
            return unsafe watch?.scan(bytes).map { .error(rule: $0) }
        }
        let wasOut = isOut
        unsafe reader?.feed(Span(_unsafeBytes: bytes))
        // A tool that does not speak its format, an old version perhaps, is read like any other.
        if agent == nil { unsafe events.take(bytes) }
        return wasOut == isOut ? nil : .result(isOut: isOut)
    }

    private var isOut: Bool { agent.map { $0.verdict != nil } ?? (events.ending != nil) }

    package func finish(
        _ end: ChildEnd, stdout: CapturedOutput, stderr: CapturedOutput, now: Double
    ) -> OutputVerdict {
        reader?.finish()
        return judge(reader, events, end, stdout, stderr, now)
    }
}
