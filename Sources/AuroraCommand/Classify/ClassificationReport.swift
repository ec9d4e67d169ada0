package import SpawnCore

/// What `aurora classify` says of one text.
package struct ClassificationReport {
    private let report: ProcessReport

    /// Creates the report of an attempt that ended by itself.
    package init(_ report: ProcessReport) { self.report = report }

    /// One aligned line for each thing there is to say.
    package var lines: [String] {
        let outcome = AttemptOutcome.decide(report, termination: nil, patternRule: nil)
        guard let failure = outcome.failure else { return [line("outcome", "success")] }
        var lines = [
            line("category", failure.category.rawValue), line("kind", failure.kind.rawValue),
            line("rule", failure.rule ?? "none matched"),
        ]
        if let finding = report.finding, !finding.matchedText.isEmpty {
            lines.append(line("matched", finding.matchedText))
        }
        lines.append(line("message", TerminalText.cleaned(Array(failure.message.utf8))))
        if let hint = report.finding?.hint {
            lines.append(line("hint", "serves again in \(hint.wait.brief), at \(UTCTime.text(hint.resetAt))"))
        }
        return lines + [line("then", Self.consequence(of: outcome))]
    }

    private func line(_ name: String, _ value: String) -> String {
        name + String(repeating: " ", count: 10 - name.count) + value
    }

    private static func consequence(of outcome: AttemptOutcome) -> String {
        switch outcome {
        case .rateLimited: "its tool cools down, then a retry; does not count for the breaker"
        case .failure(let failure) where failure.category == .permanent: "fail: no retry, no fallback"
        default: "retry, then the plain LLM; counts for the breaker"
        }
    }
}
