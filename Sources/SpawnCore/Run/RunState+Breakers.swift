/// The breakers of the run, one an agent, made when it is first asked for.
extension RunState {
    /// Works on an agent's breaker; tells what changed and why, and keeps its timer set.
    @discardableResult
    mutating func withBreaker<Answer>(
        of agent: String, _ body: (inout CircuitBreaker, Moment) -> Answer
    ) -> Answer {
        let isNew = breakers[agent] == nil
        if isNew { breakers[agent] = CircuitBreaker(agent: agent, settings: plan.settings.breaker) }
        // What is due by now comes first, so that each change is told, and the body makes one at most.
        while breakers[agent]?.advance(to: now) != nil { tellBreaker(of: agent) }
        let before = breakers[agent]?.snapshot(at: now)
        // In place: a copy would copy everybody who holds a permit.
        let answer = body(&breakers[agent, default: CircuitBreaker(agent: agent)], now)
        if isNew || breakers[agent]?.snapshot(at: now) != before { tellBreaker(of: agent) }
        if let next = breakers[agent]?.nextMoment(), breakerTimers[agent].map({ next < $0 }) ?? true {
            breakerTimers[agent] = next
            timers.add(.breaker(agent: agent), at: next)
        }
        return answer
    }

    private mutating func tellBreaker(of agent: String) {
        if let snapshot = breakers[agent]?.snapshot(at: now) { tell(.breakerChanged(snapshot)) }
    }

    /// Lets time pass for an agent's breaker.
    mutating func advanceBreaker(of agent: String) {
        breakerTimers[agent] = nil
        withBreaker(of: agent) { _, _ in }
    }

    /// Reports an attempt of an agent to its breaker. The fallback's attempts are nobody's fault and never reported.
    mutating func report(_ outcome: AttemptOutcome, of running: RunningAttempt, task: Int) {
        guard let agent = running.agent, let permit = active[task]?.permit else { return }
        let verdict = BreakerVerdict(outcome, attempt: running.number)
        withBreaker(of: agent) { breaker, now in breaker.report(permit, verdict, at: now) }
    }

    /// Gives a permit back that no attempt has used up: it counts as cancelled.
    mutating func settlePermit(of task: Int) {
        guard let agent = plan.tasks[task].agent, let permit = active[task]?.permit else { return }
        active[task]?.permit = nil
        withBreaker(of: agent) { breaker, _ in breaker.release(permit) }
    }

    /// True when an operator has forced open the breaker of the agent that runs a task.
    func isCutOff(_ task: Int) -> Bool {
        guard let agent = plan.tasks[task].agent, let recovery = active[task]?.recovery, !recovery.isFallback,
            recovery.rules.policy.usesBreaker
        else { return false }
        return breakers[agent]?.state == .forcedOpen
    }
}
