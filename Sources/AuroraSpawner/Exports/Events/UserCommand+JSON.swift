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
