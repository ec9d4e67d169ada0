/// What a run waits for.
enum RunTimer: Sendable {
    /// A limit of an attempt may have expired.
    case attempt(AttemptID)
    /// A task's backoff may be over; `ticket` tells it from an earlier one.
    case backoff(task: Int, ticket: UInt32)
    /// An agent's breaker may change by itself.
    case breaker(agent: String)
    /// There must have been a word of the breakers that runs share.
    case sharing
    /// A tool's cooldown may be over.
    case cooldown(lane: Int)
    /// A tool that is held may be tried, or has run for long enough.
    case trial(lane: Int)
    /// The next start may be allowed.
    case stagger
    /// There may be more memory.
    case memory
    /// The run's time is over.
    case deadline
}
