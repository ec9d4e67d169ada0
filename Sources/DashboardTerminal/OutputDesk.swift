import Dashboard
import Logs
import SpawnCore

/// Reads what tasks have written, wherever it is kept, and answers what a dashboard asks of it. It holds the index of
/// what was asked for last.
actor OutputDesk {
    /// The most lines found in a stream when all of them are searched.
    private static let mostHits = 1_000
    /// The most lines that go to the clipboard.
    private static let mostCopied = 5_000
    /// About how many bytes an answer looks through for matches that are counted: nobody waits for the next one.
    private static let mostCounted = 32_000_000

    private let output: @Sendable (OutputSource) async -> LiveOutput?
    private var source: OutputSource?
    private var stdout = OutputLog()
    private var stderr = OutputLog()
    /// The events of stdout in words; `nil` until somebody asks for them.
    private var transcript: (format: AgentFormat, told: Transcript)?
    private var pattern: (text: String, compiled: LinePattern)?

    init(_ output: @escaping @Sendable (OutputSource) async -> LiveOutput?) { self.output = output }

    func answer(_ question: OutputQuestion) async -> OutputAnswer? {
        guard await refresh(question.source) else { return nil }
        let marks = question.pattern.isEmpty ? nil : try? pattern(question.pattern)
        func excerpt(_ stream: OutputView.Stream) -> OutputExcerpt {
            let log = log(stream)
            func time(_ second: Int?) -> OutputTime? {
                second.map { OutputTime(second: $0, isExact: log.times.step == 1) }
            }
            let search: ([UInt8]) -> [Range<Int>] = { marks?.ranges(in: $0) ?? [] }
            if let transcript = transcript(stream, question.reading) {
                let line = stream == question.stream ? question.line : nil
                let (range, lines) = transcript.lines(around: line, rows: question.lines)
                return OutputExcerpt(
                    // What is cut off must not colour what follows.
                    lines.map { $0.bytes.prefix(question.longestLine) + Array("\u{1B}[m".utf8) },
                    numbers: lines.map(\.number),
                    of: range, lineCount: log.lineCount, byteCount: log.byteCount,
                    times: lines.map { time($0.second) }, search: search)
            }
            let range = question.range(of: stream, lineCount: log.lineCount)
            let lines = log.lines(range)
            return OutputExcerpt(
                lines.map { Array($0.bytes.prefix(question.longestLine)) }, firstLine: range.lowerBound,
                lineCount: log.lineCount, byteCount: log.byteCount, times: lines.map { time($0.second) },
                colours: log.colours(before: range.lowerBound), search: search)
        }
        var answer = OutputAnswer(stdout: excerpt(.stdout), stderr: excerpt(.stderr))
        if let line = question.match, let marks {
            let count = searched(question.stream, question.reading).count(marks, upTo: line, most: Self.mostCounted)
            answer.count = MatchCount(place: count.place, total: count.total, isComplete: count.isComplete)
        }
        return answer
    }

    func find(_ hunt: OutputHunt) async -> OutputFinding {
        guard await refresh(hunt.source) else { return .nowhere }
        let log = searched(hunt.stream, hunt.reading)
        let end = self.log(hunt.stream).lineCount
        do throws(LinePattern.Mistake) {
            let pattern = try pattern(hunt.text)
            let line =
                hunt.isForward
                ? log.next(pattern, from: hunt.line) ?? log.next(pattern, from: 0)
                : log.previous(pattern, before: hunt.line) ?? log.previous(pattern, before: end)
            return line.map { .line($0) } ?? .nowhere
        } catch {
            return .mistake("\(error)")
        }
    }

    /// The lines of an attempt with a match in them, those of stdout first.
    ///
    /// - Parameters:
    ///   - text: A regular expression.
    ///   - source: The task and its attempt.
    ///   - reading: How its stdout is read.
    /// - Throws: What is wrong with the expression.
    /// - Returns: The lines.
    func hits(
        of text: String, in source: OutputSource, _ reading: OutputReading
    ) async throws(LinePattern.Mistake) -> [SearchHit] {
        let pattern = try pattern(text)
        guard await refresh(source) else { return [] }
        var hits: [SearchHit] = []
        for stream in [OutputView.Stream.stdout, .stderr] {
            let lines = searched(stream, reading)
            for line in lines.matches(of: pattern, from: 0, most: Self.mostHits) where !Task.isCancelled {
                let excerpt = OutputExcerpt(
                    rows(of: line, stream, reading), firstLine: line, lineCount: 0, byteCount: 0,
                    search: { pattern.ranges(in: $0) })
                // Of the rows of a line, the first that has it.
                let row = excerpt.matches.firstIndex { !$0.isEmpty } ?? 0
                hits.append(
                    SearchHit(
                        source: source, stream: stream, line: line,
                        text: excerpt.lines.isEmpty ? "" : excerpt.lines[row].text,
                        matches: excerpt.matches.isEmpty ? [] : excerpt.matches[row]))
            }
        }
        return hits
    }

    private func rows(of line: Int, _ stream: OutputView.Stream, _ reading: OutputReading) -> [[UInt8]] {
        guard let transcript = transcript(stream, reading) else {
            return log(stream).lines(line..<line + 1).map(\.bytes)
        }
        return transcript.line(line)?.bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
            ?? []
    }

    /// The end of a stream, for the clipboard, and how many lines it is.
    func copy(of source: OutputSource, _ stream: OutputView.Stream) async -> (text: String, lines: Int) {
        guard await refresh(source) else { return ("", 0) }
        let log = log(stream)
        let range = max(0, log.lineCount - Self.mostCopied)..<log.lineCount
        let lines = OutputExcerpt(log.lines(range).map(\.bytes), firstLine: 0, lineCount: 0, byteCount: 0).lines
        return (lines.map { $0.text + "\n" }.joined(), lines.count)
    }

    private func log(_ stream: OutputView.Stream) -> OutputLog { stream == .stdout ? stdout : stderr }

    /// The words of a stream that is read so; `nil` where it is read as it was written.
    private func transcript(_ stream: OutputView.Stream, _ reading: OutputReading) -> Transcript? {
        guard stream == .stdout, reading.format != .text else { return nil }
        if transcript?.format != reading.format {
            transcript = Transcript(stdout, reading.format).map { (reading.format, $0) }
        }
        transcript?.told.isUnfolded = reading.isUnfolded
        return transcript?.told
    }

    private func searched(_ stream: OutputView.Stream, _ reading: OutputReading) -> any SearchedLines {
        transcript(stream, reading) ?? log(stream)
    }

    /// Takes in what a task has written since.
    ///
    /// - Returns: False when it has written nothing.
    private func refresh(_ source: OutputSource) async -> Bool {
        guard let live = await output(source) else { return false }
        if source != self.source {
            stdout = OutputLog()
            stderr = OutputLog()
            transcript = nil
        }
        self.source = source
        stdout.refresh(live.stdout)
        stderr.refresh(live.stderr)
        return true
    }

    private func pattern(_ text: String) throws(LinePattern.Mistake) -> LinePattern {
        if let pattern, pattern.text == text { return pattern.compiled }
        let compiled = try LinePattern(text)
        pattern = (text, compiled)
        return compiled
    }
}
