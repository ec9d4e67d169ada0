package import SpawnCore

/// Tells people what an agent says and does that reports it as data: everything once, in lines, as it comes.
///
/// ```swift
/// var transcript = AgentTranscript(.claude)
/// transcript?.feed(bytes)        // parts of a line, without its end
/// transcript?.endLine()          // [.does("Bash: make test")]
/// ```
///
/// Its memory is bounded, whatever comes.
package struct AgentTranscript {
    /// A line for people.
    package enum Entry: Sendable, Equatable {
        /// A line of what it says.
        case says(String)
        /// What it does, waits for or met with, safe to show.
        case does(String)
    }

    private var line = JSONLine()
    private var decoder: any AgentDecoder
    private var told = AgentReport()
    /// What it says on a line that has no end yet.
    private var begun = ""
    /// Whether more of the last text it said may come.
    private var isSpeaking = false

    /// Creates a transcript; `nil` for ``AgentFormat/text``, which people can read as it is.
    package init?(_ format: AgentFormat) {
        guard let decoder = format.makeDecoder(usedBefore: TokenUsage()) else { return nil }
        self.decoder = decoder
    }

    /// Takes the next bytes of a line, without its end.
    package mutating func feed(_ bytes: ArraySlice<UInt8>) {
        var place = 0
        _ = line.read(bytes.span, from: &place)
    }

    /// Takes the end of a line.
    ///
    /// - Returns: What there is to tell; `nil` for a line that is none of the format, and is to be shown as it is.
    package mutating func endLine() -> [Entry]? {
        defer { line.reset() }
        guard line.finish() else { return [] }
        guard line.isObject else { return nil }
        decoder.take(line)
        return news(decoder.report)
    }

    /// Forgets the line that has begun: the rest of it will not come.
    package mutating func dropLine() { line.reset() }

    /// Takes the end of what it says: the stream is over, or something else comes.
    package mutating func finish() -> [Entry] { endText() }

    /// What is new since the last line.
    private mutating func news(_ report: AgentReport) -> [Entry] {
        var entries: [Entry] = []
        if let answer = report.answer, answer != told.answer { entries += say(answer) }
        var deeds: [String?] = []
        if report.activity != told.activity { deeds.append(report.activity) }
        if report.question != told.question || report.waiting != told.waiting,
            report.question != nil || report.waiting != nil
        {
            deeds.append(report.line)
        } else if report.lastError?.message != told.lastError?.message {
            deeds.append(report.lastError.map { "met an error: \($0.message)" })
        }
        told = report
        let done = deeds.compactMap(\.self).map(Entry.does)
        return done.isEmpty ? entries : entries + endText() + done
    }

    private mutating func say(_ answer: String) -> [Entry] {
        let before = told.answer?.utf8.count ?? 0
        let goesOn = isSpeaking && answer.utf8.starts(with: (told.answer ?? "").utf8)
        var entries = goesOn ? [] : endText()
        isSpeaking = true
        let text = begun + String(decoding: goesOn ? answer.utf8.dropFirst(before) : answer.utf8[...], as: UTF8.self)
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        begun = lines.popLast().map(String.init) ?? ""
        entries += lines.map { .says(String($0)) }
        // No more is kept of an answer, so no more can be told.
        if answer.utf8.count >= AgentReport.longestAnswer { entries += endText() + [.does("said more than is shown")] }
        return entries
    }

    private mutating func endText() -> [Entry] {
        defer { (begun, isSpeaking) = ("", false) }
        return begun.isEmpty ? [] : [.says(begun)]
    }
}
