extension JSONWriter {
    /// The fields of an event beside those that every event has.
    mutating func fields(of kind: SpawnEvent.Kind) {
        switch kind {
        case .runStarted(let run):
            field("tasks", run.taskCount)
            field("max_concurrent", run.maxConcurrent)
        case .taskAdded(_, let task):
            field("title", task.title)
            field("prompt", task.prompt)
            field("depends_on", task.dependsOn)
        case .taskWaiting(_, let reason): fields(of: reason)
        case .attemptStarted(_, let start): fields(of: start)
        case .attemptOutput(_, let update):
            field("attempt", update.number)
            field("bytes", update.byteCount)
            field("line", update.line)
        case .timeoutExtended(_, let until): field("until", until.seconds)
        case .attemptTerminating(_, let reason): field("reason", reason.rawValue)
        case .attemptEnded(_, let record):
            key("attempt")
            object { $0.fields(of: record) }
        case .taskEnded(let result):
            key("result")
            object { $0.fields(of: result) }
        case .breakerChanged(let breaker): fields(of: breaker)
        case .cooldownChanged(let tool, let model, let until):
            field("tool", tool)
            field("model", model)
            field("until", until?.seconds)
        case .slotsChanged(let slots): field("max_concurrent", slots)
        case .pauseChanged(let isPaused): field("paused", isPaused)
        case .commandRefused(let command, let reason):
            fields(of: command)
            field("reason", reason)
        case .runStopping(let cause):
            switch cause {
            case .user: field("cause", "user")
            case .deadline: field("cause", "deadline")
            case .signal(let signal):
                field("cause", "signal")
                field("signal", signal)
            }
        case .runEnded(let metrics):
            for ending in TaskEnding.allCases { field(ending.rawValue, metrics.count(ending)) }
            field("success_rate", metrics.successRate())
            field("recovery_rate", metrics.recoveryRate())
        case .taskReopened, .allTasksEnded: break
        }
    }

    private mutating func fields(of start: AttemptStart) {
        field("attempt", start.number)
        field("try", start.tryNumber)
        field("tries", start.tryLimit)
        field("runs_agent", start.agent)
        field("tool", start.tool)
        field("fallback", start.isFallback)
        field("probe", start.isProbe)
        field("pid", start.pid)
        field("deadline", start.deadline.seconds)
    }

    private mutating func fields(of reason: WaitReason) {
        switch reason {
        case .slot: field("reason", "slot")
        case .dependencies(let count, let first):
            field("reason", "dependencies")
            field("count", count)
            field("first", first)
        case .backoff(let until, let retry, let limit, let failure):
            field("reason", "backoff")
            field("until", until.seconds)
            field("retry", retry)
            field("retries", limit)
            field("category", failure.category.rawValue)
            field("kind", failure.kind.rawValue)
            field("rule", failure.rule)
            field("message", failure.message)
        case .cooldown(let tool, let until):
            field("reason", "cooldown")
            field("tool", tool)
            field("until", until.seconds)
        case .stagger(let until):
            field("reason", "stagger")
            field("until", until.seconds)
        case .exhausted(let until, let message):
            field("reason", "exhausted")
            field("until", until.seconds)
            field("message", message)
        case .fallback(let cause):
            field("reason", "fallback")
            field("message", cause)
        case .paused: field("reason", "paused")
        }
    }

    private mutating func fields(of breaker: BreakerSnapshot) {
        field("agent", breaker.agent)
        field("state", breaker.state.rawValue)
        field("failures", breaker.failures)
        field("threshold", breaker.threshold)
        field("failure_velocity", breaker.failureVelocity)
        field("risk", breaker.risk.rawValue)
        field("recent_kinds", breaker.recentKinds.map(\.rawValue))
        key("tripped_by")
        array { writer in
            for failure in breaker.trippedBy {
                writer.object {
                    $0.field("task", failure.task)
                    $0.field("attempt", failure.attempt)
                    $0.field("t", failure.moment.seconds)
                    $0.field("kind", failure.kind.rawValue)
                }
            }
        }
        field("probe_at", breaker.probeAt?.seconds)
        field("probe_task", breaker.probeTask)
        field("rejections", breaker.rejections)
    }

    private mutating func fields(of command: UserCommand) {
        switch command {
        case .cancel(let tasks): field("command", "cancel", of: tasks)
        case .retry(let tasks): field("command", "retry", of: tasks)
        case .retryWithFallback(let tasks): field("command", "retry_with_fallback", of: tasks)
        case .setMaxConcurrent(let slots):
            field("command", "set_max_concurrent")
            field("max_concurrent", slots)
        case .pause: field("command", "pause")
        case .resume: field("command", "resume")
        case .breaker(let agent, let action):
            field("command", "breaker")
            field("agent", agent)
            field("action", action.rawValue)
        case .stop: field("command", "stop")
        case .close: field("command", "close")
        }
    }

    private mutating func field(_ key: String, _ command: String, of tasks: [Int]) {
        field(key, command)
        self.key("tasks")
        array { writer in for task in tasks { writer.value(task) } }
    }
}
