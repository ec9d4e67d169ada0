internal import SpawnCore
package import SpawnProcess

/// Reads the output of one child as it comes: stdout for the events in which a tool tells how its work ended, stderr for
/// errors, where the tool asks for that.
package final class OutputScanner: OutputReader {
    typealias Judge = (EventStream, ChildEnd, CapturedOutput, CapturedOutput, Double) -> OutputVerdict

    private var events: EventStream
    private let watch: ErrorWatch?
    private let judge: Judge

    init(_ events: EventStream, _ watch: ErrorWatch?, judge: @escaping Judge) {
        self.events = events
        self.watch = watch
        self.judge = judge
    }

    package func read(_ bytes: UnsafeRawBufferPointer, from stream: ChildStream) -> OutputSign? {
        guard stream == .stdout else { return unsafe watch?.scan(bytes).map { .error(rule: $0) } }
        let wasOut = events.ending != nil
        unsafe events.take(bytes)
        let isOut = events.ending != nil
        return wasOut == isOut ? nil : .result(isOut: isOut)
    }

    package func finish(
        _ end: ChildEnd, stdout: CapturedOutput, stderr: CapturedOutput, now: Double
    ) -> OutputVerdict {
        judge(events, end, stdout, stderr, now)
    }
}
