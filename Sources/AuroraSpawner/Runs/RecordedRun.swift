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
        /// The number of its latest attempt; 0 where it had none.
        package var lastAttempt: Int { running ?? attempts.last?.number ?? 0 }
        /// Whether nothing was done for it: neither in this run, nor in one that it was carried over from.
        var isUntouched: Bool { attempts.isEmpty && running == nil && result?.ending.hasAnswer != true }
        /// The conversation of its last attempt; `nil` where there is none to go on with.
        package var session: AgentSession?
    }

    /// Names the run; empty where not even its beginning is there.
    package private(set) var id = ""
    /// The tasks in input order.
    package private(set) var tasks: [Task] = []
    /// Why the events are not all that there were, in one sentence; `nil` when they are.
    package private(set) var damage: String?
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

    /// Whether one of these tasks has no result here.
    func lacks(resultsOf ids: [String]) -> Bool {
        let known = Set(tasks.filter { $0.result != nil }.map(\.task.id))
        return ids.contains { !known.contains($0) }
    }

    /// Takes over what a run has from the one it goes on with and has not written down itself, because it was cut off or stopped
    /// before that: results, tasks, and conversations that nobody has gone on with yet.
    ///
    /// - Parameters:
    ///   - carried: The tasks whose results it has from there.
    ///   - taskCount: How many tasks it has; more than are here where it had not told of all.
    ///   - parent: That run.
    package mutating func inherit(_ carried: [String], ofTasks taskCount: Int, from parent: RecordedRun) {
        let places = Dictionary(tasks.enumerated().map { ($1.task.id, $0) }) { first, _ in first }
        let carried = Set(carried)
        let isCut = tasks.count < taskCount
        for old in parent.tasks {
            let place = places[old.task.id] ?? tasks.count
            if place == tasks.count {
                guard isCut else { continue }
                tasks.append(Task(task: old.task))
            }
            if carried.contains(old.task.id) {
                if tasks[place].result == nil { tasks[place].result = old.result?.carried(to: place, from: parent.id) }
            } else if tasks[place].isUntouched, old.result?.ending.hasAnswer != true,
                tasks[place].task.asks(for: old.task)
            {
                tasks[place].session = old.session
            }
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
        default: break
        }
    }
}
