package import SpawnCore

/// What a child in a ``FakeWorld`` does: a script in place of a program.
package struct FakeChild: Sendable {
    /// Something it writes while it runs.
    package struct Writing: Sendable {
        /// How long after the start.
        package var moment: Duration
        package var stream: ChildStream
        package var text: String
        /// The rule of the error pattern in the text; `nil` when it is harmless.
        package var errorRule: String?
        /// What its agent reports as data; `nil` where it reports nothing.
        package var report: AgentReport?
    }

    /// How long it runs when nobody ends it; `nil` for ever.
    package var duration: Duration? = .seconds(1)
    /// How it exits when nobody ends it.
    package var exit = ExitStatus.exited(0)
    /// What its text says when it has ended.
    package var finding: Finding?
    /// What it writes, in order.
    package var writings: [Writing] = []
    /// Why it cannot be started; `nil` when it can.
    package var startFailure: StartFailure?
    /// How long after TERM it is gone; `nil` for one that ignores TERM and waits for KILL.
    package var obeysWithin: Duration? = .zero
    /// How it exits after TERM.
    package var exitWhenAsked = ExitStatus.signalled(15)

    /// Succeeds after so many seconds.
    package static func succeeds(after seconds: Double = 1, saying text: String = "") -> FakeChild {
        let child = FakeChild(duration: Duration(inSeconds: seconds))
        return text.isEmpty ? child : child.writing(text, at: [seconds])
    }

    /// Fails after so many seconds with exit code 1: recognised as a category and a kind, by default the most common one
    /// of the category, or not at all. The hint is the seconds after which the service says it will serve again.
    package static func fails(
        _ category: ErrorCategory? = nil, _ kind: FailureKind? = nil, after seconds: Double = 1, hint: Double? = nil,
        evidence: Finding.Evidence = .structured
    ) -> FakeChild {
        var child = FakeChild(duration: Duration(inSeconds: seconds), exit: .exited(1))
        guard let category else { return child }
        let usual: FailureKind =
            switch category {
            case .transient: .transientError
            case .timeout: .timeout
            case .resource: .killed
            case .permanent: .authError
            case .unknown: .unknown
            }
        let kind = kind ?? usual
        child.finding = Finding(
            ErrorMeaning(category, kind), evidence: evidence, rule: "fake", message: "\(kind.rawValue) of a fake child",
            hint: hint.map { ResetHint(wait: Duration(inSeconds: $0), resetAt: 1_000_000 + $0) })
        return child
    }

    /// Is rate-limited after so many seconds, with or without a hint.
    package static func isLimited(after seconds: Double = 1, hint: Double? = nil) -> FakeChild {
        fails(.transient, .rateLimit, after: seconds, hint: hint)
    }

    /// The same, but for nothing else than words in its output.
    package static func claimsLimit(after seconds: Double = 1, hint: Double) -> FakeChild {
        fails(.transient, .rateLimit, after: seconds, hint: hint, evidence: .text)
    }

    /// Fails after so many seconds with these last words, which no rule knows.
    package static func fails(saying words: String, after seconds: Double = 1) -> FakeChild {
        fails(after: seconds).writing(words, at: [seconds / 2], to: .stderr)
    }

    /// Runs until somebody ends it.
    package static let hangs = FakeChild(duration: nil)

    /// Cannot be started, because the machine is short of something or because there is no such program.
    package static func cannotStart(isExhaustion: Bool) -> FakeChild {
        FakeChild(
            startFailure: isExhaustion
                ? StartFailure(errno: 11, message: "no processes left", isExhaustion: true)
                : StartFailure(errno: 2, message: "no such program", isExhaustion: false))
    }

    /// Cannot be started now, for its program is not there.
    package static let isAway = FakeChild(
        startFailure: StartFailure(errno: 2, message: "no such program", isExhaustion: false, isProgramAway: true))

    /// The same, and it writes a text at these seconds after its start.
    package func writing(_ text: String = "working", at seconds: [Double], to stream: ChildStream = .stdout) -> Self {
        writing(text, at: seconds, to: stream, errorRule: nil)
    }

    /// The same, and it reports what it has cost so far, by the seconds after its start. What comes when it
    /// ends is its verdict as well.
    package func costing(_ dollars: Double, at seconds: Double) -> Self {
        var child = self
        var report = AgentReport()
        report.cost = .reported(USDollars(nanodollars: Int((dollars * 1e9).rounded())))
        (report.session, report.turns) = ("fake-session", 1)
        if child.duration == Duration(inSeconds: seconds) {
            report.verdict =
                child.exit.isSuccess
                ? .success : .failure(ReportedFailure(field: "fake", value: "error", message: "failed"))
        }
        child.writings.append(
            Writing(moment: Duration(inSeconds: seconds), stream: .stdout, text: "", report: report))
        child.writings.sort { $0.moment < $1.moment }
        return child
    }

    /// The same, and an error pattern appears on its stderr so many seconds after its start.
    package func complaining(at seconds: Double) -> Self {
        writing("API error", at: [seconds], to: .stderr, errorRule: "API.?error")
    }

    /// The same, and it ignores TERM.
    package func ignoringTerm() -> Self {
        var child = self
        child.obeysWithin = nil
        return child
    }

    private func writing(_ text: String, at seconds: [Double], to stream: ChildStream, errorRule: String?) -> Self {
        var child = self
        child.writings += seconds.map {
            Writing(moment: Duration(inSeconds: $0), stream: stream, text: text, errorRule: errorRule)
        }
        child.writings.sort { $0.moment < $1.moment }
        return child
    }
}
