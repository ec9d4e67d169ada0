internal import SpawnCore

/// What attempts that are over have written: all that memory holds of a task's last one, and of those before it what is in
/// files and a short end of the rest.
struct KeptOutputs {
    /// The most bytes of a stream kept of an attempt that another has followed, where no file has it.
    static let longestEnd = 8_192

    private var last: [Int: (number: Int, output: LiveOutput)] = [:]
    private var earlier: [AttemptID: LiveOutput] = [:]

    /// Takes what an attempt has written; nothing takes no room.
    mutating func keep(_ output: LiveOutput, of attempt: AttemptID) {
        if let (number, output) = last.removeValue(forKey: attempt.task) {
            earlier[AttemptID(task: attempt.task, number: number)] = LiveOutput(
                stdout: output.stdout.abridged, stderr: output.stderr.abridged)
        }
        guard output.stdout.byteCount + output.stderr.byteCount > 0 else { return }
        // What stdout has is in the result as well; what stderr has need not be twice.
        let kept = LiveOutput(stdout: output.stdout, stderr: output.stderr.inFileAlone ?? output.stderr)
        last[attempt.task] = (attempt.number, kept)
    }

    /// What an attempt of a task has written; `nil` when it was nothing.
    func output(ofTask task: Int, attempt number: Int?) -> LiveOutput? {
        if let last = last[task], number == nil || number == last.number { return last.output }
        return number.flatMap { earlier[AttemptID(task: task, number: $0)] }
    }
}

extension CapturedOutput {
    /// Without what a file has; `nil` where no file has all of it.
    fileprivate var inFileAlone: CapturedOutput? {
        guard let file, file.missingBytes == 0 else { return nil }
        return with(tail: [])
    }

    /// As much of it as is kept when another attempt has followed.
    fileprivate var abridged: CapturedOutput { inFileAlone ?? with(tail: suffix(KeptOutputs.longestEnd)) }

    private func with(tail: [UInt8]) -> CapturedOutput {
        var output = CapturedOutput(tail: tail, byteCount: byteCount, file: file)
        output.lineEnds = lineEnds
        output.times = times
        return output
    }
}
