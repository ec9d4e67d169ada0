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

    /// Weighs a match. A bare number counts only as a status.
    package mutating func add(_ match: RuleMatch, _ rule: ErrorRule) {
        // Whoever wrote the pattern knows that the tool means it.
        isConfigured = isConfigured || rule.isConfigured || rule.isFailure
        guard let rank = rule.rank else { return }
        if rule.isNumber, !ErrorLine.isStatus(at: match.start..<match.end, in: text) { return }
        if !rule.isConfigured, !line.isMarked {
            if rule.needsMark || isInsideName(match.start..<match.end) { return }
            if (rule.isStatement || rule.isFinal), match.start - start <= Self.beginning { isStated = true }
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

    /// True between two quotation marks: somebody else's words.
    private func isQuoted(_ range: Range<Int>) -> Bool {
        guard range.lowerBound > 0, range.upperBound < text.count else { return false }
        let mark = text[range.lowerBound - 1]
        return "\"'`".utf8.contains(mark) && text[range.upperBound] == mark
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
    }
}
