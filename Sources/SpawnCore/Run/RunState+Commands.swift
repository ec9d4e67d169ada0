/// What people ask for.
extension RunState {
    /// Carries out a command, or says why not.
    mutating func carryOut(_ command: UserCommand) {
        switch command {
        case .cancel(let tasks):
            for task in answer(tasks, UserCommand.cancel, { $0.refusalToCancel($1) }) { cancel(task) }
        case .retry(let tasks):
            retry(answer(tasks, UserCommand.retry) { $0.refusalToRetry($1, withFallback: false) }, withFallback: false)
        case .retryWithFallback(let tasks):
            retry(
                answer(tasks, UserCommand.retryWithFallback) { $0.refusalToRetry($1, withFallback: true) },
                withFallback: true)
        case .setMaxConcurrent(let count):
            guard count >= 1 else { return refuse(command, "there must be at least 1 slot") }
            tell(.commandAccepted(command))
            maxConcurrent = count
            tell(.slotsChanged(count))
        case .pause, .resume:
            tell(.commandAccepted(command))
            isPaused = command == .pause
            if !isPaused, budget.isSpent { budget.raise() }
            if !isPaused { keepsToBudget = false }
            tell(.pauseChanged(isPaused: isPaused))
            if !isPaused { release(.pause) }
        case .breaker(let agent, let action):
            guard let watched = breakers[agent] else { return refuse(command, "\(agent) has no breaker in this run") }
            guard action != .probe || watched.breaker.state == .open else {
                return refuse(command, "only an open breaker is probed, and that of \(agent) is not")
            }
            tell(.commandAccepted(command))
            ask(.perform(action), of: agent)
        case .stop(let cause):
            if isHastened { return refuse(command, "everything is being ended at once already") }
            if stopCause == nil { return stop(cause) }
            tell(.commandAccepted(command))
            hasten(cause)
        case .endOverBudget:
            guard budget.isSpent else { return refuse(command, "no budget is spent") }
            tell(.commandAccepted(command))
            keepsToBudget = true
        case .close:
            tell(.commandAccepted(command))
            isClosing = true
            for lane in ready.lanes.indices { watch(lane) { watch, _ in watch.leaveAlone() } }
        }
    }

    private mutating func refuse(_ command: UserCommand, _ reason: String) {
        tell(.commandRefused(command, reason: reason))
    }

    /// Answers a command about tasks, and returns those it can be carried out on. Of the others the first says why.
    private mutating func answer(
        _ tasks: [Int], _ command: ([Int]) -> UserCommand, _ refusal: (borrowing RunState, Int) -> String?
    ) -> [Int] {
        var accepted: [Int] = []
        var refused: [Int] = []
        var reasons: [String] = []
        for task in tasks {
            let reason = phases.indices.contains(task) ? refusal(self, task) : "there is no such task"
            if let reason {
                refused.append(task)
                reasons.append(reason)
            } else {
                accepted.append(task)
            }
        }
        if !accepted.isEmpty { tell(.commandAccepted(command(accepted))) }
        if let reason = reasons.first { refuse(command(refused), reason) }
        return accepted
    }

    private func refusalToCancel(_ task: Int) -> String? {
        phases[task] == .done ? "\(plan.tasks[task].id) is already over" : nil
    }

    private mutating func cancel(_ task: Int) {
        switch phases[task] {
        // Another one of the same command took it along.
        case .done: break
        case .running: terminate(task, .user, .polite)
        case .waiting, .ready, .held, .asking, .backoff:
            follow(.end(.cancelled), of: task, after: .cancelled(by: .user))
        }
    }

    private func refusalToRetry(_ task: Int, withFallback: Bool) -> String? {
        let id = plan.tasks[task].id
        if stopCause != nil { return "the run is being stopped" }
        if plan.tasks[task].isDone { return "\(id) is ticked in the task file" }
        if withFallback, !plan.tools.hasFallback(for: plan.tasks[task]) {
            return plan.tasks[task].agent == nil
                ? "\(id) has no agent to stand in for" : "nothing but the same command could stand in for \(id)"
        }
        switch phases[task] {
        case .done: return nil
        case .backoff where withFallback && active[task]?.recovery.isFallback == true:
            return "the plain LLM is about to run \(id) already"
        case .backoff: return nil
        case .running: return "\(id) is running"
        case .held where !withFallback && heldLane(of: task) != nil: return nil
        case .waiting, .ready, .held, .asking: return "\(id) waits for its turn already"
        }
    }

    /// The lane whose tool's trouble keeps a task from a free slot.
    private func heldLane(of task: Int) -> Int? {
        for (hold, entries) in held {
            if case .lane(let lane) = hold, ready.lanes[lane].cooldown == nil,
                entries.contains(where: { Int($0.task) == task })
            {
                return lane
            }
        }
        return nil
    }

    /// Runs finished tasks again, those in backoff at once, and lets one try the tool that those wait for which are held.
    private mutating func retry(_ tasks: [Int], withFallback: Bool) {
        let finished = tasks.filter { phases[$0] == .done }
        for task in tasks where phases[task] == .backoff {
            if withFallback {
                active[task]?.recovery.startWithFallback()
                follow(.fallback(reason: "asked for"), of: task, after: .cancelled(by: .user))
            } else {
                enqueue(task)
            }
        }
        for lane in Set(tasks.compactMap { heldLane(of: $0) }).sorted() { watch(lane) { watch, _ in watch.tryNow() } }
        for lane in Set(finished.map { lane(of: $0, asFallback: withFallback) }).sorted() {
            watch(lane) { watch, _ in watch.tryNow() }
        }
        // Whoever asks for another try wants it now, whatever the service said before.
        for lane in Set(finished.map { lane(of: $0, asFallback: withFallback) }).sorted()
        where ready.lanes[lane].cooldown?.isWaitedFor == false {
            endCooldown(of: lane)
        }
        reopen(finished, withFallback: withFallback)
    }

    /// Stops the run politely: nothing starts any more, and what runs is asked to end.
    mutating func stop(_ cause: StopCause) {
        stopCause = cause
        tell(.runStopping(cause))
        for task in phases.indices {
            switch phases[task] {
            case .running: terminate(task, cause.termination, .polite)
            case .waiting, .ready, .held, .asking, .backoff:
                follow(.end(.cancelled), of: task, after: .cancelled(by: cause.cancelCause))
            case .done: break
            }
        }
    }

    /// Ends at once what was asked to end before.
    private mutating func hasten(_ cause: StopCause) {
        isHastened = true
        for task in active.indices where active[task] != nil { terminate(task, cause.termination, .immediate) }
    }
}

extension StopCause {
    /// What the children's ends are put down to.
    var termination: TerminationReason { self == .deadline ? .deadline : .shutdown }

    /// Who cancelled what has not run.
    var cancelCause: CancelCause { self == .deadline ? .deadline : .shutdown }
}
