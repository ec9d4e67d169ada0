extension JSONWriter {
    mutating func fields(of command: UserCommand) {
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
        case .stop(let cause):
            field("command", "stop")
            fields(of: cause)
        case .endOverBudget: field("command", "end_over_budget")
        case .close: field("command", "close")
        }
    }

    mutating func fields(of cause: StopCause) {
        switch cause {
        case .user: field("cause", "user")
        case .deadline: field("cause", "deadline")
        case .signal(let signal):
            field("cause", "signal")
            field("signal", signal)
        }
    }

    private mutating func field(_ key: String, _ command: String, of tasks: [Int]) {
        field(key, command)
        self.key("tasks")
        array { writer in for task in tasks { writer.value(task) } }
    }
}

extension UserCommand {
    init(_ fields: JSONReader.Fields) throws(InputError) {
        func tasks() throws(InputError) -> [Int] {
            var tasks: [Int] = []
            for element in try fields.required("tasks").elements() { tasks.append(try element.anyInteger()) }
            return tasks
        }
        let command = try fields.required("command")
        switch try command.text() {
        case "cancel": self = .cancel(tasks: try tasks())
        case "retry": self = .retry(tasks: try tasks())
        case "retry_with_fallback": self = .retryWithFallback(tasks: try tasks())
        case "set_max_concurrent": self = .setMaxConcurrent(try fields.required("max_concurrent").anyInteger())
        case "pause": self = .pause
        case "resume": self = .resume
        case "breaker":
            self = .breaker(
                agent: try fields.required("agent").text(),
                try fields.required("action").choice(BreakerAction.self))
        case "stop": self = .stop(try StopCause(fields))
        case "end_over_budget": self = .endOverBudget
        case "close": self = .close
        default:
            throw command.mismatch(
                "one of cancel, retry, retry_with_fallback, set_max_concurrent, pause, resume, breaker, stop, end_over_budget, close"
            )
        }
    }
}

extension StopCause {
    init(_ fields: JSONReader.Fields) throws(InputError) {
        let cause = try fields.required("cause")
        switch try cause.text() {
        case "user": self = .user
        case "deadline": self = .deadline
        case "signal": self = .signal(try fields.required("signal").int32())
        default: throw cause.mismatch("one of user, deadline, signal")
        }
    }
}
