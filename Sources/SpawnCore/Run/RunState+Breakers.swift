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
        var news: [BreakerSnapshot] = []
        func visit(_ watched: inout WatchedBreaker) -> (answer: Answer, timer: Moment?) {
            var told = watched.told
            func tellChange(of breaker: CircuitBreaker) {
                guard breaker.stamp != told else { return }
                told = breaker.stamp
                news.append(breaker.snapshot(at: now))
            }
            func work(_ breaker: inout CircuitBreaker) -> Answer {
                // What is due by now comes first, so that each change is told.
                while breaker.advance(to: now) != nil { tellChange(of: breaker) }
                return body(&breaker, now)
            }
            let answer =
                store?.work(on: &watched.breaker, at: now, alone: alone, work) ?? work(&watched.breaker)
            tellChange(of: watched.breaker)
            watched.told = told
            return (answer, watched.newTimer())
        }
        // In place: a copy would copy everybody who holds a permit.
        let settings = plan.settings.breaker
        let (answer, timer) = visit(
            &breakers[agent, default: WatchedBreaker(CircuitBreaker(agent: agent, settings: settings))])
        for snapshot in news { tell(.breakerChanged(snapshot)) }
        if let timer { timers.add(.breaker(agent: agent), at: timer) }
        return answer
    }

    /// Leaves the breakers to the runs that come.
    mutating func keepBreakers() {
        guard let store = plan.breakerStore else { return }
        for agent in breakers.keys.sorted() {
            guard let index = breakers.index(forKey: agent) else { continue }
            store.update(&breakers.values[index].breaker, at: now) { _ in }
        }
    }

    /// Lets time pass for an agent's breaker.
    mutating func advanceBreaker(of agent: String) {
        breakers[agent]?.wakesAt = nil
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
        guard let agent = plan.tasks[task].agent, breakers[agent]?.breaker.state == .forcedOpen else { return false }
        return active[task]?.recovery.isFallback == false && active[task]?.recovery.rules.policy.usesBreaker == true
    }
}

/// A breaker of the run, and what the run keeps in mind about it.
struct WatchedBreaker: Sendable {
    var breaker: CircuitBreaker
    /// How it was when it was last told of; `nil` before the first time.
    var told: CircuitBreaker.Stamp?
    /// When it was last asked to be woken, so that it is asked once.
    var wakesAt: Moment?

    init(_ breaker: CircuitBreaker) {
        self.breaker = breaker
    }

    /// The moment to be woken at, unless an early enough one was asked for.
    fileprivate mutating func newTimer() -> Moment? {
        guard let next = breaker.nextMoment(), wakesAt.map({ next < $0 }) ?? true else { return nil }
        wakesAt = next
        return next
    }
}
