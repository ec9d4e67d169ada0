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
            writer.field("event", event.kind.name.rawValue)
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
