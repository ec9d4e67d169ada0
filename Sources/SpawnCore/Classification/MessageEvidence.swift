/// What was found in one message, or one line of it, and whether it counts.
package struct MessageEvidence: Sendable {
    /// The match that decides.
    package private(set) var best: RuleMatch?
    private var bestRank = Int.max
    private var isConfigured = false
    private let line: ErrorLine
    private let text: [UInt8]
    private let start: Int
    private var isStated = false

    /// Begins without a match.
    ///
    /// - Parameters:
    ///   - line: The beginning of the message.
    ///   - text: What the places of the matches are places in.
    ///   - start: Where the message begins in it.
    package init(_ line: ErrorLine, in text: [UInt8], at start: Int = 0) {
        self.line = line
        self.text = text
        self.start = start
    }

    /// True when the message announces itself as an error.
    package var isMarked: Bool { line.isMarked }

    /// True when the tool says that it tries again by itself.
    package var isRetrying: Bool { line.isRetrying }

    /// True when it says what to do about the error before it.
    var isAdvice: Bool { line.isAdvice }

    /// Weighs a match. A bare number counts only as a status.
    package mutating func add(_ match: RuleMatch, _ rule: ErrorRule) {
        // Whoever wrote the pattern knows that the tool means it.
        isConfigured = isConfigured || rule.isConfigured || rule.isFailure
        guard let rank = rule.rank else { return }
        if rule.isNumber, !ErrorLine.isStatus(at: match.start..<match.end, in: text, isMarked: line.isMarked) {
            return
        }
        if rule.isOfLimits, ErrorLine.isOtherLimit(in: match.start..<match.end, of: text) { return }
        if rule.isOfShare, !isAll(match.start..<match.end) { return }
        if !rule.isConfigured, isQuotedName(match.start..<match.end) || isShown(match.start..<match.end) { return }
        if !rule.isConfigured, !line.isMarked {
            if rule.needsMark || isInsideName(match.start..<match.end) { return }
            let isAtBeginning = match.start - start <= Self.beginning
            if rule.isStatement || rule.isFinal, isAtBeginning, !ErrorLine(text[start..<match.start]).isProse {
                isStated = true
            }
        }
        if let best, (bestRank, best.rule) < (rank, match.rule) { return }
        // Of two matches of one rule the later and longer is the one a person would point at.
        if let best, best.rule == match.rule, (match.start, match.end) <= (best.start, best.end) { return }
        best = match
        bestRank = rank
    }

    /// Whether there is a match that counts in a channel.
    package func counts(in channel: OutputChannel) -> Bool {
        guard best != nil else { return false }
        if isConfigured { return true }
        return !line.isForeign && (line.isMarked || channel == .all && (isStated || !line.isProse))
    }

    /// How far into a message a sentence may begin that needs no word of errors, in bytes.
    private static let beginning = 24

    /// True where as much is used as there is: 50/50.
    private func isAll(_ range: Range<Int>) -> Bool {
        guard let mark = text[range].lastIndex(of: UInt8(ascii: "/")) else { return false }
        func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) || byte == UInt8(ascii: ",") }
        let used = text[..<mark].reversed().drop { $0 == 0x20 }.prefix(while: isDigit).reversed()
        let all = text[(mark + 1)...].drop { $0 == 0x20 }.prefix(while: isDigit)
        return all.first != UInt8(ascii: "0") && used.elementsEqual(all)
    }

    /// True for a part of a longer name, such as that of a test, a file or a header: what things are called is no error.
    private func isInsideName(_ range: Range<Int>) -> Bool {
        if isQuoted(range) { return true }
        // Names are of Latin letters; in other scripts a word has no end to be seen.
        guard !text[range].contains(where: { $0 == 0x20 || $0 >= 0x80 }) else { return false }
        let before = range.lowerBound > 0 ? text[range.lowerBound - 1] : 0x20
        let after = text[range.upperBound...].prefix(2)
        if Self.isLetter(before) || "_/".utf8.contains(before) { return true }
        if before == UInt8(ascii: "-") || before == UInt8(ascii: ":") {
            return range.lowerBound > 1
                && (Self.isLetter(text[range.lowerBound - 2]) || text[range.lowerBound - 2] == before)
        }
        guard let first = after.first else { return false }
        if "_(/".utf8.contains(first) { return true }
        return "-.".utf8.contains(first) && after.last.map(Self.isLetter) == true && after.count == 2
    }

    /// True for a message that is nothing but a sentence between quotation marks: an error as JSON text.
    private var isQuotation: Bool {
        guard text[start...].first == UInt8(ascii: "\"") else { return false }
        let line = text[start...].prefix(400).prefix { $0 != 0x0A }
        return line.last == UInt8(ascii: "\"") && line.count { $0 == UInt8(ascii: "\"") } == 2
            && line.count { $0 == 0x20 } >= 5
    }

    /// True between two quotation marks: somebody else's words. A value of JSON is not.
    private func isQuoted(_ range: Range<Int>) -> Bool {
        if isQuotation { return false }
        // No further back than a quotation is long: what a hostile child prints must cost no more.
        let near = text[max(0, range.lowerBound - Self.longestQuote)..<range.lowerBound]
        let before = near[(near.lastIndex(of: 0x0A).map { $0 + 1 } ?? near.startIndex)...]
        let after = text[range.upperBound...].prefix(Self.longestQuote).prefix { $0 != 0x0A }
        for (open, close) in Self.quotationMarks {
            guard let place = Self.last(open, in: before), Self.last(close, in: after) != nil else { continue }
            if open == close {
                // The first of a pair, and no value of a field.
                let marks = before.count { $0 == open[0] }
                if marks.isMultiple(of: 2) || Self.isValue(at: place, in: text) { continue }
            } else if let end = Self.last(close, in: before), end > place {
                continue
            }
            return true
        }
        return false
    }

    /// True for a name between apostrophes or backticks, or part of one, and nothing but the name: what a compiler cannot
    /// find. So is what stands behind a dot, as the classes of a style sheet do.
    private func isQuotedName(_ range: Range<Int>) -> Bool {
        guard range.lowerBound > 1, range.upperBound < text.count, !text[range].contains(0x20) else { return false }
        let before = text[..<range.lowerBound].suffix(Self.longestQuote).reversed().prefix(while: Self.isNameByte)
        let after = text[range.upperBound...].prefix(Self.longestQuote).prefix(while: Self.isNameByte)
        let open = range.lowerBound - before.count - 1
        guard open > 0, after.endIndex < text.count else { return false }
        if before.last == UInt8(ascii: "."), before.dropLast().last != before.last, text[open] == 0x20 { return true }
        return (text[open] == UInt8(ascii: "'") || text[open] == UInt8(ascii: "`"))
            && text[after.endIndex] == text[open]
            && !Self.isValue(at: open, in: text)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool { isLetter(byte) || "_-.".utf8.contains(byte) }

    /// True inside a quotation of what something shows, by the word before it: `element 'Rate limit reached' not found`.
    private func isShown(_ range: Range<Int>) -> Bool {
        let first = max(1, range.lowerBound - Self.longestQuote)
        guard first < range.lowerBound else { return false }
        var open = range.lowerBound - 1
        // A letter before an apostrophe: you've.
        while !" (=".utf8.contains(text[open - 1]) || !Self.openings.contains(where: text[open...].starts) {
            guard open > first, text[open] != 0x0A else { return false }
            open -= 1
        }
        let isClosed = (open + 1..<range.lowerBound).contains { text[$0] == text[open] && !Self.isLetter(text[$0 + 1]) }
        guard !isClosed else { return false }
        let word = text[..<open].reversed().drop { " (=".utf8.contains($0) }.prefix(while: Self.isLetter)
        return Self.shown.contains(String(decoding: word.reversed(), as: UTF8.self))
    }

    private static let openings = ["\"", "'", "`", "“", "„", "‘", "«", "「", "『"].map { Array($0.utf8) }

    /// What shows a text, or is looked for by it.
    private static let shown: Set<String> = [
        "element", "elements", "text", "texts", "string", "label", "heading", "title", "button", "link", "selector",
        "locator", "getbytext", "getbylabel", "getbyrole", "getbytitle", "snapshot", "story", "page", "banner",
        "key", "caption", "placeholder", "tooltip", "screenshot", "called", "named", "translation", "column", "section",
    ]

    /// True for a quotation mark behind `"name": `, `name=` and `code: `.
    private static func isValue(at place: Int, in text: [UInt8]) -> Bool {
        let before = text[..<place].suffix(longestQuote).reversed().drop { $0 == 0x20 }
        guard let mark = before.first, ":=".utf8.contains(mark),
            let last = before.dropFirst().first(where: { $0 != 0x20 })
        else {
            return false
        }
        if mark == UInt8(ascii: ":"), "\"'".utf8.contains(last) { return true }
        let name = before.dropFirst().prefix(while: isLetter).reversed()
        return fields.contains(String(decoding: name, as: UTF8.self))
    }

    /// Names of fields in which errors are printed without quotation marks around the names.
    private static let fields: Set<String> = ["code", "type", "status", "reason", "message", "detail"]

    private static let longestQuote = 100
    private static let quotationMarks: [(open: [UInt8], close: [UInt8])] = [
        ("\"", "\""), ("`", "`"), ("“", "”"), ("„", "“"), ("«", "»"), ("「", "」"), ("『", "』"),
    ].map { (Array($0.0.utf8), Array($0.1.utf8)) }

    private static func last(_ mark: [UInt8], in text: ArraySlice<UInt8>) -> Int? {
        text.indices.last { text[$0...].starts(with: mark) }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
    }
}
