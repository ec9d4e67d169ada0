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
        /// What it does, safe to show.
        case does(String)
        /// What stands in its way: a wait, a question, an error, a call that was not allowed. Safe to show.
        case meets(String)
        /// What a call of a tool gave back.
        case gives(ToolResult)
        /// A turn of the conversation begins.
        case turn
    }

    private var line = JSONLine()
    private var decoder: any AgentDecoder
    private var told = AgentReport()
    /// What it says on a line that has no end yet.
    private var begun = ""
    /// How many bytes of the text it says are taken.
    private var toldLength = 0

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
        return news(decoder.report, decoder.results(in: line))
    }

    /// Forgets the line that has begun: the rest of it will not come.
    package mutating func dropLine() { line.reset() }

    /// Takes the end of what it says: the stream is over, or something else comes.
    package mutating func finish() -> [Entry] { endText() }

    /// What is new since the last line.
    private mutating func news(_ report: AgentReport, _ results: [ToolResult]) -> [Entry] {
        var entries: [Entry] = []
        if report.turns > told.turns { entries += endText() + [.turn] }
        if let answer = report.answer { entries += say(answer, isAnother: report.texts != told.texts) }
        var done: [Entry] = []
        if let activity = report.activity, activity != told.activity || report.calls != told.calls {
            done.append(.does(activity))
        }
        if report.question != told.question || report.waiting != told.waiting,
            report.question != nil || report.waiting != nil
        {
            done += report.line.map { [.meets($0)] } ?? []
        } else if let error = report.lastError, error.message != told.lastError?.message {
            done.append(.meets("met an error: \(error.message)"))
        }
        if report.deniedCount > told.deniedCount, let call = report.denied.last {
            done.append(.meets("was not allowed: " + call.words))
        }
        told = report
        // Not held here as well: an answer that grows would be copied each time it does.
        told.answer = nil
        done += results.map(Entry.gives)
        return done.isEmpty ? entries : entries + endText() + done
    }

    /// Takes what it answers, of which so much is told already unless it is another text.
    private mutating func say(_ answer: String, isAnother: Bool) -> [Entry] {
        var entries: [Entry] = []
        if isAnother {
            entries = endText()
            toldLength = 0
        }
        let wasWhole = toldLength < AgentReport.longestAnswer
        var rest = answer.utf8.dropFirst(toldLength)
        guard !rest.isEmpty else { return entries }
        toldLength = answer.utf8.count
        while let end = rest.firstIndex(of: 0x0A) {
            begun += String(Substring(rest[..<end]))
            entries.append(.says(begun))
            begun = ""
            rest = rest[rest.index(after: end)...]
        }
        begun += String(Substring(rest))
        // No more is kept of an answer, so no more can be told.
        if wasWhole, toldLength >= AgentReport.longestAnswer {
            entries += endText() + [.meets("said more than is shown")]
        }
        return entries
    }

    private mutating func endText() -> [Entry] {
        defer { begun = "" }
        return begun.isEmpty ? [] : [.says(begun)]
    }
}
