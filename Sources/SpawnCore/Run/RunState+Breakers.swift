/// The breakers of the run, one an agent, made when it is first asked for.
extension RunState {
    /// Works on an agent's breaker; tells when it changed and keeps its timer set.
    @discardableResult
    mutating func withBreaker<Answer>(_ agent: String, _ body: (inout CircuitBreaker, Moment) -> Answer) -> Answer {
        var breaker = breakers[agent] ?? CircuitBreaker(agent: agent, settings: plan.settings.breaker)
        let before = breaker.snapshot(at: now)
        let answer = body(&breaker, now)
        let after = breaker.snapshot(at: now)
        let isNew = breakers[agent] == nil
        breakers[agent] = breaker
        if isNew || before != after { tell(.breakerChanged(after)) }
        if let next = breaker.nextMoment(), breakerTimers[agent].map({ next < $0 }) ?? true {
            breakerTimers[agent] = next
            timers.add(.breaker(agent: agent), at: next)
        }
        return answer
    }

    /// Reports an attempt of an agent to its breaker. The fallback's attempts are nobody's fault and never reported.
    mutating func report(_ outcome: AttemptOutcome, of running: RunningAttempt, task: Int) {
        guard let agent = running.agent, let permit = active[task]?.permit else { return }
        let verdict = BreakerVerdict(outcome, attempt: running.number)
        withBreaker(agent) { breaker, now in breaker.report(permit, verdict, at: now) }
    }

    /// Gives a permit back that no attempt has used up: it counts as cancelled.
    mutating func settlePermit(of task: Int) {
        guard let agent = plan.tasks[task].agent, let permit = active[task]?.permit else { return }
        active[task]?.permit = nil
        withBreaker(agent) { breaker, _ in breaker.release(permit) }
    }

    /// Does what an operator asks of a breaker.
    mutating func operate(_ agent: String, _ action: BreakerAction, _ command: UserCommand) {
        guard breakers[agent] != nil else {
            return tell(.commandRefused(command, reason: "\(agent) has no breaker in this run"))
        }
        tell(.commandAccepted(command))
        withBreaker(agent) { breaker, now in breaker.perform(action, at: now) }
        guard action == .forceOpen else { return }
        for (task, entry) in active where plan.tasks[task].agent == agent && !entry.recovery.isFallback {
            active[task]?.recovery.isCutOff = true
        }
    }
}
