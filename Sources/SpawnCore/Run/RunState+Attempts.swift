/// What happens to children, and what follows from it.
extension RunState {
    /// Takes in an event of a child. Events of attempts that are over are late, and change nothing.
    mutating func handle(_ event: ProcessEvent) {
        let task = event.attempt.task
        guard active[task]?.running?.number == event.attempt.number else { return }
        switch event.kind {
        case .started(let pid): started(task, pid: pid, at: event.moment)
        case .startFailed(let failure): startFailed(task, failure)
        case .output(let progress): output(task, progress)
        case .errorPattern(let rule): errorPattern(task, rule: rule, at: event.moment)
        case .result(let isOut): result(task, isOut: isOut, at: event.moment)
        case .ended(let report): ended(task, report, at: event.moment)
        }
    }

    private mutating func started(_ task: Int, pid: Int32, at moment: Moment) {
        let limit = adaptiveLimit(of: task)
        guard let start = active[task]?.start(pid: pid, at: moment, adaptiveLimit: limit) else { return }
        let newBudget = RetryBudget(ratio: plan.settings.retryBudget)
        if start.tryNumber == 1 { budgets[start.tool, default: newBudget].countFirstAttempt() }
        watch(lane(of: task, asFallback: start.isFallback)) { watch, _ in watch.started() }
        watch(task)
        tell(.attemptStarted(task: task, start))
    }

    /// What the last successes of a task's agent say of its limit, where the policy asks for that.
    private func adaptiveLimit(of task: Int) -> Duration? {
        guard let timeout = active[task]?.recovery.rules.policy.timeout, timeout.mode == .adaptive else { return nil }
        return adaptive[active[task]?.running?.agent]?.limit(in: timeout)
    }

    private mutating func output(_ task: Int, _ progress: OutputProgress) {
        guard let running = active[task]?.running else { return }
        running.timeouts?.activity(lastActivity: progress.lastActivity, lastStdout: progress.lastStdout)
        running.line = progress.line
        watch(task)
        tell(
            .attemptOutput(
                task: task,
                OutputUpdate(
                    number: running.number, byteCount: progress.stdoutBytes + progress.stderrBytes,
                    line: progress.line, agent: progress.agent)))
        if progress.agent?.waiting?.isHopeless == true, running.termination == nil,
            active[task]?.recovery.rules.policy.killsOnErrorPattern == true
        {
            return terminate(task, .errorPattern, .polite)
        }
        if running.termination == nil, let agent = progress.agent, isOverBudget(task, running, agent) {
            return terminate(task, .overBudget, .polite)
        }
        if progress.stdoutBytes + progress.stderrBytes > plan.settings.maxOutput,
            active[task]?.recovery.rules.policy.killsOnMaxOutput == true, running.termination == nil
        {
            terminate(task, .maxOutput, .polite)
        }
    }

    /// Whether a task has cost what it may, as far as its agent tells while it works. One that was told what it may cost stops by
    /// itself, and knows better than its tokens do; what it has done is not thrown away.
    private func isOverBudget(_ task: Int, _ running: RunningAttempt, _ report: AgentReport) -> Bool {
        guard let budget = plan.tasks[task].budget, report.verdict == nil, let active = active[task] else {
            return false
        }
        let model = report.model ?? plan.tasks[task].model ?? plan.tools.model
        let cost =
            report.cost.amount
            ?? (running.knowsBudget ? nil : plan.settings.prices.cost(of: report.usage, model: model).amount)
        return cost.map { active.spent + $0 >= budget } ?? false
    }

    private mutating func errorPattern(_ task: Int, rule: String, at moment: Moment) {
        guard let running = active[task]?.running, running.termination == nil else { return }
        running.timeouts?.errorPattern(rule: rule, at: moment)
        watch(task)
    }

    private mutating func result(_ task: Int, isOut: Bool, at moment: Moment) {
        active[task]?.running?.timeouts?.result(at: isOut ? moment : nil)
        watch(task)
    }

    /// Sets a timer for the limits of an attempt, unless one that comes early enough is set.
    private mutating func watch(_ task: Int) {
        guard let running = active[task]?.running, running.termination == nil,
            let next = running.timeouts?.nextMoment, running.timerAt.map({ next < $0 }) ?? true
        else { return }
        running.timerAt = next
        timers.add(.attempt(AttemptID(task: task, number: running.number)), at: next)
    }

    /// Lets the limits of an attempt do what is due.
    mutating func expire(_ attempt: AttemptID) {
        guard let running = active[attempt.task]?.running, running.number == attempt.number, running.termination == nil
        else { return }
        let expiry = running.timeouts?.expire(at: now)
        running.timerAt = nil
        switch expiry {
        case .extended(let until):
            active[attempt.task]?.timeoutExtended = true
            tell(.timeoutExtended(task: attempt.task, until: until))
        case .kill(let reason):
            terminate(attempt.task, reason, .polite)
            return
        case nil: break
        }
        watch(attempt.task)
    }

    /// Ends the child of a task, or hastens its end. The first reason stands.
    mutating func terminate(_ task: Int, _ reason: TerminationReason, _ manner: TerminationManner) {
        guard let running = active[task]?.running else { return }
        if running.termination == nil {
            running.termination = reason
            tell(.attemptTerminating(task: task, reason))
        } else if manner == .polite {
            return
        }
        commands.append(.terminate(AttemptID(task: task, number: running.number), manner))
    }

    private mutating func startFailed(_ task: Int, _ failure: StartFailure) {
        if let reason = active[task]?.running?.termination {
            // It was cancelled before it ran; nothing was started, so there is no attempt to record.
            takeBackStart(of: task)
            return follow(.end(.cancelled), of: task, after: .cancelled(by: reason.cancelCause ?? .user))
        }
        guard failure.isExhaustion else {
            if failure.isProgramAway, waitForProgram(task, failure) { return }
            let outcome = AttemptOutcome.failure(
                Failure(category: .permanent, kind: failure.kind, rule: "start", message: failure.message))
            // A program that cannot be started has been tried: the try counts like any other.
            active[task]?.recovery.started()
            return conclude(task, outcome, nil, at: now)
        }
        waitForResources(task, failure)
    }

    /// Tries a start again later for which the machine was short of something. Nobody is to blame, and nothing has run.
    private mutating func waitForResources(_ task: Int, _ failure: StartFailure) {
        takeBackStart(of: task)
        let retry = (active[task]?.exhaustedStarts ?? 0) + 1
        active[task]?.exhaustedStarts = retry
        active[task]?.startRetries += 1
        let backoff = Backoff(
            shape: .exponential, base: .milliseconds(50), maximum: .seconds(5), factor: 2, jitter: .equal)
        let delay = backoff.delay(beforeRetry: retry - 1, using: &random)
        let until = min(now + delay, deadline ?? now + delay)
        sleep(task, until: until, .exhausted(until: until, retry: retry, message: failure.message))
    }

    /// Lets a task wait whose program is not there, or cannot be run just now: one that updates itself is away for a moment.
    ///
    /// - Returns: False when it has been away for long enough.
    private mutating func waitForProgram(_ task: Int, _ failure: StartFailure) -> Bool {
        let now = now
        let isFallback = active[task]?.running?.isFallback ?? false
        let lane = lane(of: task, asFallback: isFallback)
        guard !plan.tools.unseen.contains(plan.tools.toolName(for: plan.tasks[task], asFallback: isFallback)) else {
            return false
        }
        guard watch(lane, { watch, _ in watch.missProgram(failure.message, at: now) }) else { return false }
        takeBackStart(of: task)
        active[task]?.startRetries += 1
        enqueue(task)
        return true
    }

    /// Forgets a start of which nothing has run: it is no attempt, and nobody is to blame.
    private mutating func takeBackStart(of task: Int) {
        let lane = lane(of: task, asFallback: active[task]?.running?.isFallback ?? false)
        watch(lane) { watch, _ in watch.learnNothing(from: task) }
        attemptsGiven[task] -= 1
        active[task]?.running = nil
        guard active[task]?.recovery.agentRuns == 0 else { return }
        // It passes the breaker again when it can start: a probe that waits would keep its place for nothing.
        settlePermit(of: task)
        active[task]?.recovery.isProbe = false
    }

    private mutating func ended(_ task: Int, _ report: ProcessReport, at moment: Moment) {
        guard let running = active[task]?.running else { return }
        let outcome = AttemptOutcome.decide(
            report, termination: running.termination, limit: running.timeouts?.limit(behind: running.termination),
            patternRule: running.timeouts?.errorRule)
        conclude(task, outcome, report, at: moment)
    }

    /// Records an attempt that is over and does what follows.
    private mutating func conclude(
        _ task: Int, _ outcome: AttemptOutcome, _ report: ProcessReport?, at moment: Moment
    ) {
        guard
            let record = active[task]?.conclude(
                outcome, report, model: plan.tasks[task].model ?? plan.tools.model, plan.settings.prices, at: moment)
        else { return }
        tell(.attemptEnded(task: task, record))
        if outcome.isSuccess { adaptive[record.agent, default: AdaptiveLimit()].record(success: record.duration) }
        spend(record.account)
        lookAtMemory()
        self.report(record, of: task)
        let isDoubtful = note(record, of: task, finding: report?.finding)
        let hint = report?.finding?.hint
        let situation = TaskRecovery.Situation(
            outcome, hint: hint?.wait, wasKilled: record.termination?.isKill ?? false,
            timeLeft: deadline.map { $0 - now }, isCutOff: !outcome.isSuccess && isCutOff(task),
            isDoubtful: isDoubtful)
        let newBudget = RetryBudget(ratio: plan.settings.retryBudget)
        let step = active[task]?.recovery.step(
            after: situation, budget: &budgets[record.tool, default: newBudget], using: &random)
        guard let step else { preconditionFailure("an attempt belongs to a task that has begun") }
        if case .rateLimited = outcome, !isDoubtful { cool(task, record.tool, step: step, hint: hint) }
        follow(heedBudgets(of: task, step, after: outcome), of: task, after: outcome)
    }

    /// What follows an attempt where money is short: none more of a task that has cost what it may. One that stopped for what was
    /// left of the run's goes on when a person allows more.
    private func heedBudgets(
        of task: Int, _ step: TaskRecovery.Step, after outcome: AttemptOutcome
    ) -> TaskRecovery.Step {
        guard let failure = outcome.failure else { return step }
        if hasSpentItsBudget(task) { return .reject(.overBudget) }
        guard failure.kind == .overBudget, budget.isSpent else { return step }
        return isOverBudget ? .reject(.overBudget) : .retry(after: .zero)
    }

    /// Whether a task has cost what it may.
    func hasSpentItsBudget(_ task: Int) -> Bool {
        guard let budget = plan.tasks[task].budget, let active = active[task] else { return false }
        return active.spent >= budget
    }
}

extension TerminationReason {
    /// Who cancelled, where somebody did.
    var cancelCause: CancelCause? {
        switch self {
        case .user: .user
        case .shutdown: .shutdown
        case .deadline: .deadline
        case .timeout, .noActivity, .errorPattern, .maxOutput, .overBudget, .result: nil
        }
    }

    /// True when an attempt was ended for what it did, or did not do.
    var isKill: Bool { cancelCause == nil && self != .result }
}
