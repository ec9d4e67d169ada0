/// Where breakers outlive a run, and where runs at the same time share them.
///
/// A shared breaker is one ``CircuitBreaker`` in a common place. Whatever changes its state, or lets a probe through, is
/// done by one run at a time on the common value, so that the rules for one run hold for all of them. What does neither
/// is done on a run's own copy, and a failure that counts is left in the common place.
package protocol BreakerStore: Sendable {
    /// True when no run has changed an agent's breaker since we last updated it. Cheap enough to ask for every task.
    func isCurrent(_ agent: String) -> Bool

    /// Works on the common value of a breaker while no other run does.
    ///
    /// - Parameters:
    ///   - breaker: Our copy; it gives way to the common value where that has moved on, and takes over the outcome.
    ///   - now: The moment.
    ///   - body: The work. It is done once, on our copy where the common value is out of reach.
    /// - Returns: What the body returns.
    func update<Answer>(
        _ breaker: inout CircuitBreaker, at now: Moment, _ body: (inout CircuitBreaker) -> Answer
    ) -> Answer
}

extension BreakerStore {
    /// Works on our own copy of a breaker where that concerns nobody else, and on the common value where it does.
    ///
    /// - Parameters:
    ///   - breaker: Our copy.
    ///   - now: The moment.
    ///   - alone: True for what must be done on the common value in any case.
    ///   - body: The work; it is done once.
    /// - Returns: What the body returns.
    package func work<Answer>(
        on breaker: inout CircuitBreaker, at now: Moment, alone: Bool = false,
        _ body: (inout CircuitBreaker) -> Answer
    ) -> Answer {
        guard !alone, isCurrent(breaker.agent), !breaker.isContended(at: now) else {
            return update(&breaker, at: now, body)
        }
        let (generation, failure) = (breaker.generation, breaker.failures.last)
        let answer = body(&breaker)
        // It has tripped, or is a step nearer to it, which a run that is killed must not lose. Where another run was
        // faster to trip it, its change stands and ours is nothing new.
        if breaker.generation != generation || breaker.failures.last != failure { update(&breaker, at: now) { _ in } }
        return answer
    }
}
