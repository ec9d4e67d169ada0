/// What a person asks of a run while it runs. Tasks are named by their place in the input, counted from 0.
///
/// Every command comes back as an event: ``SpawnEvent/Kind/commandAccepted(_:)`` before those of what it changes, or
/// ``SpawnEvent/Kind/commandRefused(_:reason:)``. Of several tasks each has its own answer.
public enum UserCommand: Sendable, Equatable {
    /// Ends these tasks: a running child is terminated, a waiting task never starts.
    case cancel(tasks: [Int])
    /// Runs these finished tasks again, from the beginning; a task in backoff is retried at once.
    case retry(tasks: [Int])
    /// Lets the plain LLM run these finished tasks.
    case retryWithFallback(tasks: [Int])
    /// Changes how many attempts may run at once; at least 1. Lowering it ends nothing.
    case setMaxConcurrent(Int)
    /// Starts no more attempts until ``resume``.
    case pause
    /// Starts attempts again.
    case resume
    /// Acts on an agent's breaker.
    case breaker(agent: String, BreakerAction)
    /// Stops the run: nothing starts any more and what runs is ended. Said again, it is ended at once.
    case stop(StopCause)
    /// Ends what a spent budget keeps from starting, as over budget; what runs goes on.
    case endOverBudget
    /// Lets a run that stays open end when nothing runs any more.
    case close
}

/// What an operator may do to a breaker.
public enum BreakerAction: String, Sendable, Codable, CaseIterable {
    /// A fresh, closed breaker.
    case reset
    /// Lets one attempt through now.
    case probe
    /// Open until it is reset.
    case forceOpen = "force_open"
    /// Closed whatever happens.
    case disable
}

/// Why a run is stopped.
public enum StopCause: Sendable, Equatable {
    /// A person asked for it.
    case user
    /// A signal asked for it.
    case signal(Int32)
    /// The run's deadline passed.
    case deadline
}
