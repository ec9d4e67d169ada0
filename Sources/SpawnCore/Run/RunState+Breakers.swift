/// The breakers of the run, one an agent, made when it is first asked for, and shared with other runs where there is a store.
extension RunState {
    /// Works on an agent's breaker; tells what changed and why, and keeps its timer set.
    ///
    /// - Parameters:
    ///   - agent: The agent.
    ///   - alone: Whether the work must be done on the common value, where runs share their breakers.
    ///   - body: The work. It makes one change of state at most.
    /// - Returns: What the body returns.
    @discardableResult
    mutating func withBreaker<Answer>(
        of agent: String, alone: Bool = false, _ body: (inout CircuitBreaker, Moment) -> Answer
    ) -> Answer {
        let (now, store) = (now, plan.breakerStore)
        var told = breakers[agent]?.snapshot(at: now)
        var changes: [BreakerSnapshot] = []
        func work(_ breaker: inout CircuitBreaker) -> Answer {
            // What is due by now comes first, so that each change is told.
            while breaker.advance(to: now) != nil { changes.append(breaker.snapshot(at: now)) }
            return body(&breaker, now)
        }
        func visit(_ breaker: inout CircuitBreaker) -> (answer: Answer, next: Moment?) {
            let answer = store?.work(on: &breaker, at: now, alone: alone, work) ?? work(&breaker)
            changes.append(breaker.snapshot(at: now))
            return (answer, breaker.nextMoment())
        }
        // In place: a copy would copy everybody who holds a permit.
        let settings = plan.settings.breaker
        let (answer, next) = visit(&breakers[agent, default: CircuitBreaker(agent: agent, settings: settings)])
        for snapshot in changes where snapshot != told {
            tell(.breakerChanged(snapshot))
            told = snapshot
        }
        if let next, breakerTimers[agent].map({ next < $0 }) ?? true {
            breakerTimers[agent] = next
            timers.add(.breaker(agent: agent), at: next)
        }
        return answer
    }

    /// Leaves the breakers to the runs that come.
    mutating func keepBreakers() {
        guard let store = plan.breakerStore else { return }
        for agent in breakers.keys.sorted() {
            store.update(&breakers[agent, default: CircuitBreaker(agent: agent)], at: now) { _ in }
        }
    }

    /// Lets time pass for an agent's breaker.
    mutating func advanceBreaker(of agent: String) {
        breakerTimers[agent] = nil
        withBreaker(of: agent) { _, _ in }
    }

    /// Reports an attempt of an agent to its breaker. The fallback's attempts are nobody's fault and never reported.
    mutating func report(_ record: AttemptRecord, of task: Int) {
        guard let agent = record.agent, let permit = active[task]?.permit else { return }
        let verdict = BreakerVerdict(record.outcome, attempt: record.number)
        withBreaker(of: agent) { breaker, now in breaker.report(permit, verdict, at: now) }
        // A success settles it.
        if record.outcome.isSuccess { active[task]?.permit = nil }
    }

    /// Gives a permit back that no attempt has used up: it counts as cancelled.
    mutating func settlePermit(of task: Int) {
        guard let agent = plan.tasks[task].agent, let permit = active[task]?.permit else { return }
        active[task]?.permit = nil
        withBreaker(of: agent) { breaker, _ in breaker.release(permit) }
    }

    /// True when an operator has forced open the breaker of the agent that runs a task.
    func isCutOff(_ task: Int) -> Bool {
        guard let agent = plan.tasks[task].agent, active[task]?.recovery.isFallback == false,
            active[task]?.recovery.rules.policy.usesBreaker == true
        else { return false }
        return breakers[agent]?.state == .forcedOpen
    }
}
