/// Getting a task from the queue into a slot.
extension RunState {
    /// Puts a task into its lane.
    mutating func enqueue(_ task: Int) {
        phases[task] = .ready
        tickets[task] &+= 1
        let isFallback = active[task]?.recovery.isFallback ?? false
        let tool = plan.tools.tool(for: plan.tasks[task], asFallback: isFallback).name
        let lane = ready.lane(tool: tool, model: plan.tasks[task].model ?? plan.tools.model)
        let entry = ReadyQueue.Entry(hasBegun: active[task] != nil, task: Int32(task), ticket: tickets[task])
        ready.insert(entry, lane: lane)
    }

    /// Starts tasks as long as one can start.
    mutating func fillSlots() {
        while runningCount < maxConcurrent, !isPaused, stopCause == nil {
            guard nextStartAllowed <= now else { return waitForStagger() }
            guard let task = nextReady() else { return }
            guard active[task] != nil || admit(task) else { continue }
            start(task)
        }
    }

    private mutating func nextReady() -> Int? {
        let phases = phases
        let tickets = tickets
        return ready.next { phases[Int($0.task)] == .ready && tickets[Int($0.task)] == $0.ticket }
    }

    private mutating func waitForStagger() {
        guard !isStaggerTimerSet else { return }
        isStaggerTimerSet = true
        timers.add(.stagger, at: nextStartAllowed)
    }

    /// The gate: a task passes its agent's breaker once, and keeps its own retries from then on.
    ///
    /// - Returns: False when the task did not get in; it is over then, or queued for its fallback.
    private mutating func admit(_ task: Int) -> Bool {
        let it = plan.tasks[task]
        var entry = ActiveTask(
            recovery: TaskRecovery(rules: plan.rules(for: it)), permit: nil,
            nextNumber: (results[task]?.attempts.last?.number ?? 0) + 1)
        guard let agent = it.agent, entry.recovery.rules.policy.usesBreaker else {
            active[task] = entry
            return true
        }
        let admission = withBreaker(agent) { breaker, now in
            breaker.acquire(for: task, lease: entry.recovery.rules.longestAttempt, at: now)
        }
        switch admission {
        case .admitted(let permit):
            entry.permit = permit
            entry.recovery.isProbe = permit.isProbe
            active[task] = entry
            return true
        case .rejected:
            let step = entry.recovery.stepAfterRejection()
            active[task] = entry
            follow(step, of: task, after: .rejected(by: .breaker), last: nil)
            return false
        }
    }

    /// Asks for a child for a task that holds a slot from here on.
    private mutating func start(_ task: Int) {
        guard var entry = active[task] else { preconditionFailure("a task starts only after its admission") }
        let it = plan.tasks[task]
        let isFallback = entry.recovery.isFallback
        let tool = plan.tools.tool(for: it, asFallback: isFallback)
        let agent = isFallback ? nil : it.agent
        let number = entry.nextNumber
        entry.nextNumber += 1
        entry.running = RunningAttempt(
            number: number, agent: agent, tool: tool.name, isFallback: isFallback, isProbe: entry.recovery.isProbe)
        active[task] = entry
        phases[task] = .running
        runningCount += 1
        nextStartAllowed = now + plan.settings.staggerDelay
        var spec = tool.makeSpec(
            agent: agent, model: it.model ?? plan.tools.model, prompt: prompt(of: task),
            variables: [
                "AURORA_RUN_ID": plan.runID, "AURORA_TASK_ID": it.id, "AURORA_ATTEMPT": String(number),
                "AURORA_AGENT": agent ?? "",
            ])
        spec.watchesErrorPatterns = entry.recovery.rules.policy.killsOnErrorPattern
        commands.append(.start(AttemptID(task: task, number: number), spec))
    }

    /// The prompt, preceded by the task's context and by what the tasks it depends on have put out.
    private func prompt(of task: Int) -> String {
        let it = plan.tasks[task]
        var prompt = ""
        if let context = it.context { prompt += "Context:\n\(context)\n\n" }
        var isFirst = true
        for other in plan.graph.dependencies(of: task) {
            guard let result = results[Int(other)], result.ending.isSuccess else { continue }
            if isFirst { prompt += "Context from completed dependencies:\n" }
            isFirst = false
            let output = result.output.text
            prompt += "[Task \(result.taskID)] output:\n\(output)\(output.last?.isNewline == true ? "" : "\n")"
        }
        if !isFirst { prompt += "\n" }
        return prompt.isEmpty ? it.prompt : prompt + it.prompt
    }
}
