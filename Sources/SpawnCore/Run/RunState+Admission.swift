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
        let isDoubtful = ready.lanes[lane].watch.claimant == task
        let entry = ReadyQueue.Entry(
            rank: isDoubtful ? .doubtful : active[task] != nil ? .begun : .new, task: Int32(task),
            ticket: tickets[task], lane: Int32(lane), since: now)
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
        // By the next turn it is old.
        defer { memory.forget() }
        guard stopCause == nil else { return }
        if isOverBudget { return turnAwayForBudget() }
        stopWaitingForMemory()
        while freeSlots > 0, !isPaused, nextStartAllowed <= now, !isAskingForTheNext, held[.memory] == nil,
            budget.hasRoom(running: phases.count(.running) + phases.count(.asking)), let entry = takeNext(),
            hasMemory(for: entry)
        {
            let task = Int(entry.task)
            if active[task] == nil {
                active[task] = ActiveTask(rules: rules(of: task), readySince: entry.since)
                if attemptsGiven[task] == 0 { active[task]?.session = plan.sessions[task] }
            }
            begin(task, lane: Int(entry.lane))
        }
        explainFreeSlots()
    }

    /// True when the budget is spent and nobody is there who could allow more, or would.
    var isOverBudget: Bool { budget.isSpent && (keepsToBudget || isClosing || !plan.settings.staysOpen) }

    /// Counts what an attempt cost. Where somebody watches, the end of the budget is a pause: who goes on allows as much again.
    mutating func spend(_ account: AgentAccount?) {
        let wasSpent = budget.isSpent
        budget.add(account)
        guard budget.isSpent, !wasSpent, !isOverBudget, !isPaused else { return }
        isPaused = true
        tell(.pauseChanged(isPaused: true))
    }

    /// What the next attempt of a task may cost: what is left of its budget, or of the run's, whichever is less.
    private func moneyLeft(for task: Int) -> USDollars? {
        let own = plan.tasks[task].budget.map { $0 - (active[task]?.spent ?? USDollars(nanodollars: 0)) }
        return [own, budget.left].compactMap(\.self).min()
    }

    /// Ends what has not started.
    private mutating func turnAwayForBudget() {
        let idle: [TaskPhase] = [.ready, .held, .backoff]
        guard idle.contains(where: { phases.count($0) > 0 }) else { return }
        for task in phases.indices where idle.contains(phases[task]) {
            follow(.reject(.overBudget), of: task, after: .rejected(by: .overBudget))
        }
    }

    /// True when somebody asks who may be the next to start, and the one after must wait for its time.
    private var isAskingForTheNext: Bool { plan.settings.staggerDelay > .zero && phases.count(.asking) > 0 }

    /// The rules of a task. Tasks that are alike share theirs.
    mutating func rules(of task: Int) -> TaskRules {
        let kind = TaskKind(plan.tasks[task])
        if let known = rules[kind] { return known }
        let new = plan.rules(for: plan.tasks[task])
        rules[kind] = new
        return new
    }

    /// Starts a task that has its turn, unless something keeps it from that.
    ///
    /// Its agent's breaker is asked once, before the agent runs for the first time: a task that was admitted keeps its own
    /// retries, whatever they do to the breaker, unless an operator forces that open.
    private mutating func begin(_ task: Int, lane: Int) {
        if !toolLimits.isEmpty, toolLimits[ready.lanes[lane].tool] != nil {
            phases.use(ready.lanes[lane].tool, by: task)
        }
        if let cooldown = ready.lanes[lane].cooldown {
            active[task]?.resetAt = cooldown.resetAt
            return turnAway(task, because: .cooldown)
        }
        if ready.lanes[lane].watch.state == .givenUp {
            active[task]?.trouble = ready.lanes[lane].watch.trouble
            return turnAway(task, because: .tool)
        }
        let needsAdmission = plan.tasks[task].agent != nil && active[task]?.needsAdmission == true
        if !needsAdmission, isCutOff(task) { return turnAway(task, because: .breaker) }
        let now = now
        watch(lane) { watch, _ in watch.start(task, at: now) }
        guard needsAdmission, let agent = plan.tasks[task].agent, let lease = active[task]?.recovery.rules.lease else {
            return start(task)
        }
        phases[task] = .asking
        ask(.acquire(task: task, lease: lease), of: agent, ticket: tickets[task])
    }

    /// Does what follows for a task that may not start.
    mutating func turnAway(_ task: Int, because cause: RejectCause) {
        guard let step = active[task]?.recovery.step(afterRejectionBy: cause) else { return }
        follow(step, of: task, after: .rejected(by: cause))
    }

    /// Starts a task that its agent's breaker has let in.
    mutating func start(_ task: Int, permit: BreakerPermit) {
        active[task]?.permit = permit
        active[task]?.recovery.isProbe = permit.isProbe
        start(task)
    }

    /// Asks for a child for a task that holds a slot from here on.
    private mutating func start(_ task: Int) {
        guard let recovery = active[task]?.recovery else { preconditionFailure("a task starts after its admission") }
        let it = plan.tasks[task]
        let tool = plan.tools.tool(for: it, asFallback: recovery.isFallback)
        let agent = recovery.isFallback ? nil : it.agent
        attemptsGiven[task] += 1
        let number = Int(attemptsGiven[task])
        let session = active[task]?.session.flatMap {
            $0.tool == tool.name && !recovery.isFallback && !tool.resumeArguments.isEmpty ? $0 : nil
        }
        active[task]?.running = RunningAttempt(
            number: number, agent: agent, tool: tool.name, isFallback: recovery.isFallback, isProbe: recovery.isProbe,
            continues: session)
        phases[task] = .running
        nextStartAllowed = now + plan.settings.staggerDelay
        var spec = tool.makeSpec(
            agent: agent, model: it.model ?? plan.tools.model, permissions: plan.tools.permissions(for: it, of: tool),
            session: session?.name, budget: moneyLeft(for: task),
            prompt: session.map(\.prompt) ?? prompt(of: task),
            variables: [
                ("AURORA_RUN_ID", plan.runID), ("AURORA_TASK_ID", it.id), ("AURORA_ATTEMPT", String(number)),
                ("AURORA_AGENT", agent ?? ""),
            ])
        active[task]?.running?.knowsBudget = tool.tellsBudget
        spec.watchesErrorPatterns = recovery.rules.policy.killsOnErrorPattern && tool.reading.killsOnErrorPattern
        spec.usedBefore = session?.usage ?? TokenUsage()
        spec.spillTask = it.id
        spec.maxOutput = plan.settings.maxOutput
        commands.append(.start(AttemptID(task: task, number: number), spec))
    }

    /// The prompt, preceded by the task's context and by what the tasks it depends on have put out.
    private func prompt(of task: Int) -> String {
        var prompt = ""
        if let context = plan.tasks[task].context { prompt += "Context:\n\(context)\n\n" }
        let outputs = plan.graph.dependencies(of: task).compactMap { other -> (id: String, output: CapturedOutput)? in
            guard let result = results[Int(other)], result.ending.hasAnswer else { return nil }
            return (result.taskID, result.output)
        }
        prompt += DependencyContext.text(of: outputs, limit: plan.settings.contextLimit)
        return prompt.isEmpty ? plan.tasks[task].prompt : prompt + plan.tasks[task].prompt
    }
}
