/// What was found in one message, or one line of it, and whether it counts.
package struct MessageEvidence: Sendable {
    /// The match that decides.
    package private(set) var best: RuleMatch?
    private var bestRank = Int.max
    private var isConfigured = false
    private let line: ErrorLine
    private let text: [UInt8]

    /// Begins without a match.
    ///
    /// - Parameters:
    ///   - line: The beginning of the message.
    ///   - text: What the places of the matches are places in.
    package init(_ line: ErrorLine, in text: [UInt8]) {
        self.line = line
        self.text = text
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
        if rule.isNumber, !ErrorLine.isStatus(at: match.start..<match.end, in: text, marked: line.isMarked) { return }
        if let best, (bestRank, best.rule) < (rank, match.rule) { return }
        // Of two matches of one rule the later and longer is the one a person would point at.
        if let best, best.rule == match.rule, (match.start, match.end) <= (best.start, best.end) { return }
        best = match
        bestRank = rank
    }

    /// Whether there is a match that counts in a channel.
    package func counts(in channel: OutputChannel) -> Bool {
        best != nil && (line.isMarked || isConfigured || channel == .all && !line.isProse)
    }
}
