/// The breakers of the run, one an agent, made when it is first asked for.
///
/// Where runs share their breakers these are copies. Whether a task may begin is asked of the common value each time, so that
/// a run notices what others have done; so is whatever a probe does. Everything else is done on the copy at once, and a
/// failure that counts is told to the common value too. The run never waits: a task that has asked holds its slot, and
/// limits, signals and commands go on. Where no word comes in time, the run goes on with its copies.
extension RunState {
    /// Works on an agent's breaker, or on the run's copy; tells what changed and why, and keeps its timer set.
    ///
    /// - Parameters:
    ///   - agent: The agent.
    ///   - body: The work. It makes one change of state at most.
    /// - Returns: What the body returns.
    @discardableResult
    mutating func withBreaker<Answer>(
        of agent: String, _ body: (inout CircuitBreaker, Moment) -> Answer
    ) -> Answer {
        let (now, isShared) = (now, isShared(agent))
        var news: [BreakerSnapshot] = []
        func visit(_ watched: inout WatchedBreaker) -> (answer: Answer, timer: Moment?) {
            func tellChange() {
                guard watched.breaker.stamp != watched.told else { return }
                watched.told = watched.breaker.stamp
                news.append(watched.breaker.snapshot(at: now))
            }
            // What is due by now comes first, so that each change is told. That of a shared breaker is asked for.
            while !isShared, watched.breaker.advance(to: now) != nil { tellChange() }
            let answer = body(&watched.breaker, now)
            tellChange()
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

    /// Asks the common value of an agent's breaker, or does it at once where the run has it for itself.
    ///
    /// - Parameters:
    ///   - work: What is to be done.
    ///   - agent: The agent.
    ///   - ticket: The ticket of the task that wants to begin.
    mutating func ask(_ work: SharedBreakerRequest.Work, of agent: String, ticket: UInt32 = 0) {
        let generation = breakers[agent]?.breaker.generation ?? 0
        let request = SharedBreakerRequest(agent: agent, generation: generation, moment: now, work)
        guard isShared(agent) else { return carryOutAlone(request, ticket: ticket) }
        let settings = plan.settings.breaker
        breakers[agent, default: WatchedBreaker(CircuitBreaker(agent: agent, settings: settings))].unanswered += 1
        sharing.add(request, ticket: ticket, at: now)
        setSharingTimer()
        commands.append(.share(request))
    }

    /// Takes in an answer.
    mutating func take(_ answer: SharedBreakerAnswer) {
        guard let asked = sharing.next(at: now) else { return }
        let agent = asked.request.agent
        breakers[agent]?.unanswered -= 1
        let isLast = breakers[agent]?.unanswered == 0
        switch answer {
        case .alone(let other):
            withBreaker(of: agent) { breaker, _ in
                if breaker.generation == 0, other.state != .closed { breaker = other }
            }
            breakers[agent]?.isAlone = true
            carryOutAlone(asked.request, ticket: asked.ticket)
        case .common(let common, let admission):
            // Where more is on its way, the copy is ahead of this value, and the last answer has all of it.
            withBreaker(of: agent) { breaker, _ in
                guard isLast || common.generation > breaker.generation else { return }
                let before = breaker.generation == common.generation ? breaker.rejections : -1
                breaker.adopt(common)
                if case .rejected = admission { breaker.rejections = max(before + 1, breaker.rejections) }
            }
            admit(asked, admission)
        }
    }

    /// Goes on with its own breakers when nothing was heard of the common ones for too long.
    mutating func checkSharing() {
        sharing.hasTimer = false
        guard let due = sharing.dueAt, due <= now else { return setSharingTimer() }
        let unanswered = sharing.giveUp()
        for agent in Set(unanswered.map(\.request.agent)) { breakers[agent]?.unanswered = 0 }
        for asked in unanswered { carryOutAlone(asked.request, ticket: asked.ticket) }
    }

    private mutating func setSharingTimer() {
        guard !sharing.hasTimer, let due = sharing.dueAt else { return }
        sharing.hasTimer = true
        timers.add(.sharing, at: due)
    }

    /// Does on the run's own breaker what it would ask of the common one.
    private mutating func carryOutAlone(_ request: SharedBreakerRequest, ticket: UInt32) {
        var request = request
        request.moment = now
        switch request.work {
        // It was counted here when it happened.
        case .count: break
        case .acquire(let task, let lease):
            let admission = withBreaker(of: request.agent) { $0.acquire(for: task, lease: lease, at: $1) }
            admit(BreakerSharing.Pending(request: request, ticket: ticket), admission)
        case .look, .report, .release, .perform:
            withBreaker(of: request.agent) { breaker, _ in _ = breaker.carryOut(request) }
        }
    }

    /// Lets a task begin that has asked, or turns it away.
    private mutating func admit(_ asked: BreakerSharing.Pending, _ admission: BreakerAdmission?) {
        guard case .acquire(let task, let lease) = asked.request.work else { return }
        let agent = asked.request.agent
        guard phases[task] == .asking, tickets[task] == asked.ticket else {
            // It was cancelled meanwhile.
            if case .admitted(let permit) = admission { settle(permit, of: agent) }
            return learnNothing(from: task)
        }
        switch admission {
        case .rejected:
            learnNothing(from: task)
            turnAway(task, because: .breaker)
        case .admitted(let permit) where isPaused:
            learnNothing(from: task)
            settle(permit, of: agent)
            enqueue(task)
        case .admitted(let permit): start(task, permit: permit)
        case nil:
            let state = breakers[agent]?.breaker.state
            // The copy has opened since the common value was seen: what opened it is on its way there.
            guard state == .closed || state == .disabled else {
                return ask(.acquire(task: task, lease: lease), of: agent, ticket: asked.ticket)
            }
            admit(asked, withBreaker(of: agent) { $0.acquire(for: task, lease: lease, at: $1) })
        }
    }

    /// A task that was to try a tool that is held has not.
    private mutating func learnNothing(from task: Int) {
        watch(lane(of: task, asFallback: false)) { watch, _ in watch.learnNothing(from: task) }
    }

    private func isShared(_ agent: String) -> Bool { sharing.isOn && breakers[agent]?.isAlone != true }

    /// Lets time pass for an agent's breaker.
    mutating func advanceBreaker(of agent: String) {
        breakers[agent]?.wakesAt = nil
        if isShared(agent) { ask(.look, of: agent) } else { withBreaker(of: agent) { _, _ in } }
    }

    /// Reports an attempt of an agent to its breaker. The fallback's attempts are nobody's fault and never reported.
    mutating func report(_ record: AttemptRecord, of task: Int) {
        guard let agent = record.agent, let permit = active[task]?.permit else { return }
        let verdict = BreakerVerdict(record.outcome, attempt: record.number)
        // A success settles it.
        if record.outcome.isSuccess { active[task]?.permit = nil }
        if permit.isProbe { return ask(.report(permit, verdict), of: agent) }
        let counted = withBreaker(of: agent) { breaker, now -> BreakerFailure? in
            let last = breaker.failures.last
            breaker.report(permit, verdict, at: now)
            return breaker.failures.last == last ? nil : breaker.failures.last
        }
        guard isShared(agent), let counted, case .failure(let kind, _) = verdict else { return }
        ask(.count(counted, kind: kind), of: agent)
    }

    /// Gives a permit back that no attempt has used up: it counts as cancelled.
    mutating func settlePermit(of task: Int) {
        guard let agent = plan.tasks[task].agent, let permit = active[task]?.permit else { return }
        active[task]?.permit = nil
        settle(permit, of: agent)
    }

    private mutating func settle(_ permit: BreakerPermit, of agent: String) {
        if permit.isProbe { return ask(.release(permit), of: agent) }
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
    /// Requests about it that have no answer yet.
    var unanswered = 0
    /// True when it cannot be shared, although others can.
    var isAlone = false

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
