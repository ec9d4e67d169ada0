extension JSONWriter {
    /// The fields of an event beside those that every event has.
    mutating func fields(of kind: SpawnEvent.Kind, _ form: EventLineWriter.Form) {
        switch kind {
        case .runStarted(let run):
            field("tasks", run.taskCount)
            field("max_concurrent", run.maxConcurrent)
            if let budget = run.budget { field("budget", budget.value) }
            if let tokens = run.tokenBudget { field("token_budget", tokens) }
        case .taskAdded(_, let task):
            fields(of: task)
        case .taskWaiting(_, let reason): fields(of: reason)
        case .attemptStarted(_, let start): fields(of: start)
        case .attemptOutput(_, let update):
            field("bytes", update.byteCount)
            field("line", update.line)
            if let agent = update.agent {
                key("report")
                object { $0.fields(of: agent) }
            }
        case .timeoutExtended(_, let until): field("until", until.seconds)
        case .attemptTerminating(_, let reason): field("reason", reason.rawValue)
        case .attemptEnded(_, let record):
            key("record")
            object { $0.fields(of: record) }
        case .taskEnded(let result):
            key("result")
            object { $0.fields(of: result, tellsAttempts: form == .shared) }
        case .breakerChanged(let breaker): fields(of: breaker)
        case .cooldownChanged(let tool, let model, let until, let trouble):
            field("tool", tool)
            field("model", model)
            field("until", until?.seconds)
            field("trouble", trouble?.kind.rawValue)
            if let trouble { field("message", trouble.message) }
        case .slotsChanged(let slots): field("max_concurrent", slots)
        case .pauseChanged(let isPaused): field("paused", isPaused)
        case .commandAccepted(let command): fields(of: command)
        case .commandRefused(let command, let reason):
            fields(of: command)
            field("reason", reason)
        case .runStopping(let cause): fields(of: cause)
        case .runEnded(let metrics):
            for ending in TaskEnding.allCases { field(ending.rawValue, metrics.count(ending)) }
            field("success_rate", metrics.rates.success)
            field("recovery_rate", metrics.rates.recovery)
        case .taskReopened, .allTasksEnded: break
        }
    }

    /// Enough to run it again. What a task does not say is left out.
    private mutating func fields(of task: SpawnTask) {
        field("title", task.displayName)
        field("prompt", task.prompt)
        field("depends_on", task.dependsOn)
        if let context = task.context { field("context", context) }
        if let timeout = task.timeout { field("timeout", timeout) }
        if let policy = task.policyName { field("policy_name", policy) }
        if let model = task.model { field("model", model) }
        if let tool = task.tool { field("tool", tool) }
        if let permissions = task.permissions { field("permissions", permissions.rawValue) }
        if let budget = task.budget { field("budget", budget.value) }
        if task.isDone { field("done", true) }
        if let line = task.line { field("line", line) }
    }

    private mutating func fields(of start: AttemptStart) {
        field("try", start.tryNumber)
        field("tries", start.tryLimit)
        field("runs_agent", start.agent)
        field("tool", start.tool)
        field("fallback", start.isFallback)
        field("probe", start.isProbe)
        field("continues", start.continues)
        field("pid", start.pid)
        field("deadline", start.deadline.seconds)
    }
}

extension SpawnEvent.Kind {
    /// Reads what ``JSONWriter/fields(of:_:)`` wrote.
    ///
    /// - Parameters:
    ///   - name: What happened.
    ///   - fields: The line.
    ///   - replay: The events before it, for what the line leaves out because they say it.
    ///   - attempts: The attempts of each task that they tell of.
    /// - Throws: ``InputError`` for a field that is missing, ill-typed or at odds with the events before.
    init(
        _ name: EventName, _ fields: JSONReader.Fields, after replay: RunReplay, _ attempts: [Int: [AttemptRecord]]
    ) throws(InputError) {
        func description() throws(InputError) -> (place: Int, task: SpawnTask) {
            let field = try fields.required("task")
            let place = try field.count()
            guard let it = replay.tasks[place] else { throw field.mismatch("a task of an earlier task_added") }
            return (place, it)
        }
        func task() throws(InputError) -> Int { try description().place }
        func attempt() throws(InputError) -> Int { try fields.required("attempt").count() }
        func until() throws(InputError) -> Moment { try fields.required("until").moment() }
        switch name {
        case .runStarted:
            self = .runStarted(
                RunDescription(
                    runID: try fields.required("run").text(), taskCount: try fields.required("tasks").count(),
                    maxConcurrent: try fields.required("max_concurrent").count(),
                    budget: try fields.unlessNull("budget")?.double().dollars,
                    tokenBudget: try fields.unlessNull("token_budget")?.count()))
        case .taskAdded: self = .taskAdded(task: try fields.required("task").count(), try SpawnTask(fields))
        case .taskWaiting: self = .taskWaiting(task: try task(), try WaitReason(fields))
        case .attemptStarted:
            self = .attemptStarted(task: try task(), try AttemptStart(number: attempt(), fields))
        case .attemptOutput:
            self = .attemptOutput(
                task: try task(),
                OutputUpdate(
                    number: try attempt(), byteCount: try fields.required("bytes").count(),
                    line: try fields.required("line").text(),
                    agent: try fields.unlessNull("report").map { (agent) throws(InputError) in
                        try AgentReport(agent.record())
                    }))
        case .timeoutExtended: self = .timeoutExtended(task: try task(), until: try until())
        case .attemptTerminating:
            self = .attemptTerminating(
                task: try task(), try fields.required("reason").choice(TerminationReason.self))
        case .attemptEnded:
            self = .attemptEnded(task: try task(), try AttemptRecord(fields.required("record").record()))
        case .taskEnded:
            let (place, it) = try description()
            self = .taskEnded(
                try SpawnResult(
                    taskIndex: place, taskID: it.id, prompt: it.prompt, agent: it.agent,
                    fields.required("result").record(), attempts: attempts[place] ?? []))
        case .taskReopened: self = .taskReopened(task: try task())
        case .breakerChanged: self = .breakerChanged(try BreakerSnapshot(fields))
        case .cooldownChanged:
            self = .cooldownChanged(
                tool: try fields.required("tool").text(), model: try fields.unlessNull("model")?.text(),
                until: try fields.unlessNull("until")?.moment(),
                trouble: try fields.unlessNull("trouble").map { (kind) throws(InputError) in
                    ToolTrouble(
                        try kind.choice(ToolTrouble.Kind.self), message: try fields.required("message").text())
                })
        case .slotsChanged: self = .slotsChanged(try fields.required("max_concurrent").count())
        case .pauseChanged: self = .pauseChanged(isPaused: try fields.required("paused").bool())
        case .commandAccepted: self = .commandAccepted(try UserCommand(fields))
        case .commandRefused:
            self = .commandRefused(try UserCommand(fields), reason: try fields.required("reason").text())
        case .runStopping: self = .runStopping(try StopCause(fields))
        case .allTasksEnded: self = .allTasksEnded
        case .runEnded:
            for ending in TaskEnding.allCases {
                let count = replay.metrics.count(ending)
                // Logs of earlier versions do not know all endings.
                if count == 0, fields[ending.rawValue] == nil { continue }
                let field = try fields.required(ending.rawValue)
                guard try field.count() == count else { throw field.mismatch("\(count), as the lines before say") }
            }
            self = .runEnded(replay.metrics)
        }
    }
}

extension SpawnTask {
    fileprivate init(_ fields: JSONReader.Fields) throws(InputError) {
        var dependencies: [String] = []
        for element in try fields.required("depends_on").elements() { dependencies.append(try element.text()) }
        self.init(
            id: try fields.required("task_id").text(), prompt: try fields.required("prompt").text(),
            agent: try fields.unlessNull("agent")?.text(), context: try fields.unlessNull("context")?.text(),
            timeout: try fields.unlessNull("timeout")?.duration(),
            policyName: try fields.unlessNull("policy_name")?.text(),
            displayName: try fields.unlessNull("title")?.text(), dependsOn: dependencies,
            model: try fields.unlessNull("model")?.text(), tool: try fields.unlessNull("tool")?.text(),
            permissions: try fields.unlessNull("permissions")?.choice(Permission.self),
            budget: try fields.unlessNull("budget")?.double().dollars,
            isDone: try fields.unlessNull("done")?.bool() ?? false, line: try fields.unlessNull("line")?.count())
    }
}

extension AttemptStart {
    fileprivate init(number: Int, _ fields: JSONReader.Fields) throws(InputError) {
        self.init(
            number: number, tryNumber: try fields.required("try").count(),
            tryLimit: try fields.required("tries").count(), agent: try fields.unlessNull("runs_agent")?.text(),
            tool: try fields.required("tool").text(), isFallback: try fields.required("fallback").bool(),
            isProbe: try fields.required("probe").bool(), continues: try fields.unlessNull("continues")?.count(),
            pid: try fields.required("pid").int32(),
            deadline: try fields.required("deadline").moment())
    }
}

extension Double {
    fileprivate var dollars: USDollars { USDollars(nanodollars: Int((self * 1e9).rounded())) }
}
