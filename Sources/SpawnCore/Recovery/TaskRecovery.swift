/// Decides what follows an attempt of one task: success, a retry, the fallback, or the end.
///
///     agent ──success──────────────────────────────▶ done
///       │ ▲                                            ▲
///       │ └──retry (while runs ≤ max_retries)──┐       │
///       ├──failure that may be retried─────────┘       │
///       ├──retries or their budget spent, breaker open──▶ fallback ──┤  at most once
///       └──permanent, rate limit too long, cancelled ─┘
///
/// The agent runs `retryCount + 1` times, and never more than `maxRetries + 1`, but that limits which are waited for make
/// up for up to twenty retries.
package struct TaskRecovery: Sendable {
    /// What comes next.
    package enum Step: Sendable, Equatable {
        /// The task is over, in this way.
        case end(TaskEnding)
        /// It would have run again, but may not.
        case reject(RejectCause)
        /// The agent runs again after the delay, or after the service's own hint.
        case retry(after: Duration)
        /// The plain LLM runs now.
        case fallback(reason: String)
    }

    /// How an attempt ended and what stands in the way of another.
    package struct Situation: Sendable {
        /// How it ended.
        package var outcome: AttemptOutcome
        /// The earliest time for another try, as the service said.
        package var hint: Duration?
        /// True when we ended it for its time or for an error pattern.
        package var wasKilled: Bool
        /// The time until the run's deadline, which no wait may cross; `nil` when it has none.
        package var timeLeft: Duration?
        /// True when an operator forced the agent's breaker open: what was admitted gets no more retries either.
        package var isCutOff: Bool
        /// True for a limit that nothing but one task's words speak for: another attempt tells whether it holds.
        package var isDoubtful: Bool

        package init(
            _ outcome: AttemptOutcome, hint: Duration? = nil, wasKilled: Bool = false, timeLeft: Duration? = nil,
            isCutOff: Bool = false, isDoubtful: Bool = false
        ) {
            self.outcome = outcome
            self.hint = hint
            self.wasKilled = wasKilled
            self.timeLeft = timeLeft
            self.isCutOff = isCutOff
            self.isDoubtful = isDoubtful
        }
    }

    /// Retries and fallback of the task.
    package let rules: TaskRules
    /// How often the agent was started.
    package private(set) var agentRuns = 0
    /// True once the plain LLM stands in.
    package private(set) var isFallback = false
    /// True for the one attempt that decides whether a breaker closes: it gets no retries.
    package var isProbe = false
    /// Refusals by a limit that is waited for, however long that takes; each makes up for a retry.
    private(set) var waitedRefusals = 0
    /// The delay before the latest retry.
    private var previousDelay: Duration?

    package init(rules: TaskRules) {
        self.rules = rules
    }

    /// Re-runs that really happened.
    package var retryCount: Int { max(0, agentRuns - 1) }

    /// How many re-runs there may be.
    package var retryLimit: Int { rules.recovery.maxRetries + waitedRefusals }

    /// A service that refuses this often, whenever it said that it would serve, is not waited for any longer.
    private static let mostWaitedRefusals = 20

    /// Which run of the agent the next start is, and how many it may have.
    package var nextTry: (number: Int, limit: Int) {
        isFallback ? (1, 1) : (agentRuns + 1, isProbe ? 1 : retryLimit + 1)
    }

    /// A child was really started.
    package mutating func started() {
        if !isFallback { agentRuns += 1 }
    }

    /// Lets the plain LLM run next, because a person asked for it.
    package mutating func startWithFallback() {
        isFallback = true
    }

    /// What follows an attempt that ended.
    ///
    /// - Parameters:
    ///   - situation: How it ended and what stands in the way of another.
    ///   - budget: The retries that the tool has left; a retry takes one.
    ///   - generator: The source of chance for jitter.
    /// - Returns: The next step. After `.end` and `.reject` nothing may follow.
    package mutating func step(
        after situation: Situation, budget: inout RetryBudget, using generator: inout some RandomNumberGenerator
    ) -> Step {
        switch situation.outcome {
        case .success:
            return .end(isFallback ? .recoveredByFallback : retryCount > 0 ? .recoveredByRetry : .firstTry)
        case .cancelled: return .end(.cancelled)
        case .rejected: preconditionFailure("an attempt that was turned away did not run")
        case .rateLimited, .failure: break
        }
        if situation.outcome.failure?.category == .permanent {
            return rules.recovery.fallbackOnPermanent ? fallBack("it failed for good") ?? .end(.failed) : .end(.failed)
        }
        let isWaitedFor = isWaitedFor(situation)
        if isWaitedFor { waitedRefusals += 1 }
        let mayRetry = mayRetry(after: situation)
        var hint = situation.hint
        let isTooFar = hint.map { $0 > min(rules.maxHintWait, situation.timeLeft ?? $0) } ?? false
        // The last retry is kept for when the limit lifts, if that is waited for.
        if situation.isDoubtful, mayRetry, budget.retriesLeft > 0,
            isTooFar || retryCount + 1 < rules.recovery.maxRetries
        {
            hint = nil
        } else if isTooFar {
            return rules.fallbackSharesTool ? .end(.rateLimited) : fallBack("rate limited") ?? .end(.rateLimited)
        }
        if mayRetry, isWaitedFor || budget.retriesLeft > 0,
            let delay = nextDelay(hint: hint, timeLeft: situation.timeLeft, using: &generator)
        {
            if !isWaitedFor { _ = budget.withdraw() }
            return .retry(after: delay)
        }
        if case .rateLimited = situation.outcome, rules.fallbackSharesTool || !mayFallBack {
            return .end(situation.hint == nil ? .failed : .rateLimited)
        }
        if mayRetry, budget.retriesLeft == 0 { return step(afterRejectionBy: .budget) }
        return fallBack("\(agentRuns) \(agentRuns == 1 ? "attempt" : "attempts") failed") ?? .end(.failed)
    }

    /// What follows when a task was turned away before it, or its next attempt, could start.
    package mutating func step(afterRejectionBy cause: RejectCause) -> Step {
        switch cause {
        case .breaker: fallBack("the breaker is open") ?? .reject(.breaker)
        case .budget: fallBack("the retry budget is spent") ?? .reject(.budget)
        case .cooldown where rules.fallbackSharesTool: .reject(.cooldown)
        case .cooldown: fallBack("rate limited") ?? .reject(.cooldown)
        case .tool where rules.fallbackSharesTool: .reject(.tool)
        case .tool: fallBack("its tool fails whoever asks") ?? .reject(.tool)
        case .dependency: .reject(.dependency)
        case .overBudget: .reject(.overBudget)
        }
    }

    /// True for the refusal of a limit that a person wants to wait for: it says when it lifts, and may be wrong.
    private func isWaitedFor(_ situation: Situation) -> Bool {
        guard case .rateLimited = situation.outcome, situation.hint != nil else { return false }
        return rules.waitsForReset && !situation.isDoubtful && !isFallback
            && waitedRefusals < Self.mostWaitedRefusals
    }

    private var mayFallBack: Bool {
        !isFallback && rules.hasFallback && rules.recovery.fallbackToLLM
    }

    private mutating func fallBack(_ reason: String) -> Step? {
        guard mayFallBack else { return nil }
        isFallback = true
        return .fallback(reason: reason)
    }

    private func mayRetry(after situation: Situation) -> Bool {
        !isFallback && !isProbe && !situation.isCutOff && agentRuns <= retryLimit
            && (!situation.wasKilled || rules.policy.retriesAfterKill)
    }

    /// The delay before the next retry; `nil` when it would end after the deadline. A service's hint is kept to within a
    /// second.
    private mutating func nextDelay(
        hint: Duration?, timeLeft: Duration?, using generator: inout some RandomNumberGenerator
    ) -> Duration? {
        let delay: Duration
        if let hint {
            delay = hint + Duration(inSeconds: Double.random(in: 0...1, using: &generator))
        } else {
            let backoff = rules.recovery.backoff
            delay = backoff.delay(beforeRetry: agentRuns - 1, previous: previousDelay, using: &generator)
            previousDelay = delay
        }
        return timeLeft.map { delay < $0 } ?? true ? delay : nil
    }
}
