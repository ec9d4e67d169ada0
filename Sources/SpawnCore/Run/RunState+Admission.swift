/// Getting a task from the queue into a slot.
extension RunState {
    /// Puts a task into its lane.
    ///
    /// - Parameters:
    ///   - task: The task.
    ///   - sayingSo: Whether it says that it waits for its turn; false where it has just said something better.
    mutating func enqueue(_ task: Int, sayingSo: Bool = true) {
        tickets[task] &+= 1
        let lane = lane(of: task, asFallback: active[task]?.recovery.isFallback ?? false)
        let entry = ReadyQueue.Entry(
            hasBegun: active[task] != nil, task: Int32(task), ticket: tickets[task], lane: Int32(lane), since: now)
        insert(entry, sayingSo: sayingSo)
    }

    /// The lane of a task's tool and model.
    mutating func lane(of task: Int, asFallback isFallback: Bool) -> Int {
        ready.lane(
            tool: plan.tools.toolName(for: plan.tasks[task], asFallback: isFallback),
            model: plan.tasks[task].model ?? plan.tools.model)
    }

    /// Starts tasks as long as one can start.
    mutating func fillSlots() {
        guard stopCause == nil else { return }
        while freeSlots > 0, !isPaused, nextStartAllowed <= now, let entry = takeNext() {
            let task = Int(entry.task)
            if active[task] == nil {
                active[task] = ActiveTask(rules: rules(of: task), readySince: entry.since)
            }
            if let cause = rejection(of: task, lane: Int(entry.lane)) {
                guard let step = active[task]?.recovery.step(afterRejectionBy: cause) else { continue }
                follow(step, of: task, after: .rejected(by: cause))
            } else {
                let now = now
                watch(Int(entry.lane)) { watch, _ in watch.start(task, at: now) }
                start(task)
            }
        }
        explainFreeSlots()
    }

    /// The rules of a task. Tasks that are alike share theirs.
    mutating func rules(of task: Int) -> TaskRules {
        let kind = TaskKind(plan.tasks[task])
        if let known = rules[kind] { return known }
        let new = plan.rules(for: plan.tasks[task])
        rules[kind] = new
        return new
    }

    /// What keeps a task that has its turn from starting.
    ///
    /// Its agent's breaker is asked once, before the agent runs for the first time: a task that was admitted keeps its own
    /// retries, whatever they do to the breaker, unless an operator forces that open.
    private mutating func rejection(of task: Int, lane: Int) -> RejectCause? {
        if let cooldown = ready.lanes[lane].cooldown {
            active[task]?.resetAt = cooldown.resetAt
            return .cooldown
        }
        if ready.lanes[lane].watch.state == .givenUp {
            active[task]?.trouble = ready.lanes[lane].watch.trouble
            return .tool
        }
        guard let agent = plan.tasks[task].agent, active[task]?.recovery.isFallback == false else { return nil }
        guard active[task]?.needsAdmission == true, let lease = active[task]?.recovery.rules.lease else {
            return isCutOff(task) ? .breaker : nil
        }
        let admission = withBreaker(of: agent) { breaker, now in
            breaker.acquire(for: task, lease: lease, at: now)
        }
        guard case .admitted(let permit) = admission else { return .breaker }
        active[task]?.permit = permit
        active[task]?.recovery.isProbe = permit.isProbe
        return nil
    }

    /// Asks for a child for a task that holds a slot from here on.
    private mutating func start(_ task: Int) {
        guard let recovery = active[task]?.recovery else { preconditionFailure("a task starts after its admission") }
        let it = plan.tasks[task]
        let tool = plan.tools.tool(for: it, asFallback: recovery.isFallback)
        let agent = recovery.isFallback ? nil : it.agent
        attemptsGiven[task] += 1
        let number = Int(attemptsGiven[task])
        active[task]?.running = RunningAttempt(
            number: number, agent: agent, tool: tool.name, isFallback: recovery.isFallback, isProbe: recovery.isProbe)
        phases[task] = .running
        nextStartAllowed = now + plan.settings.staggerDelay
        var spec = tool.makeSpec(
            agent: agent, model: it.model ?? plan.tools.model, prompt: prompt(of: task),
            variables: [
                ("AURORA_RUN_ID", plan.runID), ("AURORA_TASK_ID", it.id), ("AURORA_ATTEMPT", String(number)),
                ("AURORA_AGENT", agent ?? ""),
            ])
        spec.watchesErrorPatterns = recovery.rules.policy.killsOnErrorPattern && tool.reading.killsOnErrorPattern
        spec.spillTask = it.id
        spec.maxOutput = plan.settings.maxOutput
        commands.append(.start(AttemptID(task: task, number: number), spec))
    }

    /// The prompt, preceded by the task's context and by what the tasks it depends on have put out.
    private func prompt(of task: Int) -> String {
        var prompt = ""
        if let context = plan.tasks[task].context { prompt += "Context:\n\(context)\n\n" }
        var isFirst = true
        for other in plan.graph.dependencies(of: task) {
            guard let result = results[Int(other)], result.ending.isSuccess else { continue }
            if isFirst { prompt += "Context from completed dependencies:\n" }
            isFirst = false
            let output = result.output.text
            prompt += "[Task \(result.taskID)] output:\n\(output)\(output.last?.isNewline == true ? "" : "\n")"
        }
        if !isFirst { prompt += "\n" }
        return prompt.isEmpty ? plan.tasks[task].prompt : prompt + plan.tasks[task].prompt
    }
}
