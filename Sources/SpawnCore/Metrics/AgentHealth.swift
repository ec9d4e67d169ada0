/// How an agent's attempts have ended and how long they took. Where the figures of a task say what its user got, these
/// say what the agent did.
public struct AgentHealth: Sendable, Equatable {
    /// Attempts that ran.
    public private(set) var attempts = 0
    /// Attempts that succeeded.
    public private(set) var successes = 0
    /// Attempts the service refused for a while.
    public private(set) var rateLimited = 0
    /// Attempts that were ended before their time.
    public private(set) var cancelled = 0
    /// How long the successful attempts ran.
    public private(set) var latency = DurationHistogram()
    /// How long it took, from the start of an attempt, until it was known to have failed.
    public private(set) var detectionLatency = DurationHistogram()
    /// What they used and what that cost.
    public private(set) var expenses = Expenses()
    private var kinds = Tally<FailureKind>()

    /// Creates the health of an agent that has not run.
    public init() {}

    /// Attempts that failed, rate limits left out.
    public var failures: Int { kinds.total }

    /// How many attempts failed of each kind; what did not happen is missing.
    public var failureKinds: [FailureKind: Int] { kinds.counts }

    /// Adds the health of the same agent elsewhere. The order does not matter.
    public mutating func merge(_ other: AgentHealth) {
        attempts += other.attempts
        successes += other.successes
        rateLimited += other.rateLimited
        cancelled += other.cancelled
        latency.merge(other.latency)
        detectionLatency.merge(other.detectionLatency)
        expenses.merge(other.expenses)
        kinds.merge(other.kinds)
    }

    /// Counts an attempt that ran, or takes it back for a `change` of −1.
    mutating func add(_ attempt: AttemptRecord, _ change: Int) {
        attempts += change
        expenses.add(attempt, change)
        switch attempt.outcome {
        case .success:
            successes += change
            latency.add(attempt.duration, change)
        case .failure(let failure):
            kinds.add(failure.kind, change)
            detectionLatency.add(attempt.duration, change)
        case .rateLimited: rateLimited += change
        case .cancelled: cancelled += change
        case .rejected: preconditionFailure("an attempt that was turned away did not run")
        }
    }
}
