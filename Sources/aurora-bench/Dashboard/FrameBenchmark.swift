import Dashboard
import Glibc
import SpawnCore

/// The dashboard without a terminal: what a frame, an event and a task cost its model and views.
struct FrameBenchmark {
    private static let many = 100_000
    private static let few = 100

    func rows() -> [Row] {
        let before = BackgroundProgram.memory(of: getpid()) ?? 0
        var large = CrowdedRun(tasks: Self.many)
        large.model.frame().keepAlive()
        let held = Double((BackgroundProgram.memory(of: getpid()) ?? 0) - before) / Double(Self.many) / 1024
        var small = CrowdedRun(tasks: Self.few)
        var rows = [
            Row(
                what: "memory of model and views, \(Self.many) tasks", figure: held, unit: "KiB a task", limit: 1,
                note: "prompts and attempts included")
        ]
        for sort in ["as in the file", "latest change first"] {
            let (one, hundred) = (large.frameTime(), small.frameTime())
            rows.append(
                Row(
                    what: "frame of \(Self.many) tasks, \(sort)", figure: one, unit: "ms", limit: 2,
                    note: "\(Figures.text(hundred)) ms with \(Self.few)"))
            let (event, eventOfFew) = (large.eventTime(), small.eventTime())
            rows.append(
                Row(
                    what: "event among \(Self.many) tasks, \(sort)", figure: event, unit: "µs",
                    note: "\(Figures.text(eventOfFew)) µs with \(Self.few)"))
            for _ in 0..<2 {
                large.press("s")
                small.press("s")
            }
        }
        return rows
    }
}

/// A run of which most is over: of ten tasks one has failed twice, and a few still run.
private struct CrowdedRun {
    private static let slots = 32

    var model: DashboardModel
    private let tasks: Int
    private var second = 0.0

    init(tasks: Int) {
        self.tasks = tasks
        model = DashboardModel(size: Size(columns: 200, rows: 60), options: DashboardOptions(title: "crowd.json"))
        tell(.runStarted(RunDescription(runID: "7f3a91", taskCount: tasks, maxConcurrent: Self.slots)))
        for task in 0..<tasks { tell(.taskAdded(task: task, Self.description(task))) }
        let over = tasks - Self.slots
        for task in 0..<over { finish(task) }
        for task in over..<tasks { start(task, 1) }
        press("G")
        pass(2)
    }

    private mutating func pass(_ seconds: Double) {
        second += seconds
        _ = model.update(.tick(.start + Duration(inSeconds: second), wall: 1.8e9))
    }

    mutating func press(_ key: Character) { _ = model.update(.key(.character(key))) }

    /// Milliseconds for one frame and what differs from the one before, the middle of many. A second passes before each, and
    /// with it every clock on the screen.
    mutating func frameTime() -> Double {
        var last = model.frame()
        return Figures.median(
            (0..<101).map { round in
                write(tasks - 1 - round % Self.slots, "editing file \(round) of many")
                pass(1)
                let start = ContinuousClock.now
                let next = model.frame()
                let changes = next.changes(from: last)
                let time = ContinuousClock.now - start
                precondition(!changes.isEmpty)
                last = next
                return time / .milliseconds(1)
            })
    }

    /// Microseconds for one event, over what a task goes through from the end of one run to that of the next.
    mutating func eventTime() -> Double {
        let rounds = 1_000
        let events = (0..<rounds).flatMap { round in
            let task = (round * 7_919) % (tasks - Self.slots)
            return [
                .taskReopened(task: task), attempt(task, 1), .attemptOutput(task: task, Self.output(task, "again")),
                .attemptEnded(task: task, record(task, 1, fails: false)), result(task, [record(task, 1, fails: false)]),
            ] as [SpawnEvent.Kind]
        }
        let start = ContinuousClock.now
        for event in events { tell(event) }
        return (ContinuousClock.now - start) / .microseconds(events.count)
    }

    // MARK: - What happens

    private mutating func finish(_ task: Int) {
        let fails = task % 10 == 3
        var records: [AttemptRecord] = []
        for number in 1...(fails ? 2 : 1) {
            start(task, number)
            write(task, "editing Sources/Parser/File\(task).swift")
            records.append(record(task, number, fails: fails))
            tell(.attemptEnded(task: task, records[number - 1]))
        }
        tell(result(task, records))
    }

    private mutating func start(_ task: Int, _ number: Int) { tell(attempt(task, number)) }

    private mutating func write(_ task: Int, _ line: String) {
        tell(.attemptOutput(task: task, Self.output(task, line)))
    }

    private mutating func tell(_ event: SpawnEvent.Kind) {
        second += 0.001
        _ = model.update(.event(SpawnEvent(event, at: .start + Duration(inSeconds: second))))
    }

    private static func description(_ task: Int) -> TaskDescription {
        TaskDescription(
            id: "task-\(task)", title: "Implement part \(task) of the parser",
            prompt: "Implement part \(task) of the parser and keep the public interface as it is", agent: agent(task),
            dependsOn: [])
    }

    private static func agent(_ task: Int) -> String { "agent-\(task % 8)" }

    private static func output(_ task: Int, _ line: String) -> OutputUpdate {
        OutputUpdate(number: 1, byteCount: line.utf8.count, line: line)
    }

    private func attempt(_ task: Int, _ number: Int) -> SpawnEvent.Kind {
        .attemptStarted(
            task: task,
            AttemptStart(
                number: number, tryNumber: number, tryLimit: 3, agent: Self.agent(task), tool: "claude",
                isFallback: false, isProbe: false, pid: Int32(task),
                deadline: .start + Duration(inSeconds: second + 300)))
    }

    private func record(_ task: Int, _ number: Int, fails: Bool) -> AttemptRecord {
        let failure = Failure(
            category: .transient, kind: .transientError, rule: "connection.?reset",
            message: "connection reset by peer while reading request \(task)")
        return AttemptRecord(
            number: number, agent: Self.agent(task), tool: "claude", isFallback: false,
            startedAt: .start + Duration(inSeconds: second - 0.5), duration: .milliseconds(500),
            exit: .exited(fails ? 1 : 0), outcome: fails ? .failure(failure) : .success, termination: nil)
    }

    private func result(_ task: Int, _ records: [AttemptRecord]) -> SpawnEvent.Kind {
        var result = SpawnResult(
            taskIndex: task, taskID: "task-\(task)", prompt: Self.description(task).prompt, agent: Self.agent(task),
            ending: records.count > 1 ? .failed : .firstTry)
        result.error = records.last?.outcome.failure?.message
        result.executionTime = .milliseconds(500)
        result.attempts = records
        return .taskEnded(result)
    }
}

extension CellGrid {
    /// A frame that is measured must be drawn.
    fileprivate func keepAlive() { precondition(!cells.isEmpty) }
}
