import AgentOutput
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
    private var pattern: (text: String, compiled: LinePattern)?

    init(_ output: @escaping @Sendable (OutputSource) async -> LiveOutput?) { self.output = output }

    func answer(_ question: OutputQuestion) async -> OutputAnswer? {
        guard await refresh(question.source) else { return nil }
        let marks = question.pattern.isEmpty ? nil : try? pattern(question.pattern)
        func excerpt(_ stream: OutputView.Stream) -> OutputExcerpt {
            let log = log(stream)
            let range = question.range(of: stream, lineCount: log.lineCount)
            let lines = log.lines(range)
            var texts = lines.map { $0.bytes }
            var times = lines.map { $0.second.map { OutputTime(second: $0, isExact: log.times.step == 1) } }
            if stream == .stdout, var transcript = AgentTranscript(question.format) {
                texts = texts.map { transcript.words(for: $0) }
                if question.leavesOutSilent {
                    let told = texts.indices.filter { !texts[$0].isEmpty }
                    (texts, times) = (told.map { texts[$0] }, told.map { times[$0] })
                }
            }
            return OutputExcerpt(
                texts.map { Array($0.prefix(question.longestLine)) },
                firstLine: question.leavesOutSilent ? log.lineCount - texts.count : range.lowerBound,
                lineCount: log.lineCount, byteCount: log.byteCount, times: times,
                colours: log.colours(before: range.lowerBound),
                search: { marks?.ranges(in: $0) ?? [] })
        }
        var answer = OutputAnswer(stdout: excerpt(.stdout), stderr: excerpt(.stderr))
        if let line = question.match, let marks {
            let count = log(question.stream).count(marks, upTo: line, most: Self.mostCounted)
            answer.count = MatchCount(place: count.place, total: count.total, isComplete: count.isComplete)
        }
        return answer
    }

    func find(_ hunt: OutputHunt) async -> OutputFinding {
        guard await refresh(hunt.source) else { return .nowhere }
        let log = log(hunt.stream)
        do throws(LinePattern.Mistake) {
            let pattern = try pattern(hunt.text)
            let line =
                hunt.isForward
                ? log.next(pattern, from: hunt.line) ?? log.next(pattern, from: 0)
                : log.previous(pattern, before: hunt.line) ?? log.previous(pattern, before: log.lineCount)
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
    /// - Throws: What is wrong with the expression.
    /// - Returns: The lines.
    func hits(of text: String, in source: OutputSource) async throws(LinePattern.Mistake) -> [SearchHit] {
        let pattern = try pattern(text)
        guard await refresh(source) else { return [] }
        var hits: [SearchHit] = []
        for stream in [OutputView.Stream.stdout, .stderr] {
            let log = log(stream)
            for line in log.matches(of: pattern, from: 0, most: Self.mostHits) where !Task.isCancelled {
                let excerpt = OutputExcerpt(
                    log.lines(line..<line + 1).map(\.bytes), firstLine: line, lineCount: 0, byteCount: 0,
                    search: { pattern.ranges(in: $0) })
                hits.append(
                    SearchHit(
                        source: source, stream: stream, line: line, text: excerpt.lines.first?.text ?? "",
                        matches: excerpt.matches.first ?? []))
            }
        }
        return hits
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

    /// Takes in what a task has written since.
    ///
    /// - Returns: False when it has written nothing.
    private func refresh(_ source: OutputSource) async -> Bool {
        guard let live = await output(source) else { return false }
        if source != self.source {
            stdout = OutputLog()
            stderr = OutputLog()
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

extension AgentTranscript {
    /// What a line of events tells, on one line; a line that is none of the format as it is.
    fileprivate mutating func words(for line: [UInt8]) -> [UInt8] {
        feed(line[...])
        guard let entries = endLine() else { return line }
        let words = (entries + finish()).map { entry in
            switch entry {
            case .says(let text): TerminalText.cleaned(text.utf8.prefix(65_536), limit: 65_536)
            case .does(let deed): "· \(deed)"
            }
        }
        return Array(words.filter { !$0.isEmpty }.joined(separator: "  ").utf8)
    }
}
