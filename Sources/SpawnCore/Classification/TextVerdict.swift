/// A match of a rule, by its place in a text.
package struct RuleMatch: Sendable, Equatable {
    /// The place of the rule among all.
    package var rule: Int
    /// Where the match begins.
    package var start: Int
    /// Where it ends.
    package var end: Int

    package init(rule: Int, start: Int, end: Int) {
        self.rule = rule
        self.start = start
        self.end = end
    }
}

/// Which lines of a stream count as the words of the tool itself.
public enum OutputChannel: String, Sendable, Codable, CaseIterable {
    /// Every line, but for those that tell of work on errors.
    case all
    /// Only lines that announce an error: elsewhere the tool repeats its prompt, or the answer.
    case errorLines = "error_lines"
    /// None.
    case none
}

/// Finds the message that says why a tool failed, and the rule that decides what it means.
///
/// The last message in which any rule counts decides, because tools report what they survived before what they did not;
/// one after it that announces an error no rule knows leaves the matter open. Within it the rule of the least rank, then the one that stands first in the list.
package struct TextVerdict: Sendable, Equatable {
    /// The rule that decided.
    package var rule: ErrorRule
    /// The text it matched.
    package var matchedText: String
    /// The whole message, one line, cleaned for display.
    package var message: String
    /// True when the message announces itself as an error.
    package var isMarked: Bool
    /// The lines of the message.
    package var lines: ClosedRange<Int>

    /// Reads a text.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - matches: All matches of the rules in it, in any order.
    ///   - rules: The rules.
    ///   - channel: Which lines count.
    package init?(_ text: ErrorText, matches: [RuleMatch], rules: [ErrorRule], channel: OutputChannel) {
        guard channel != .none, !matches.isEmpty else { return nil }
        var messages: [Int: MessageEvidence] = [:]
        for match in matches where !text.isRow(text.line(at: match.start)) {
            let first = text.message(around: text.line(at: match.start)).lowerBound
            messages[
                first,
                default: MessageEvidence(text.errorLine(first), in: text.bytes, at: text.start(of: first))
            ].add(match, rules[match.rule])
        }
        let counting = messages.filter { $0.value.counts(in: channel) }
        let causes = counting.filter { !$0.value.isAdvice }
        guard let last = (causes.isEmpty ? counting : causes).keys.max(), let evidence = counting[last],
            let best = evidence.best
        else {
            return nil
        }
        guard !text.hasCause(after: text.message(around: last).upperBound) else { return nil }
        rule = rules[best.rule]
        matchedText = text.excerpt(best.start..<best.end)
        lines = text.message(around: last)
        message = TerminalText.cleaned(text.text(of: lines))
        isMarked = evidence.isMarked
    }
}
