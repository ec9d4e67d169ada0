package import SpawnCore

/// A run as its events tell it, up to the last of them: enough to go on with it.
package struct RecordedRun: Sendable {
    /// A task, and what came of it.
    package struct Task: Sendable {
        package var task: SpawnTask
        /// Its result that counts; `nil` where it never came to one.
        package var result: SpawnResult?
        /// The attempts that are over, whatever came of them.
        package var attempts: [AttemptRecord] = []
        /// The number of the attempt that was under way when the events end; `nil` where none was.
        package var running: Int?
        package var isCutOff: Bool { running != nil }
        /// The conversation of its last attempt; `nil` where there is none to go on with.
        package var session: AgentSession?
    }

    /// Names the run; empty where not even its beginning is there.
    package private(set) var id = ""
    /// The tasks in input order.
    package private(set) var tasks: [Task] = []
    /// Why the events are not all that there were, in one sentence; `nil` when they are.
    package private(set) var damage: String?
    /// Whether the run came to its end.
    package private(set) var isOver = false

    /// What `--results` would have written, had it ended with its last event.
    package var document: [UInt8] {
        let results = tasks.compactMap(\.result)
        var metrics = RecoveryMetrics()
        for result in results { metrics.record(result) }
        return ResultsDocument(runID: id, results: results, metrics: metrics, duration: lastMoment - .start).json()
    }

    private var lastMoment = Moment.start
    /// The tools of attempts that go on, by their tasks.
    private var tools: [Int: AttemptStart] = [:]

    /// - Parameters:
    ///   - events: What happened.
    ///   - id: Names the run, where its beginning is not among them.
    package init(_ events: [SpawnEvent] = [], id: String = "") {
        self.id = id
        for event in events { apply(event) }
    }

    /// Reads the events of a run.
    ///
    /// - Parameters:
    ///   - bytes: What is in the file. Whatever is damaged ends it.
    ///   - file: Its path.
    package init(reading bytes: [UInt8], file: String) {
        var reader = EventLineReader(file: file)
        var number = 0
        var rest = bytes[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            number += 1
            do throws(InputError) { apply(try reader.event(from: Array(rest[..<end]), number: number)) } catch {
                damage = "\(error); what follows is not read"
                return
            }
            rest = rest[rest.index(after: end)...]
        }
        if !rest.isEmpty { damage = "\(file):\(number + 1): the last line is cut short, and not read" }
    }

    /// Takes over the results that a run has from the one it goes on with, and has not written down itself: it was cut off before that.
    ///
    /// - Parameters:
    ///   - ids: The tasks whose results it has from there.
    ///   - parent: That run.
    package mutating func inherit(_ ids: [String], from parent: RecordedRun) {
        let places = Dictionary(tasks.enumerated().map { ($1.task.id, $0) }) { first, _ in first }
        let wanted = Set(ids)
        for task in parent.tasks where wanted.contains(task.task.id) {
            guard let result = task.result else { continue }
            var inherited = Task(task: task.task)
            let place = places[task.task.id]
            if let place, tasks[place].result != nil { continue }
            inherited.result = result.carried(to: place ?? tasks.count, from: parent.id)
            if let place { tasks[place] = inherited } else { tasks.append(inherited) }
        }
    }

    /// Takes in the next event.
    package mutating func apply(_ event: SpawnEvent) {
        defer { lastMoment = event.moment }
        switch event.kind {
        case .runStarted(let run):
            self = RecordedRun()
            id = run.runID
        case .taskAdded(_, let task): tasks.append(Task(task: task))
        case .attemptStarted(let task, let start) where tasks.indices.contains(task):
            tools[task] = start
            tasks[task].running = start.number
        case .attemptOutput(let task, let update) where tasks.indices.contains(task):
            guard let start = tools[task], let report = update.agent, report.turns > 0 else { return }
            tasks[task].session = AgentSession(
                report.session, tool: start.tool, isFallback: start.isFallback, usage: report.usage)
        case .attemptEnded(let task, let record) where tasks.indices.contains(task):
            tools[task] = nil
            tasks[task].running = nil
            tasks[task].attempts.append(record)
            let account = record.account
            // Without a token there was no turn.
            tasks[task].session =
                account?.usage?.total ?? 0 > 0
                ? AgentSession(
                    account?.session, tool: record.tool, isFallback: record.isFallback, usage: account?.usage)
                : nil
        case .taskEnded(let result) where tasks.indices.contains(result.taskIndex):
            tasks[result.taskIndex].result = result
            tasks[result.taskIndex].running = nil
        case .taskReopened(let task) where tasks.indices.contains(task): tasks[task].result = nil
        case .runEnded: isOver = true
        default: break
        }
    }
}
