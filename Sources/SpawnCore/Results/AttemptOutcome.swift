/// How an attempt ended. Retry, breaker, metrics and every display use this one value.
public enum AttemptOutcome: Sendable, Equatable {
    /// The agent did what it was asked.
    case success
    /// It failed, and why.
    case failure(Failure)
    /// The tool's service refused for now; `resetAt` is when it says it will serve again, in seconds since 1970.
    case rateLimited(Failure, resetAt: Double?)
    /// We ended it.
    case cancelled(by: CancelCause)
    /// It never started.
    case rejected(by: RejectCause)

    /// True for ``success``.
    public var isSuccess: Bool { self == .success }

    /// The failure behind the outcome, where there is one.
    public var failure: Failure? {
        switch self {
        case .failure(let failure), .rateLimited(let failure, _): failure
        case .success, .cancelled, .rejected: nil
        }
    }
}

/// Who ended an attempt or a task before its time.
public enum CancelCause: String, Sendable, Codable, CaseIterable {
    case user
    case shutdown
    case deadline
}

/// What kept an attempt from starting.
public enum RejectCause: String, Sendable, Codable, CaseIterable {
    case breaker
    case cooldown
    case dependency
    case budget
    /// Its tool fails whoever asks; see ``ToolTrouble``.
    case tool
    /// What the run may cost is spent.
    case overBudget = "over_budget"
}

/// A failure as it was classified, with the evidence for it.
public struct Failure: Sendable, Hashable {
    /// What happens next depends on this.
    public var category: ErrorCategory
    /// What the breaker counts.
    public var kind: FailureKind
    /// The rule that decided: a pattern, `exit 127`, `signal 9`, `timeout` …; `nil` when nothing matched.
    public var rule: String?
    /// One sentence for people: the message that matched, or what happened to the child.
    public var message: String

    /// Creates a failure.
    public init(category: ErrorCategory, kind: FailureKind, rule: String? = nil, message: String) {
        self.category = category
        self.kind = kind
        self.rule = rule
        self.message = message
    }
}
