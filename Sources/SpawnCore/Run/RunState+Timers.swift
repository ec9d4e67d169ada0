/// What happens because time passes.
extension RunState {
    /// Does everything that is due.
    mutating func fireTimers() {
        while let next = timers.first, next.moment <= now {
            timers.popFirst()
            guard holds(next.timer, setFor: next.moment) else { continue }
            switch next.timer {
            case .attempt(let attempt): expire(attempt)
            case .backoff(let task, _): enqueue(task)
            case .breaker(let agent): advanceBreaker(of: agent)
            case .sharing: checkSharing()
            case .cooldown(let lane): checkCooldown(of: lane)
            case .trial(let lane):
                let now = now
                watch(lane) { watch, _ in watch.advance(to: now) }
            case .stagger: release(.stagger)
            case .memory: lookAtMemory()
            case .deadline: stop(.deadline)
            }
        }
    }

    /// Forgets the timers at the front that no longer hold, so that nobody is woken for nothing.
    mutating func dropVoidTimers() {
        while let next = timers.first, !holds(next.timer, setFor: next.moment) { timers.popFirst() }
    }

    /// Whether there will be something to do when a timer's moment comes, as things stand.
    private func holds(_ timer: RunTimer, setFor moment: Moment) -> Bool {
        switch timer {
        case .attempt(let attempt):
            guard let running = active[attempt.task]?.running else { return false }
            return running.number == attempt.number && running.timerAt == moment && running.termination == nil
        case .backoff(let task, let ticket): return phases[task] == .backoff && tickets[task] == ticket
        case .breaker(let agent): return breakers[agent]?.wakesAt == moment
        case .cooldown(let lane): return ready.lanes[lane].cooldown != nil
        case .trial(let lane): return ready.lanes[lane].watch.nextMoment == moment
        case .stagger, .sharing: return true
        case .memory: return held[.memory] != nil
        case .deadline: return stopCause == nil
        }
    }

    /// Holds up everything that shares a rate limit, so that no other task burns an attempt on it.
    ///
    /// - Parameters:
    ///   - task: The task whose attempt was refused.
    ///   - tool: The tool that was refused.
    ///   - step: What follows for the task; without a hint others wait as long as it does.
    ///   - hint: When the service says it will serve again.
    mutating func cool(_ task: Int, _ tool: String, step: TaskRecovery.Step, hint: ResetHint?) {
        let lane = ready.lane(tool: tool, model: plan.tasks[task].model ?? plan.tools.model)
        let watch = ready.lanes[lane].watch
        let delay: Duration? = if case .retry(let delay) = step { delay } else { nil }
        let wait = hint?.wait ?? watch.pause(beforeRetry: delay)
        let until = now + wait
        guard until > max(now, ready.lanes[lane].cooldown?.until ?? now) else {
            if ready.lanes[lane].cooldown == nil { tellEnd(ofCooldown: lane) }
            return
        }
        let isInReach = wait <= plan.settings.longestHintWait && (deadline.map { until < $0 } ?? true)
        ready.cool(
            lane: lane, Cooldown(until: until, resetAt: hint?.resetAt, isWaitedFor: hint == nil || isInReach))
        timers.add(.cooldown(lane: lane), at: until)
        tellHold(of: lane)
        if !isInReach { release(.lane(lane)) }
    }

    /// Ends a cooldown whose time is over. Where it was prolonged meanwhile, those who wait say so anew.
    private mutating func checkCooldown(of lane: Int) {
        if let cooldown = ready.lanes[lane].cooldown, cooldown.until > now {
            release(.lane(lane))
        } else {
            ready.cool(lane: lane, nil)
            if !watch(lane, { watch, rules in watch.tryAfterLimit(rules) }) { tellEnd(ofCooldown: lane) }
        }
    }

    /// Ends a cooldown at a person's word.
    mutating func endCooldown(of lane: Int) {
        ready.cool(lane: lane, nil)
        tellEnd(ofCooldown: lane)
    }

    private mutating func tellEnd(ofCooldown lane: Int) {
        tellHold(of: lane)
        release(.lane(lane))
    }
}
