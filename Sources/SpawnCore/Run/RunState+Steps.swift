/// What a task does next, and how it ends.
extension RunState {
    /// Does what the recovery of a task decided.
    ///
    /// - Parameters:
    ///   - step: The decision.
    ///   - task: The task, which holds no slot.
    ///   - outcome: What the decision was made on.
    ///   - last: The attempt that just ended, and its output; `nil` when none ran.
    mutating func follow(
        _ step: TaskRecovery.Step, of task: Int, after outcome: AttemptOutcome,
        last: (record: AttemptRecord, output: CapturedOutput)?
    ) {
        switch step {
        case .retry, .fallback:
            guard let stopCause else { break }
            return end(task, .cancelled, because: outcome, last: last, sentence: stopCause.sentence)
        case .end: break
        }
        switch step {
        case .end(let ending): end(task, ending, because: outcome, last: last, sentence: nil)
        case .retry(let delay):
            let recovery = active[task]?.recovery
            tell(
                .taskWaiting(
                    task: task,
                    .backoff(
                        until: now + delay, retry: (recovery?.retryCount ?? 0) + 1,
                        of: recovery?.rules.recovery.maxRetries ?? 0,
                        failure: outcome.failure
                            ?? Failure(category: .unknown, kind: .unknown, message: "ended early"))))
            if delay == .zero { enqueue(task) } else { sleep(task, until: now + delay) }
        case .fallback(let reason):
            settlePermit(of: task)
            tell(.taskWaiting(task: task, .fallback(reason: reason)))
            enqueue(task)
        }
    }

    /// Lets a task wait without a slot.
    mutating func sleep(_ task: Int, until moment: Moment) {
        phases[task] = .backoff
        tickets[task] &+= 1
        timers.add(.backoff(task: task, ticket: tickets[task]), at: moment)
    }

    private mutating func end(
        _ task: Int, _ ending: TaskEnding, because outcome: AttemptOutcome,
        last: (record: AttemptRecord, output: CapturedOutput)?, sentence: String?
    ) {
        settlePermit(of: task)
        var result = blankResult(task, ending)
        if let entry = active[task] {
            let isFallback = entry.recovery.isFallback && entry.attempts.contains { $0.isFallback }
            result.fallback = isFallback
            result.originalAgent = isFallback ? result.agent : nil
            result.retryCount = entry.recovery.retryCount
            result.timeoutExtended = entry.timeoutExtended
            result.attempts = entry.attempts
            if let first = entry.firstStart, let end = entry.attempts.last.map({ $0.startedAt + $0.duration }) {
                result.executionTime = end - first
            }
        }
        if let last {
            result.output = last.output
            result.exitCode = last.record.exit?.code
        }
        if !ending.isSuccess { result.error = sentence ?? outcome.sentence(agent: result.agent) }
        if ending == .rateLimited, case .rateLimited(_, let resetAt) = outcome { result.resetAt = resetAt }
        finish(task, result)
    }

    /// Files the result of a task and lets its dependents know.
    mutating func finish(_ task: Int, _ result: SpawnResult) {
        phases[task] = .done
        tickets[task] &+= 1
        active[task] = nil
        results[task] = result
        unfinished -= 1
        metrics.record(result)
        tell(.taskEnded(result))
        if result.ending.satisfiesDependents { unlock(dependentsOf: task) } else { block(dependentsOf: task) }
    }

    private mutating func unlock(dependentsOf task: Int) {
        for other in plan.graph.dependents(of: task) {
            let index = Int(other)
            guard phases[index] == .waiting, unmet[index] > 0 else { continue }
            unmet[index] -= 1
            if unmet[index] == 0 { enqueue(index) }
        }
    }

    /// Ends everything that needs a task that did not succeed, however long the chain.
    private mutating func block(dependentsOf task: Int) {
        var pending = [task]
        while let failed = pending.popLast() {
            for other in plan.graph.dependents(of: failed) {
                let index = Int(other)
                guard phases[index] == .waiting else { continue }
                var result = blankResult(index, stopCause == nil ? .blocked : .cancelled)
                let verb = results[failed]?.ending == .cancelled ? "was cancelled" : "did not succeed"
                result.error = "needs \(plan.tasks[failed].id), which \(verb)"
                phases[index] = .done
                results[index] = result
                unfinished -= 1
                metrics.record(result)
                tell(.taskEnded(result))
                pending.append(index)
            }
        }
    }

    /// Runs a finished task again, and with it whatever was blocked because of it.
    mutating func reopen(_ task: Int, withFallback: Bool) {
        var reopened: [Int] = []
        var pending = [task]
        while let index = pending.popLast() {
            guard phases[index] == .done, let old = results[index], index == task || old.ending == .blocked else {
                continue
            }
            phases[index] = .waiting
            unfinished += 1
            metrics.withdraw(old)
            saidAllEnded = false
            tell(.taskReopened(task: index))
            reopened.append(index)
            for other in plan.graph.dependents(of: index) {
                // A task that waits for several had this one counted as satisfied.
                if phases[Int(other)] == .waiting, old.ending.satisfiesDependents { unmet[Int(other)] += 1 }
                pending.append(Int(other))
            }
        }
        for index in reopened {
            let (count, first) = openDependencies(of: index)
            unmet[index] = Int32(count)
            if let first {
                tell(.taskWaiting(task: index, .dependencies(count: count, first: plan.tasks[first].id)))
                // What it needs has failed and is not run again with it: it stays blocked, and says so.
                if phases[first] == .done { block(dependentsOf: first) }
                continue
            }
            if index == task && withFallback {
                var entry = ActiveTask(
                    recovery: TaskRecovery(rules: plan.rules(for: plan.tasks[index])), permit: nil,
                    nextNumber: (results[index]?.attempts.last?.number ?? 0) + 1)
                entry.recovery.startWithFallback()
                active[index] = entry
            }
            tell(.taskWaiting(task: index, isPaused ? .paused : .slot))
            enqueue(index)
        }
    }
}

extension AttemptOutcome {
    /// One sentence for people.
    func sentence(agent: String?) -> String {
        switch self {
        case .success: "succeeded"
        case .failure(let failure), .rateLimited(let failure, _): failure.message
        case .cancelled(let cause): "cancelled by \(cause.rawValue)"
        case .rejected(by: .breaker): "the breaker of \(agent ?? "the agent") is open"
        case .rejected(by: .budget): "the retry budget is spent"
        case .rejected(by: .cooldown): "the tool is cooling down"
        case .rejected(by: .dependency): "a task it needs did not succeed"
        }
    }
}

extension StopCause {
    /// One sentence for people.
    var sentence: String {
        switch self {
        case .user: "the run was stopped"
        case .signal(let number): "the run was stopped by signal \(number)"
        case .deadline: "the run's deadline passed"
        }
    }

    /// What the children's ends are put down to.
    var termination: TerminationReason { self == .deadline ? .deadline : .shutdown }
}
