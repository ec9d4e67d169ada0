package import SpawnCore

/// A run as its events tell it, up to the last of them: enough to go on with it.
package struct RecordedRun: Sendable {
    /// A task, and what came of it.
    package struct Task: Sendable {
        package var task: SpawnTask
        /// Its result that counts; `nil` where it never came to one.
        package var result: SpawnResult?
        /// Whether an attempt of it was under way when the events end.
        package var isCutOff = false
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

    /// The tools of attempts that go on, by their tasks.
    private var tools: [Int: AttemptStart] = [:]

    package init(_ events: [SpawnEvent] = []) { for event in events { apply(event) } }

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

    /// Takes in the next event.
    package mutating func apply(_ event: SpawnEvent) {
        switch event.kind {
        case .runStarted(let run):
            self = RecordedRun()
            id = run.runID
        case .taskAdded(_, let task): tasks.append(Task(task: task))
        case .attemptStarted(let task, let start) where tasks.indices.contains(task):
            tools[task] = start
            tasks[task].isCutOff = true
        case .attemptOutput(let task, let update) where tasks.indices.contains(task):
            guard let start = tools[task], let report = update.agent, report.turns > 0 else { return }
            tasks[task].session = AgentSession(
                report.session, tool: start.tool, isFallback: start.isFallback, usage: report.usage)
        case .attemptEnded(let task, let record) where tasks.indices.contains(task):
            tools[task] = nil
            tasks[task].isCutOff = false
            let account = record.account
            // Without a token there was no turn.
            tasks[task].session =
                account?.usage?.total ?? 0 > 0
                ? AgentSession(
                    account?.session, tool: record.tool, isFallback: record.isFallback, usage: account?.usage)
                : nil
        case .taskEnded(let result) where tasks.indices.contains(result.taskIndex):
            tasks[result.taskIndex].result = result
            tasks[result.taskIndex].isCutOff = false
        case .taskReopened(let task) where tasks.indices.contains(task): tasks[task].result = nil
        case .runEnded: isOver = true
        default: break
        }
    }
}
