import SpawnCore

/// Slots, stagger, cooldowns and sleeps: when something may start, and when it has to.
extension RunWitness {
    mutating func seeStart(_ attempt: AttemptID) {
        let task = attempt.task
        let agent = plan.tasks[task].agent
        expect(accounts[task].running == nil, "\(task) runs twice at once")
        expect(accounts[task].result == nil, "\(task) is over and started")
        expect(!isStopping && !isPaused, "\(task) is started while nothing may be")
        expect(!accounts[task].attempts.isEmpty || needsAreMet(of: task), "\(task) is started without what it needs")
        expect(!isCooling(task), "\(task) is started while its tool refuses everyone")
        if let until = accounts[task].sleepsUntil { expect(until <= now, "\(task) is started before \(until.seconds)") }
        if let lastStart {
            expect(now - lastStart >= plan.settings.staggerDelay, "\(task) is started too soon after another")
        }
        if let agent, !accounts[task].isFallback, plan.rules(for: plan.tasks[task]).policy.usesBreaker {
            let state = breakers[agent]?.state
            let isFirst = accounts[task].attempts.isEmpty
            expect(state != .forcedOpen, "\(task) is started past a breaker that was forced open")
            expect(!isFirst || state != .open, "\(task) is admitted by an open breaker")
        }
        expect(
            attempt.number == accounts[task].latestNumber + 1 || attempt.number == accounts[task].latestNumber,
            "\(task) skips attempt numbers")
        accounts[task].latestNumber = attempt.number
        accounts[task].running = attempt
        accounts[task].sleepsUntil = nil
        lastStart = now
        expect(inFlight <= slots, "\(inFlight) children have \(slots) slots")
        let tool = tool(of: task)
        if let limit = tool.maxConcurrent {
            expect(inFlight(of: tool) <= limit, "\(inFlight(of: tool)) children use a tool for \(limit)")
        }
    }

    /// No slot is idle while a task could start.
    mutating func seeIdleSlots() {
        // Beside one that runs, they may wait for memory.
        guard plan.settings.memoryPerTask == nil || inFlight == 0 else { return }
        guard inFlight < slots, !isPaused, !isStopping, !isOver else { return }
        if let lastStart, now - lastStart < plan.settings.staggerDelay { return }
        for task in accounts.indices where couldStart(task) { note("\(task) could start, and a slot is idle") }
    }

    private func couldStart(_ task: Int) -> Bool {
        let account = accounts[task]
        guard account.result == nil, account.running == nil, account.sleepsUntil.map({ $0 <= now }) ?? true else {
            return false
        }
        let tool = tool(of: task)
        if let limit = tool.maxConcurrent, inFlight(of: tool) >= limit { return false }
        return (!account.attempts.isEmpty || needsAreMet(of: task)) && !isCooling(task)
            && troubles[lane(of: task)] == nil
    }

    mutating func see(_ task: Int, waitsFor reason: WaitReason, at moment: Moment) {
        expect(accounts[task].result == nil, "\(task) waits and is over")
        expect(accounts[task].running == nil, "\(task) waits and runs")
        accounts[task].sleepsUntil = nil
        switch reason {
        case .slot, .paused: break
        case .dependencies(let count, let first):
            let open = plan.graph.dependencies(of: task).map { Int($0) }.filter {
                !plan.tasks[$0].isDone && accounts[$0].result?.ending.satisfiesDependents != true
            }
            expect(open.count == count, "\(task) needs \(open.count) tasks and says \(count)")
            expect(open.first.map { plan.tasks[$0].id } == first, "\(task) says it needs \(first) first")
        case .backoff(let until, let retry, let limit, let failure):
            accounts[task].sleepsUntil = until
            if let deadline = plan.settings.deadline {
                expect(until < .start + deadline, "\(task) sleeps across the deadline")
            }
            check(delay: until - moment, before: retry, of: limit, after: failure, task)
        case .exhausted(let until, _, _):
            accounts[task].sleepsUntil = until
            if let deadline = plan.settings.deadline { expect(until <= .start + deadline, "\(task) oversleeps") }
        case .cooldown(_, let until): expect(until == cooldowns[lane(of: task)], "\(task) waits for no cooldown")
        case .held(_, let until, let trouble):
            expect(trouble == troubles[lane(of: task)], "\(task) waits for a tool that nothing is wrong with")
            expect(until.map { $0 == cooldowns[lane(of: task)] } ?? true, "\(task) waits for another moment")
        case .memory(let available, let needed):
            expect(needed == plan.settings.memoryPerTask, "\(task) needs memory that nobody asked for")
            expect(available >= 0, "\(task) waits for memory of which there is less than none")
        case .stagger(let until): expect(until > now, "\(task) waits for a start that is due")
        case .fallback: accounts[task].isFallback = true
        }
    }

    /// delay ∈ [0, max_delay], or at the hint and at most a second later.
    private mutating func check(
        delay: Duration, before retry: Int, of limit: Int, after failure: Failure, _ task: Int
    ) {
        let rules = plan.rules(for: plan.tasks[task])
        let backoff = rules.recovery.backoff
        expect(retry == accounts[task].attempts.count, "\(task) says retry \(retry)")
        expect(retry <= limit && retryLimits(of: task).contains(limit), "\(task) may have \(limit) retries")
        expect(failure.category != .permanent, "\(task) failed for good and is retried")
        expect(!accounts[task].isProbe, "\(task) is a probe and is retried")
        if let hint = accounts[task].hint {
            expect(hint <= rules.maxHintWait, "\(task) sleeps on a hint that is too far away")
            expect(delay >= hint && delay <= hint + .seconds(1), "\(task) sleeps \(delay) on a hint of \(hint)")
        } else {
            expect(delay >= .zero && delay <= backoff.maximum, "\(task) sleeps \(delay)")
            if backoff.jitter == .none {
                let nominal = backoff.nominalDelay(beforeRetry: retry - 1)
                expect(delay == nominal, "\(task) sleeps \(delay), not \(nominal)")
            }
        }
    }
}
