/// Where a task stands in its recovery, by the names the original tool gave the states.
public enum RecoveryState: String, Sendable, Codable, CaseIterable {
    /// Nothing has run yet.
    case initial
    /// The agent runs for the first time.
    case executing
    /// The agent failed and runs again later.
    case retryPending = "retry_pending"
    /// The agent runs again.
    case retrying
    /// The plain LLM runs next.
    case fallbackPending = "fallback_pending"
    /// The plain LLM runs in place of the agent.
    case fallbackExecuting = "fallback_executing"
    /// The agent, or the plain LLM in its place, did it.
    case succeeded
    /// Nothing more is tried.
    case failed
    /// The agent's breaker turned the task away.
    case circuitOpen = "circuit_open"
}

extension SpawnEvent.Kind {
    /// The state its task enters with this event; `nil` when it enters none.
    public var recoveryState: RecoveryState? {
        switch self {
        case .taskAdded, .taskReopened: .initial
        case .taskWaiting(_, .backoff): .retryPending
        case .taskWaiting(_, .fallback): .fallbackPending
        case .attemptStarted(_, let start):
            start.isFallback ? .fallbackExecuting : start.tryNumber > 1 ? .retrying : .executing
        case .taskEnded(let result):
            switch result.ending {
            case .firstTry, .recoveredByRetry, .recoveredByFallback, .skipped, .carriedOver: .succeeded
            case .rejected: result.rejectedBy ?? .breaker == .breaker ? .circuitOpen : .failed
            case .failed, .blocked, .rateLimited, .cancelled: .failed
            }
        case .runStarted, .taskWaiting, .attemptOutput, .timeoutExtended, .attemptTerminating, .attemptEnded,
            .breakerChanged, .cooldownChanged, .slotsChanged, .pauseChanged, .commandAccepted, .commandRefused,
            .runStopping,
            .allTasksEnded, .runEnded:
            nil
        }
    }
}
