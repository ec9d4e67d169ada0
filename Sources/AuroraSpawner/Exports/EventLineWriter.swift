/// What `--events` writes: one JSON object a line for every event of a run.
///
/// Events about a task carry its id and agent as well as its place in the input, so that every line can be understood
/// alone. Times are seconds since the run began.
package struct EventLineWriter {
    private var runID = ""
    private var tasks: [Int: (id: String, agent: String?)] = [:]

    package init() {}

    /// The line of an event, line end included. Events must be given in order.
    package mutating func line(for event: SpawnEvent) -> [UInt8] {
        switch event.kind {
        case .runStarted(let run): runID = run.runID
        case .taskAdded(let task, let description): tasks[task] = (description.id, description.agent)
        default: break
        }
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("v", 1)
            writer.field("run", runID)
            writer.field("t", event.moment.seconds)
            writer.field("event", event.kind.name)
            if let task = event.kind.task {
                writer.field("task", task)
                writer.field("task_id", tasks[task]?.id)
                writer.field("agent", tasks[task]?.agent)
            }
            writer.fields(of: event.kind)
        }
        writer.newline()
        return writer.bytes
    }
}

extension SpawnEvent.Kind {
    /// Its name in files.
    fileprivate var name: String {
        switch self {
        case .runStarted: "run_started"
        case .taskAdded: "task_added"
        case .taskWaiting: "task_waiting"
        case .attemptStarted: "attempt_started"
        case .attemptOutput: "attempt_output"
        case .timeoutExtended: "timeout_extended"
        case .attemptTerminating: "attempt_terminating"
        case .attemptEnded: "attempt_ended"
        case .taskEnded: "task_ended"
        case .taskReopened: "task_reopened"
        case .breakerChanged: "breaker_changed"
        case .cooldownChanged: "cooldown_changed"
        case .slotsChanged: "slots_changed"
        case .pauseChanged: "pause_changed"
        case .commandRefused: "command_refused"
        case .runStopping: "run_stopping"
        case .allTasksEnded: "all_tasks_ended"
        case .runEnded: "run_ended"
        }
    }

    /// The task it is about, by its place in the input.
    fileprivate var task: Int? {
        switch self {
        case .taskAdded(let task, _), .taskWaiting(let task, _), .attemptStarted(let task, _),
            .attemptOutput(let task, _), .timeoutExtended(let task, _), .attemptTerminating(let task, _),
            .attemptEnded(let task, _), .taskReopened(let task):
            task
        case .taskEnded(let result): result.taskIndex
        case .runStarted, .breakerChanged, .cooldownChanged, .slotsChanged, .pauseChanged, .commandRefused,
            .runStopping, .allTasksEnded, .runEnded:
            nil
        }
    }
}
