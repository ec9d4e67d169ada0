/// What a task does next, and how it ends.
extension RunState {
    /// Does what the recovery of a task decided.
    ///
    /// - Parameters:
    ///   - step: The decision.
    ///   - task: The task, which holds no slot.
    ///   - outcome: What the decision was made on.
    mutating func follow(_ step: TaskRecovery.Step, of task: Int, after outcome: AttemptOutcome) {
        switch step {
        case .end(let ending): end(task, ending, because: outcome)
        case .reject(let cause):
            let hasRun = (active[task]?.recovery.agentRuns ?? 0) > 0
            end(task, cause.ending(hasRun: hasRun), because: .rejected(by: cause))
        case .retry, .fallback:
            if isOverBudget {
                let hasRun = (active[task]?.recovery.agentRuns ?? 0) > 0
                return end(
                    task, RejectCause.overBudget.ending(hasRun: hasRun), because: .rejected(by: .overBudget))
            }
            if let stopCause { return end(task, .cancelled, because: .cancelled(by: stopCause.cancelCause)) }
            goOn(step, of: task, after: outcome)
        }
    }

    private mutating func goOn(_ step: TaskRecovery.Step, of task: Int, after outcome: AttemptOutcome) {
        guard let recovery = active[task]?.recovery else { preconditionFailure("only a task that has begun goes on") }
        switch step {
        case .end, .reject: preconditionFailure("a task that is over does not go on")
        case .retry(let delay):
            guard let failure = outcome.failure else { preconditionFailure("only what failed is retried") }
            let reason = WaitReason.backoff(
                until: now + delay, retry: recovery.retryCount + 1, of: recovery.retryLimit,
                failure: failure)
            sleep(task, until: now + delay, reason)
            if delay == .zero { enqueue(task) }
        case .fallback(let reason):
            settlePermit(of: task)
            tell(.taskWaiting(task: task, .fallback(reason: reason)))
            enqueue(task, sayingSo: false)
        }
    }

    /// Lets a task wait without a slot, and say why.
    mutating func sleep(_ task: Int, until moment: Moment, _ reason: WaitReason) {
        tell(.taskWaiting(task: task, reason))
        active[task]?.waitReason = reason
        phases[task] = .backoff
        tickets[task] &+= 1
        timers.add(.backoff(task: task, ticket: tickets[task]), at: moment)
    }

    private mutating func end(_ task: Int, _ ending: TaskEnding, because outcome: AttemptOutcome) {
        settlePermit(of: task)
        var result = blankResult(task, ending)
        if let entry = active[task] { result.tell(of: entry) }
        if !ending.isSuccess { result.error = sentence(for: outcome, task: task) }
        if case .rejected(let cause) = outcome { result.rejectedBy = cause }
        if ending == .rateLimited { result.resetAt = active[task]?.resetAt }
        file(result)
        if ending.satisfiesDependents { unlock(dependentsOf: task) } else { block(dependentsOf: task) }
    }

    /// Files the result of a task that is over.
    mutating func file(_ result: SpawnResult) {
        let task = result.taskIndex
        phases[task] = .done
        tickets[task] &+= 1
        active[task] = nil
        results[task] = result
        metrics.record(result)
        tell(.taskEnded(result))
    }

    func blankResult(_ task: Int, _ ending: TaskEnding) -> SpawnResult {
        SpawnResult(
            taskIndex: task, taskID: plan.tasks[task].id, prompt: plan.tasks[task].prompt,
            agent: plan.tasks[task].agent, ending: ending)
    }

    /// One sentence for people on why a task did not succeed.
    private func sentence(for outcome: AttemptOutcome, task: Int) -> String {
        switch outcome {
        case .success: "succeeded"
        case .failure(let failure), .rateLimited(let failure, _): failure.message
        case .cancelled(by: .user): "cancelled by user"
        case .cancelled(by: .deadline): "the run's deadline passed"
        case .cancelled(by: .shutdown):
            if case .signal(let number) = stopCause {
                "the run was stopped by signal \(number)"
            } else {
                "the run was stopped"
            }
        case .rejected(let cause):
            // Of a task that has run, what went wrong is the news, and what keeps it from another try is not.
            (active[task]?.attempts.last.flatMap { $0.termination == .overBudget ? nil : $0.outcome.failure }
                .map { "\($0.message); not tried again: " } ?? "") + obstacle(cause, to: task)
        }
    }

    /// What keeps a task from running.
    private func obstacle(_ cause: RejectCause, to task: Int) -> String {
        switch cause {
        case .breaker: "the breaker of \(plan.tasks[task].agent ?? "the agent") is open"
        case .overBudget: budgetObstacle(to: task)
        case .budget: "the retry budget of its tool is spent (retry_budget)"
        case .cooldown: "its tool refuses everyone until later"
        case .tool: active[task]?.trouble?.words(of: toolName(of: task)) ?? "its tool fails whoever asks"
        case .dependency: "a task it needs did not succeed"
        }
    }

    private func budgetObstacle(to task: Int) -> String {
        guard hasSpentItsBudget(task), let budget = plan.tasks[task].budget, let spent = active[task]?.spent else {
            return "the budget of the run is spent"
        }
        return "its budget is spent, \(spent.words) of \(budget.words) (Budget)"
    }

    private func toolName(of task: Int) -> String {
        plan.tools.toolName(for: plan.tasks[task], asFallback: active[task]?.recovery.isFallback ?? false)
    }
}

extension RejectCause {
    /// How a task ends that was turned away for good. One whose agent has run has failed, and was not kept from running.
    fileprivate func ending(hasRun: Bool) -> TaskEnding {
        switch self {
        case .breaker, .budget, .tool, .overBudget: hasRun ? .failed : .rejected
        case .cooldown: .rateLimited
        case .dependency: .blocked
        }
    }
}

extension SpawnResult {
    /// Takes over what is known of a task that has begun.
    fileprivate mutating func tell(of entry: ActiveTask) {
        fallback = entry.attempts.contains(where: \.isFallback)
        originalAgent = fallback ? agent : nil
        retryCount = entry.recovery.retryCount
        startRetries = entry.startRetries
        timeoutExtended = entry.timeoutExtended
        attempts = entry.attempts
        output = entry.lastOutput
        exitCode = entry.attempts.last?.exit?.code
        guard let first = entry.firstStart else { return }
        queueWait = first - entry.readySince
        if let last = entry.attempts.last { executionTime = last.startedAt + last.duration - first }
    }
}
