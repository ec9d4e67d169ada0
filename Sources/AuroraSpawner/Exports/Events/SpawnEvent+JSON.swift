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
}
