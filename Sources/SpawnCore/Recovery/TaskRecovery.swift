/// Decides what follows an attempt of one task: success, a retry, the fallback, or the end.
///
///     agent ──success──────────────────────────────▶ done
///       │ ▲                                            ▲
///       │ └──retry (while runs ≤ max_retries)──┐       │
///       ├──failure that may be retried─────────┘       │
///       ├──retries spent, breaker open──▶ fallback ────┤  at most once
///       └──permanent, rate limit, cancelled ───────────┘
///
/// The agent runs `retryCount + 1` times, and never more than `maxRetries + 1`.
package struct TaskRecovery: Sendable {
    /// What comes next.
    package enum Step: Sendable, Equatable {
        /// The task is over, in this way.
        case end(TaskEnding)
        /// The agent runs again after the delay, or after the service's own hint.
        case retry(after: Duration)
        /// The plain LLM runs now.
        case fallback(reason: String)
    }

    /// Retries and fallback of the task.
    package let rules: TaskRules
    /// How often the agent was started.
    package private(set) var agentRuns = 0
    /// True once the plain LLM stands in.
    package private(set) var isFallback = false
    /// True for the one attempt that decides whether a breaker closes: it gets no retries.
    package var isProbe = false
    /// True when an operator forced the agent's breaker open: what was admitted gets no more retries either.
    package var isCutOff = false
    /// The delay before the latest retry.
    private var previousDelay: Duration?

    package init(rules: TaskRules) {
        self.rules = rules
    }

    /// Re-runs that really happened.
    package var retryCount: Int { max(0, agentRuns - 1) }

    /// Which run of the agent the next start is, and how many it may have.
    package var nextTry: (number: Int, limit: Int) {
        isFallback ? (1, 1) : (agentRuns + 1, isProbe ? 1 : rules.recovery.maxRetries + 1)
    }

    /// A child was really started.
    package mutating func started() {
        if !isFallback { agentRuns += 1 }
    }

    /// Lets the plain LLM run from the beginning, because a person asked for it.
    package mutating func startWithFallback() {
        isFallback = true
    }

    /// What follows an attempt that ended.
    ///
    /// - Parameters:
    ///   - outcome: How it ended.
    ///   - hint: The earliest time for another try, as the service said.
    ///   - wasKilled: True when we ended it for its time or for an error pattern.
    ///   - timeLeft: The time until the run's deadline, which no wait may cross; `nil` when it has none.
    ///   - generator: The source of chance for jitter.
    /// - Returns: The next step. After `.end` nothing may follow.
    package mutating func step(
        after outcome: AttemptOutcome, hint: Duration?, wasKilled: Bool, timeLeft: Duration?,
        using generator: inout some RandomNumberGenerator
    ) -> Step {
        switch outcome {
        case .success:
            return .end(isFallback ? .recoveredByFallback : retryCount > 0 ? .recoveredByRetry : .firstTry)
        case .cancelled: return .end(.cancelled)
        case .rejected: return .end(.rejected)
        case .rateLimited(_, let resetAt):
            if let hint, hint > min(rules.maxHintWait, timeLeft ?? hint) {
                return .end(resetAt == nil ? .failed : .rateLimited)
            }
            if let delay = nextDelay(hint: hint, wasKilled: false, timeLeft: timeLeft, using: &generator) {
                return .retry(after: delay)
            }
            if rules.fallbackSharesTool || !mayFallBack { return .end(resetAt == nil ? .failed : .rateLimited) }
            return fallBack("rate limited")
        case .failure(let failure):
            if failure.category == .permanent {
                return mayFallBack && rules.recovery.fallbackOnPermanent
                    ? fallBack(failure.message) : .end(.failed)
            }
            if let delay = nextDelay(hint: hint, wasKilled: wasKilled, timeLeft: timeLeft, using: &generator) {
                return .retry(after: delay)
            }
            let count = agentRuns
            return mayFallBack
                ? fallBack("\(count) \(count == 1 ? "attempt" : "attempts") failed") : .end(.failed)
        }
    }

    /// What follows when the agent's breaker turned the task away.
    package mutating func stepAfterRejection() -> Step {
        mayFallBack ? fallBack("the breaker is open") : .end(.rejected)
    }

    private var mayFallBack: Bool {
        !isFallback && rules.hasAgent && rules.recovery.fallbackToLLM
    }

    private mutating func fallBack(_ reason: String) -> Step {
        isFallback = true
        return .fallback(reason: reason)
    }

    /// The delay before the next retry; `nil` when there is none left. A service's hint is kept to within a second.
    private mutating func nextDelay(
        hint: Duration?, wasKilled: Bool, timeLeft: Duration?, using generator: inout some RandomNumberGenerator
    ) -> Duration? {
        guard !isFallback, !isProbe, !isCutOff, agentRuns <= rules.recovery.maxRetries,
            !wasKilled || rules.policy.retriesAfterKill
        else { return nil }
        let delay =
            hint.map { $0 + Duration(inSeconds: Double.random(in: 0...1, using: &generator)) }
            ?? rules.recovery.backoff.delay(beforeRetry: agentRuns - 1, previous: previousDelay, using: &generator)
        if let timeLeft, delay >= timeLeft { return nil }
        previousDelay = delay
        return delay
    }
}
