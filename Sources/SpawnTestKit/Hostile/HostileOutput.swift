import Dashboard
import Logs
import SpawnCore

/// What a child has written, on the way it takes to the screen: partly in a file and partly in memory, read line by line.
final class HostileOutput {
    private(set) var bytes: [UInt8] = []
    private let directory: TemporaryDirectory
    private let file: ScratchFile
    private var stdout = OutputLog()
    private var stderr = OutputLog()

    init() throws {
        directory = try TemporaryDirectory()
        file = try ScratchFile(directory["1-attempt-1.stdout"])
    }

    /// Takes the place of what was written before.
    ///
    /// On stdout the file ends after `split` bytes. On stderr, which has no file, the middle is missing.
    func write(_ bytes: [UInt8], splitAt split: Int) {
        self.bytes = bytes
        let (head, tail) = (Array(bytes.prefix(split)), Array(bytes.dropFirst(split)))
        file.replace(with: head)
        let spill = SpillFile(stream: .stdout, path: file.path, byteCount: head.count)
        stdout = OutputLog()
        stdout.refresh(CapturedOutput(tail: tail, byteCount: bytes.count, file: spill))
        stderr = OutputLog()
        stderr.refresh(CapturedOutput(head: tail, tail: head, byteCount: bytes.count + 1))
    }

    /// What the table of tasks is given. A run cleans it; here the screen must do without.
    var line: String { String(decoding: bytes, as: UTF8.self) }

    func answer(_ question: OutputQuestion) -> OutputAnswer {
        OutputAnswer(stdout: excerpt(stdout, .stdout, question), stderr: excerpt(stderr, .stderr, question))
    }

    private func excerpt(
        _ log: OutputLog, _ stream: OutputView.Stream, _ question: OutputQuestion
    ) -> OutputExcerpt {
        let range = question.range(of: stream, lineCount: log.lineCount)
        return OutputExcerpt(
            log.lines(range).map { Array($0.bytes.prefix(question.longestLine)) }, firstLine: range.lowerBound,
            lineCount: log.lineCount, byteCount: log.byteCount)
    }
}
