package import SpawnCore

/// What `aurora classify` says of one text.
package struct ClassificationReport {
    private let report: ProcessReport

    /// Creates the report of an attempt that ended by itself.
    package init(_ report: ProcessReport) { self.report = report }

    /// One aligned line for each thing there is to say.
    package var lines: [String] {
        let outcome = AttemptOutcome.decide(report, termination: nil, patternRule: nil)
        guard let failure = outcome.failure else { return [line("outcome", "success")] + account }
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
        return lines + [line("then", Self.consequence(of: outcome))] + account
    }

    /// What an agent told as data; nothing of prose.
    private var account: [String] {
        guard let agent = report.agent else { return [] }
        var lines: [String] = []
        if agent.verdict == .success { lines.append(line("verdict", "its own: success")) }
        if agent.verdict == nil { lines.append(line("verdict", "none: it was cut off before it said how it ended")) }
        if let answer = agent.answer {
            lines.append(line("answer", TerminalText.firstVisibleLine(of: answer.utf8)))
        }
        if let session = agent.session { lines.append(line("session", TerminalText.cleaned(Array(session.utf8)))) }
        if let model = agent.model { lines.append(line("model", TerminalText.cleaned(Array(model.utf8)))) }
        if let usage = agent.usage {
            lines.append(
                line(
                    "tokens",
                    "\(usage.input) in, \(usage.cachedInput) cached, \(usage.cacheWrite) to the cache, \(usage.output) out"
                ))
        }
        if let cost = agent.cost.amount { lines.append(line("cost", "$\(cost.value.fixed(6))")) }
        for call in agent.denied {
            lines.append(line("denied", TerminalText.cleaned(Array("\(call.tool) \(call.input)".utf8))))
        }
        return lines
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
