/// What happens because time passes.
extension RunState {
    /// Does everything that is due. A timer that no longer holds does nothing.
    mutating func fireTimers() {
        while let timer = timers.next(dueAt: now) {
            switch timer {
            case .attempt(let attempt): expire(attempt)
            case .backoff(let task, let ticket):
                if phases[task] == .backoff, tickets[task] == ticket { wakeUp(task) }
            case .breaker(let agent):
                breakerTimers[agent] = nil
                withBreaker(agent) { breaker, now in while breaker.advance(to: now) != nil {} }
            case .cooldown(let lane):
                if let until = ready.lanes[lane].heldUntil, until <= now { endCooldown(lane) }
            case .stagger: isStaggerTimerSet = false
            case .deadline: carryOut(.stop(.deadline))
            }
        }
    }

    /// Puts a task whose backoff is over into the queue.
    mutating func wakeUp(_ task: Int) {
        tell(.taskWaiting(task: task, isPaused ? .paused : .slot))
        enqueue(task)
    }

    /// Holds up everything that shares a rate limit, so that no other task burns an attempt on it.
    mutating func cool(_ task: Int, _ running: RunningAttempt, step: TaskRecovery.Step, hint: Duration?) {
        let wait: Duration
        switch (hint, step) {
        case (let hint?, _): wait = hint
        case (nil, .retry(let delay)): wait = delay
        default: return
        }
        // A hint too far away ends tasks rather than holding them up for hours.
        guard wait <= plan.settings.maxHintWait, wait > .zero else { return }
        let lane = ready.lane(tool: running.tool, model: plan.tasks[task].model ?? plan.tools.model)
        let until = max(now + wait, ready.lanes[lane].heldUntil ?? .start)
        ready.hold(lane: lane, until: until)
        timers.add(.cooldown(lane: lane), at: until)
        tell(.cooldownChanged(tool: running.tool, model: ready.lanes[lane].model, until: until))
    }

    private mutating func endCooldown(_ lane: Int) {
        ready.hold(lane: lane, until: nil)
        tell(.cooldownChanged(tool: ready.lanes[lane].tool, model: ready.lanes[lane].model, until: nil))
    }
}
