/// What `--events` writes: one JSON object a line for every event of a run.
///
/// Every line has the version of the format, its number counted from 1, the run, the moment in seconds since the run began, and
/// the event's name. Lines about a task carry its id, its agent and its latest attempt as well as its place in the input, so that
/// each can be understood alone. ``EventLineReader`` reads them back.
package struct EventLineWriter {
    /// The version of the format; it grows when a reader of the old one would misunderstand the new one.
    static let version = 1

    /// Whom the lines are for.
    package enum Form: Sendable {
        /// For any program: each line says all of what it is about.
        case shared
        /// For ``EventLineReader`` alone, in half the room: what has no value is left out, and what earlier lines have said.
        case stored
    }

    private struct Subject {
        var id: String
        var agent: String?
        var attempt: Int?
    }

    private let form: Form
    private let startedAt: Double?
    private var runID = ""
    private var count = 0
    private var tasks: [Int: Subject] = [:]

    /// Creates a writer.
    ///
    /// - Parameters:
    ///   - form: Whom the lines are for.
    ///   - startedAt: When the run began, in seconds since 1970; `nil` leaves it out.
    package init(_ form: Form = .shared, startedAt: Double? = nil) {
        self.form = form
        self.startedAt = startedAt
    }

    /// The line of an event, line end included. Events must be given in order.
    package mutating func line(for event: SpawnEvent) -> [UInt8] {
        switch event.kind {
        case .runStarted(let run): runID = run.runID
        case .taskAdded(let task, let it): tasks[task] = Subject(id: it.id, agent: it.agent)
        case .attemptStarted(let task, let start): tasks[task]?.attempt = start.number
        case .attemptOutput(let task, let update): tasks[task]?.attempt = update.number
        case .attemptEnded(let task, let record): tasks[task]?.attempt = record.number
        default: break
        }
        count += 1
        var writer = JSONWriter(leavesOutNull: form == .stored)
        writer.object { writer in
            writer.field("v", Self.version)
            writer.field("seq", count)
            if form == .shared || count == 1 { writer.field("run", runID) }
            writer.field("t", event.moment.seconds)
            writer.field("event", event.kind.name.rawValue)
            if let startedAt, event.kind.name == .runStarted { writer.field("started_at", startedAt) }
            if let task = event.kind.task {
                writer.field("task", task)
                if form == .shared || event.kind.name == .taskAdded {
                    writer.field("task_id", tasks[task]?.id)
                    writer.field("agent", tasks[task]?.agent)
                }
                writer.field("attempt", tasks[task]?.attempt)
            }
            if form == .shared, let state = event.kind.recoveryState { writer.field("state", state.rawValue) }
            writer.fields(of: event.kind, form)
        }
        writer.newline()
        return writer.bytes
    }
}
