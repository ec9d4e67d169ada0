import Dashboard

/// What a task has written, answering as the terminal's side does, but for texts in place of regular expressions.
struct WrittenOutput {
    private let lines: [OutputView.Stream: [[UInt8]]]
    private let counts: [OutputView.Stream: Int]
    /// When the lines of stdout came; empty where nobody knows.
    private let times: [OutputTime?]

    init(stdout: [UInt8], stderr: [UInt8], times: [OutputTime?] = []) {
        self.times = times
        lines = [.stdout: Self.lines(of: stdout), .stderr: Self.lines(of: stderr)]
        counts = [.stdout: stdout.count, .stderr: stderr.count]
    }

    init(stdout: String, stderr: String, times: [OutputTime?] = []) {
        self.init(stdout: Array(stdout.utf8), stderr: Array(stderr.utf8), times: times)
    }

    private static func lines(of text: [UInt8]) -> [[UInt8]] {
        var lines = text.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    func answer(_ question: OutputQuestion) -> OutputAnswer {
        OutputAnswer(stdout: excerpt(.stdout, question), stderr: excerpt(.stderr, question), count: count(question))
    }

    private func count(_ question: OutputQuestion) -> MatchCount? {
        question.match.map { line in
            let found = found(question.pattern, question.stream)
            return MatchCount(place: found.firstIndex(of: line).map { $0 + 1 }, total: found.count, isComplete: true)
        }
    }

    /// The lines with a text in them.
    private func found(_ text: String, _ stream: OutputView.Stream) -> [Int] {
        let needle = Needle(text)
        let lines = lines[stream] ?? []
        return lines.indices.filter { needle.isFound(in: String(decoding: lines[$0], as: UTF8.self)) }
    }

    private func excerpt(_ stream: OutputView.Stream, _ question: OutputQuestion) -> OutputExcerpt {
        let lines = lines[stream] ?? []
        let range = question.range(of: stream, lineCount: lines.count)
        let needle = Needle(question.pattern)
        return OutputExcerpt(
            Array(lines[range]), firstLine: range.lowerBound, lineCount: lines.count,
            byteCount: counts[stream] ?? 0, times: stream == .stdout && !times.isEmpty ? Array(times[range]) : [],
            search: { needle.ranges(in: String(decoding: $0, as: UTF8.self)) })
    }

    func find(_ hunt: OutputHunt) -> OutputFinding {
        guard hunt.text != "(" else { return .mistake("Missing close parenthesis.") }
        let found = found(hunt.text, hunt.stream)
        let next =
            hunt.isForward
            ? found.first { $0 >= hunt.line } ?? found.first : found.last { $0 < hunt.line } ?? found.last
        return next.map { .line($0) } ?? .nowhere
    }

    func hits(of text: String, in source: OutputSource) -> [SearchHit] {
        let needle = Needle(text)
        return [OutputView.Stream.stdout, .stderr].flatMap { stream in
            (lines[stream] ?? []).enumerated().compactMap { number, bytes in
                let line = String(decoding: bytes, as: UTF8.self)
                let matches = OutputLine.scalarRanges(of: needle.ranges(in: line), in: line)
                guard !matches.isEmpty else { return nil }
                return SearchHit(source: source, stream: stream, line: number, text: line, matches: matches)
            }
        }
    }
}
