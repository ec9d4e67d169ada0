/// A breaker's leave for one task to begin. It is worth something only as long as the breaker stays in its state.
public struct BreakerPermit: Sendable, Hashable {
    /// How often the breaker had changed its state when it gave the permit.
    let generation: Int
    /// Counted from 0 within the generation.
    let serial: Int
    /// True when the task decides whether the breaker closes; it then gets no retries.
    public let isProbe: Bool
}

/// A breaker's answer to a task that wants to begin.
public enum BreakerAdmission: Sendable, Equatable {
    /// It may.
    case admitted(BreakerPermit)
    /// It may not; `retryAfter` is the time to the next probe, `nil` when only an event can tell.
    case rejected(retryAfter: Duration?)
}

/// How an attempt ended, as far as a breaker cares.
public enum BreakerVerdict: Sendable, Equatable {
    /// The agent did what it was asked.
    case success
    /// It failed, and of what; `nil` when nobody knows. `attempt` counts from 1 within the task.
    case failure(kind: FailureKind?, attempt: Int)
    /// Rate limited, over a budget, cancelled or rejected: it says nothing about the agent.
    case neutral

    /// What an outcome means to the breaker of the agent that ran.
    package init(_ outcome: AttemptOutcome, attempt: Int) {
        switch outcome {
        case .success: self = .success
        case .failure(let failure) where failure.kind == .overBudget: self = .neutral
        case .failure(let failure): self = .failure(kind: failure.kind, attempt: attempt)
        case .rateLimited, .cancelled, .rejected: self = .neutral
        }
    }
}

/// A change of a breaker's state.
public struct BreakerChange: Sendable, Equatable {
    /// The state before.
    public let from: BreakerState
    /// The state after.
    public let to: BreakerState
    /// What caused it.
    public let cause: BreakerCause
    /// When it happened.
    public let moment: Moment

    /// Creates a change.
    package init(from: BreakerState, to: BreakerState, cause: BreakerCause, moment: Moment) {
        self.from = from
        self.to = to
        self.cause = cause
        self.moment = moment
    }
}

/// What changes a breaker's state.
public enum BreakerCause: Sendable, Equatable {
    /// As many failures within the window as it takes.
    case threshold
    /// Two failures that say the agent is broken, one soon after the other.
    case fastFail
    /// It was open for as long as it should be.
    case openTimeOver
    /// A probe succeeded.
    case probeSucceeded
    /// A probe failed.
    case probeFailed
    /// A probe did not report in time.
    case leaseExpired
    /// An operator wanted it so.
    case `operator`(BreakerAction)
}
