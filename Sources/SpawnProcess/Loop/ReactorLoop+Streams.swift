internal import Glibc
internal import SpawnCore

extension ReactorLoop {
    /// More than a pipe holds, unless somebody with the right to do so made it larger.
    private static let mostDrained = 1 << 20

    func writeInput(of child: ChildProcess) {
        if child.writeInput() { perform(.inputFinished, on: child) }
    }

    func readOutput(of child: ChildProcess, _ stream: ChildStream) {
        if child.spills?.mustWait(stream) == true { return stall(stream, of: child) }
        if case .closed = readOnce(child, stream) { perform(.outputClosed(stream), on: child) }
    }

    /// Reads what the child wrote before it ended. The bound is for a descendant that got away and writes without end.
    func drain(_ stream: ChildStream, of child: ChildProcess) {
        var drained = 0
        while drained < ReactorLoop.mostDrained, case .data(let count) = readOnce(child, stream) { drained += count }
    }

    private enum ReadResult {
        case data(Int)
        case nothing
        case closed
    }

    private func readOnce(_ child: ChildProcess, _ stream: ChildStream) -> ReadResult {
        let count = unsafe Kernel.read(child.number(of: stream), buffer)
        guard count > 0 else { return count < 0 && errno == EAGAIN ? .nothing : .closed }
        let bytes = unsafe UnsafeRawBufferPointer(rebasing: buffer[..<count])
        unsafe spill(bytes, of: child, stream)
        let now = clock.now
        unsafe child.output.append(bytes, to: stream, at: now)
        switch unsafe child.reader?.read(bytes, from: stream) {
        case .error(let rule): child.alarm.matched(rule, stdoutBytes: child.meter.stdoutBytes)
        case .result(let isOut): tell(child.attempt, .result(isOut: isOut))
        case nil: break
        }
        switch child.meter.received(count, on: stream, at: now) {
        case .report: reportProgress(of: child)
        case .wait(let deadline): armTimer(.progress, at: deadline, for: child)
        case .nothing: break
        }
        return .data(count)
    }

    /// Tells what is new of a child's output, the progress before the error: stdout from before the error must not look
    /// like a recovery from it.
    func reportProgress(of child: ChildProcess) {
        guard child.meter.isDirty else { return }
        let agent = child.reader?.agent
        let line = agent?.line ?? child.output.lastLine(preferring: child.meter.lastStream)
        tell(child.attempt, .output(child.meter.report(line: line, agent: agent, at: clock.now)))
        if let rule = child.alarm.take(stdoutBytes: child.meter.stdoutBytes) {
            tell(child.attempt, .errorPattern(rule: rule))
        }
    }
}
