/// What people ask for.
extension RunState {
    /// Carries out a command, or says why not.
    mutating func carryOut(_ command: UserCommand) {
        if isOver { return refuse(command, "the run is over") }
        switch command {
        case .cancel(let tasks): act(on: tasks, UserCommand.cancel) { $0.cancel($1) }
        case .retry(let tasks): act(on: tasks, UserCommand.retry) { $0.retry($1, withFallback: false) }
        case .retryWithFallback(let tasks):
            act(on: tasks, UserCommand.retryWithFallback) { $0.retry($1, withFallback: true) }
        case .setMaxConcurrent(let count):
            guard count >= 1 else { return refuse(command, "there must be at least 1 slot") }
            tell(.commandAccepted(command))
            maxConcurrent = count
            tell(.slotsChanged(count))
        case .pause, .resume:
            tell(.commandAccepted(command))
            isPaused = command == .pause
            tell(.pauseChanged(isPaused: isPaused))
        case .breaker(let agent, let action): operate(agent, action, command)
        case .stop(let cause): stop(cause)
        case .close:
            tell(.commandAccepted(command))
            isClosing = true
        }
    }

    private mutating func refuse(_ command: UserCommand, _ reason: String) {
        tell(.commandRefused(command, reason: reason))
    }

    /// Applies an action to tasks. Which it can be applied to shows only when it is; of the others the first says why.
    private mutating func act(
        on tasks: [Int], _ command: ([Int]) -> UserCommand, _ action: (inout RunState, Int) -> String?
    ) {
        let place = events.count
        var accepted: [Int] = []
        var refused: [Int] = []
        var reason = ""
        for task in tasks {
            if let answer = plan.tasks.indices.contains(task) ? action(&self, task) : "there is no such task" {
                if refused.isEmpty { reason = answer }
                refused.append(task)
            } else {
                accepted.append(task)
            }
        }
        if !accepted.isEmpty { events.insert(SpawnEvent(.commandAccepted(command(accepted)), at: now), at: place) }
        if !refused.isEmpty { refuse(command(refused), reason) }
    }

    /// Ends a task.
    private mutating func cancel(_ task: Int) -> String? {
        switch phases[task] {
        case .done: return "\(plan.tasks[task].id) is already over"
        case .running: terminate(task, .user, .polite)
        case .waiting, .ready, .backoff:
            follow(.end(.cancelled), of: task, after: .cancelled(by: .user), last: nil)
        }
        return nil
    }

    /// Runs a finished task again, or one in backoff at once.
    private mutating func retry(_ task: Int, withFallback: Bool) -> String? {
        let id = plan.tasks[task].id
        if stopCause != nil { return "the run is being stopped" }
        if plan.tasks[task].isDone { return "\(id) is ticked in the task file" }
        if withFallback && plan.tasks[task].agent == nil { return "\(id) has no agent to stand in for" }
        switch phases[task] {
        case .done: reopen(task, withFallback: withFallback)
        case .backoff where !withFallback: wakeUp(task)
        case .backoff, .running: return "\(id) is running"
        case .waiting, .ready: return "\(id) has not run yet"
        }
        return nil
    }

    /// Stops the run: first politely; said again, at once.
    private mutating func stop(_ cause: StopCause) {
        if stopCause != nil {
            guard !isHastened else { return }
            isHastened = true
            for task in active.keys.sorted() { terminate(task, cause.termination, .immediate) }
            return
        }
        stopCause = cause
        tell(.runStopping(cause))
        for task in phases.indices {
            switch phases[task] {
            case .running: terminate(task, cause.termination, .polite)
            case .waiting, .ready, .backoff:
                follow(
                    .end(.cancelled), of: task, after: .cancelled(by: cause == .deadline ? .deadline : .shutdown),
                    last: nil)
            case .done: break
            }
        }
    }
}
