import Dashboard
import Glibc
import SpawnCore

/// The dashboard without a terminal: what a frame, an event and a task cost its model and views.
struct FrameBenchmark {
    private static let many = 100_000
    private static let few = 100

    func rows() -> [Row] {
        // The engine keeps these, however many look at them.
        let story = CrowdedRun.story(tasks: Self.many)
        let before = BackgroundProgram.memory(of: getpid()) ?? 0
        var large = CrowdedRun(story)
        let cells = large.model.frame().cells.count
        let held = Double((BackgroundProgram.memory(of: getpid()) ?? 0) - before) / Double(Self.many) / 1024
        var small = CrowdedRun(CrowdedRun.story(tasks: Self.few))
        var rows = [
            Row(
                what: "memory of model and views, \(Self.many) tasks", figure: held, unit: "KiB a task", limit: 1,
                note: "beyond the tasks and results that the run keeps; \(cells) cells on the screen")
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
            rows += typingRows(&large, &small, sort)
            for _ in 0..<2 {
                large.press("s")
                small.press("s")
            }
        }
        return rows
    }

    /// A frame may come 33 ms after a key, which leaves 17 of the 50 a key may take to the screen.
    private func typingRows(_ large: inout CrowdedRun, _ small: inout CrowdedRun, _ sort: String) -> [Row] {
        let (times, timesOfFew) = (large.typingTimes(), small.typingTimes())
        let rowsAfter = Figures.text(times.map(\.rows).max() ?? .nan, digits: 0)
        return [
            Row(
                what: "key of a filter over \(Self.many) tasks, \(sort)", figure: times.map(\.turn).max() ?? .nan,
                unit: "ms", limit: 17, digits: 1,
                note: "the longest turn of \(times.count) keys, with a frame; the rows are right at most "
                    + "\(rowsAfter) ms after a key; with \(Self.few) \(Figures.text(timesOfFew.map(\.turn).max() ?? .nan)) ms"
            )
        ]
    }
}

/// A run of which most is over: of ten tasks one has failed twice, and a few still run.
private struct CrowdedRun {
    private static let slots = 32

    /// What a task is, and how it ended; `nil` while it runs.
    typealias Chapter = (task: SpawnTask, result: SpawnResult?)

    var model = DashboardModel(
        size: Size(columns: 200, rows: 60), options: DashboardOptions(title: "crowd.json"))
    private let story: [Chapter]
    private var second = 0.0
    private var events = 0

    static func story(tasks: Int) -> [Chapter] {
        (0..<tasks).map { task in
            let it = SpawnTask(
                id: "task-\(task)",
                prompt: "Implement part \(task) of the parser and keep the public interface as it is",
                agent: "agent-\(task % 8)", displayName: "Implement part \(task) of the parser")
            return (it, task < tasks - slots ? result(task, it) : nil)
        }
    }

    init(_ story: [Chapter]) {
        self.story = story
        tell(.runStarted(RunDescription(runID: "7f3a91", taskCount: story.count, maxConcurrent: Self.slots)))
        for (task, chapter) in story.enumerated() { tell(.taskAdded(task: task, chapter.task)) }
        for (task, chapter) in story.enumerated() {
            if let result = chapter.result { live(task, result) } else { start(task, 1) }
        }
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
                write(story.count - 1 - round % Self.slots, "editing file \(round) of many")
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
        let before = events
        let start = ContinuousClock.now
        for round in 0..<rounds {
            let task = round * 7_919 % (story.count - Self.slots)
            guard let result = story[task].result else { continue }
            tell(.taskReopened(task: task))
            live(task, result)
        }
        return (ContinuousClock.now - start) / .microseconds(events - before)
    }

    /// Milliseconds for each key of a few filters, typed and taken back letter by letter: one that all tasks pass, one that few do,
    /// one that none does, two words, and one by state. The longest turn with its frame, during which no other key is answered,
    /// and the time until the rows are those of the filter.
    mutating func typingTimes() -> [(turn: Double, rows: Double)] {
        ["parser", "reset by peer", "zebra", "editing 99", "state:failed 7"].flatMap { text in
            press("/")
            let keys = text.map { Key.character($0) } + Array(repeating: .backspace, count: text.count + 1)
            return keys.map { key in
                var longest = 0.0
                var sum = 0.0
                var message = DashboardMessage.key(key)
                repeat {
                    let start = ContinuousClock.now
                    // A turn does what can wait for 6 ms, as in the terminal.
                    repeat {
                        _ = model.update(message)
                        message = .goOn
                    } while model.hasMoreToDo && .now - start < .milliseconds(6)
                    let cells = model.frame().cells.count
                    let time = (ContinuousClock.now - start) / .milliseconds(1)
                    precondition(cells > 0)
                    longest = max(longest, time)
                    sum += time
                } while model.hasMoreToDo
                return (longest, sum)
            }
        }
    }

    // MARK: - What happens

    private mutating func live(_ task: Int, _ result: SpawnResult) {
        for record in result.attempts {
            start(task, record.number)
            write(task, "editing Sources/Parser/File\(task).swift")
            tell(.attemptEnded(task: task, record))
        }
        tell(.taskEnded(result))
    }

    private mutating func start(_ task: Int, _ number: Int) {
        let start = AttemptStart(
            number: number, tryNumber: number, tryLimit: 3, agent: story[task].task.agent, tool: "claude",
            isFallback: false, isProbe: false, pid: Int32(task), deadline: .start + Duration(inSeconds: second + 300))
        tell(.attemptStarted(task: task, start))
    }

    private mutating func write(_ task: Int, _ line: String) {
        tell(.attemptOutput(task: task, OutputUpdate(number: 1, byteCount: line.utf8.count, line: line)))
    }

    private mutating func tell(_ event: SpawnEvent.Kind) {
        second += 0.001
        events += 1
        _ = model.update(.event(SpawnEvent(event, at: .start + Duration(inSeconds: second))))
    }

    private static func result(_ task: Int, _ description: SpawnTask) -> SpawnResult {
        let fails = task % 10 == 3
        let failure = Failure(
            category: .transient, kind: .transientError, rule: "connection.?reset",
            message: "connection reset by peer while reading request \(task)")
        var result = SpawnResult(
            taskIndex: task, taskID: description.id, prompt: description.prompt, agent: description.agent,
            ending: fails ? .failed : .firstTry)
        result.attempts = (1...(fails ? 2 : 1)).map { number in
            AttemptRecord(
                number: number, agent: description.agent, tool: "claude", isFallback: false,
                startedAt: .start + .milliseconds(task), duration: .milliseconds(500), exit: .exited(fails ? 1 : 0),
                outcome: fails ? .failure(failure) : .success, termination: nil)
        }
        result.error = fails ? failure.message : nil
        result.executionTime = .milliseconds(500)
        return result
    }
}
