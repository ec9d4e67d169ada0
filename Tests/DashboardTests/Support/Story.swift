import Dashboard
import SpawnCore

/// A run told by hand or by its event log: events reach the dashboard as they would from the engine, keys as they would from a
/// person.
struct Story {
    private(set) var model: DashboardModel
    /// What the dashboard asked the world for, in order.
    private(set) var effects: [DashboardEffect] = []
    private var tasks: [SpawnTask] = []
    /// What tasks have written, as far as it was told.
    private var written: [OutputSource: WrittenOutput] = [:]
    /// When attempts began, by their tasks; the latest also under `nil`.
    private var starts: [OutputSource: Moment] = [:]
    /// Their lines as events told them, and how long after their beginning.
    private var lines: [OutputSource: [(text: String, after: Duration)]] = [:]

    init(_ size: Size = Size(columns: 120, rows: 40), _ options: DashboardOptions = DashboardOptions()) {
        model = DashboardModel(size: size, options: options)
    }

    var frame: CellGrid { model.frame() }

    mutating func update(_ message: DashboardMessage) {
        if case .event(let event) = message { remember(event) }
        effects += model.update(message)
    }

    private mutating func remember(_ event: SpawnEvent) {
        switch event.kind {
        case .taskAdded(_, let task): tasks.append(task)
        case .attemptStarted(let task, let start):
            for attempt in [nil, start.number] {
                starts[OutputSource(task: task, attempt: attempt)] = event.moment
                lines[OutputSource(task: task, attempt: attempt)] = []
            }
        case .attemptOutput(let task, let update):
            for attempt in [nil, update.number] {
                let source = OutputSource(task: task, attempt: attempt)
                lines[source, default: []].append((update.line, event.moment - (starts[source] ?? event.moment)))
            }
        default: break
        }
    }

    mutating func press(_ keys: Key...) { press(keys) }

    mutating func press(_ keys: [Key]) {
        for key in keys {
            let asked = effects.count
            update(.key(key))
            reply(toEffectsFrom: asked)
        }
    }

    /// Presses the keys that write a text.
    mutating func type(_ text: String) { for character in text { update(.key(.character(character))) } }

    mutating func tick(_ seconds: Double) {
        update(.tick(moment(seconds), wall: Self.wallStart + seconds))
    }

    mutating func tell(_ seconds: Double, _ kind: SpawnEvent.Kind) {
        update(.event(SpawnEvent(kind, at: moment(seconds))))
    }

    /// Begins a run of these tasks.
    mutating func begin(_ tasks: [SpawnTask], slots: Int = 4, budget: USDollars? = nil) {
        let run = RunDescription(runID: "7f3a91", taskCount: tasks.count, maxConcurrent: slots, budget: budget)
        tell(0, .runStarted(run))
        for (index, task) in tasks.enumerated() { tell(0, .taskAdded(task: index, task)) }
    }

    mutating func waits(_ id: String, _ seconds: Double, _ reason: WaitReason) {
        tell(seconds, .taskWaiting(task: index(id), reason))
    }

    /// Starts an attempt. The tool is `claude`, the time limit two minutes.
    mutating func start(
        _ id: String, _ seconds: Double, number: Int = 1, try tryNumber: Int? = nil, of limit: Int = 3,
        isFallback: Bool = false, isProbe: Bool = false
    ) {
        let task = index(id)
        tell(
            seconds,
            .attemptStarted(
                task: task,
                AttemptStart(
                    number: number, tryNumber: tryNumber ?? number, tryLimit: limit,
                    agent: isFallback ? nil : tasks[task].agent, tool: "claude", isFallback: isFallback,
                    isProbe: isProbe, pid: Int32(4000 + 10 * task + number), deadline: moment(seconds + 120))))
    }

    mutating func writes(
        _ id: String, _ seconds: Double, _ line: String, number: Int = 1, report: AgentReport? = nil
    ) {
        tell(
            seconds,
            .attemptOutput(
                task: index(id), OutputUpdate(number: number, byteCount: line.utf8.count + 1, line: line, agent: report)
            )
        )
    }

    /// Ends the attempt that was started last with these arguments.
    @discardableResult
    mutating func end(
        _ id: String, _ seconds: Double, number: Int = 1, after duration: Double, _ outcome: AttemptOutcome,
        isFallback: Bool = false, exit: ExitStatus? = nil, termination: TerminationReason? = nil,
        leaks: [LeakedProcess] = [], spills: [SpillFile] = [], account: AgentAccount? = nil
    ) -> AttemptRecord {
        let record = AttemptRecord(
            number: number, agent: isFallback ? nil : tasks[index(id)].agent, tool: "claude", isFallback: isFallback,
            startedAt: moment(seconds - duration), duration: Duration(inSeconds: duration),
            exit: exit ?? (outcome.isSuccess ? .exited(0) : .exited(1)), outcome: outcome, termination: termination,
            leaks: leaks, spills: spills, account: account)
        tell(seconds, .attemptEnded(task: index(id), record))
        return record
    }

    mutating func finish(
        _ id: String, _ seconds: Double, _ ending: TaskEnding, _ attempts: [AttemptRecord] = [], error: String? = nil,
        output: String = ""
    ) {
        let task = tasks[index(id)]
        var result = SpawnResult(
            taskIndex: index(id), taskID: id, prompt: task.prompt, agent: task.agent, ending: ending)
        result.attempts = attempts
        result.output = CapturedOutput(head: Array(output.utf8), byteCount: output.utf8.count)
        result.error = error
        result.retryCount = attempts.count { !$0.isFallback } - (attempts.isEmpty ? 0 : 1)
        result.fallback = ending == .recoveredByFallback
        if let first = attempts.first, let last = attempts.last {
            result.executionTime = last.startedAt + last.duration - first.startedAt
        }
        tell(seconds, .taskEnded(result))
    }

    /// Answers the questions for output: of this task with something, from now on also those that keys ask, and of all others
    /// with nothing.
    mutating func answer(
        _ id: String, attempt: Int? = nil, stdout: String, stderr: String = "", times: [OutputTime?] = []
    ) {
        let source = OutputSource(task: index(id), attempt: attempt)
        written[source] = WrittenOutput(stdout: stdout, stderr: stderr, times: times)
        let asked = effects
        for case .fetchOutput(let question) in asked where question.source != source {
            update(.output(question.source, nil))
        }
        for case .fetchOutput(let question) in asked.suffix(1) + effects[asked.count...]
        where question.source == source {
            update(.output(question.source, written[question.source]?.answer(question)))
        }
    }

    /// From now on the questions for output are answered with what events told of it. They do not say which stream a line was
    /// written to; here, those that warn were written to stderr.
    mutating func answerFromEvents() {
        for (source, lines) in lines {
            func text(warns: Bool) -> [(text: String, after: Duration)] {
                lines.filter { $0.text.hasPrefix("warning") == warns }
            }
            written[source] = WrittenOutput(
                stdout: text(warns: false).map { $0.text + "\n" }.joined(),
                stderr: text(warns: true).map { $0.text + "\n" }.joined(),
                times: text(warns: false).map { OutputTime(second: Int($0.after.inSeconds)) })
        }
        reply(toEffectsFrom: 0)
    }

    /// Replies to what was asked for; a reply may lead to another question.
    private mutating func reply(toEffectsFrom first: Int) {
        var next = first
        while next < effects.count {
            reply(to: effects[next])
            next += 1
        }
    }

    private mutating func reply(to effect: DashboardEffect) {
        switch effect {
        case .fetchOutput(let question):
            if let output = written[question.source] { update(.output(question.source, output.answer(question))) }
        case .find(let hunt):
            if let output = written[hunt.source] { update(.located(hunt, output.find(hunt))) }
        case .search(let text, let sources, let number):
            guard !written.isEmpty else { break }
            let hits = sources.map(\.source).flatMap { written[$0]?.hits(of: text, in: $0) ?? [] }
            update(.found(hits, isLast: true, search: number))
        default: break
        }
    }

    /// The place in the input of the task with this id.
    func index(_ id: String) -> Int { tasks.firstIndex { $0.id == id } ?? tasks.count }

    func moment(_ seconds: Double) -> Moment { .start + Duration(inSeconds: seconds) }

    /// 2026-07-01 12:00:00 UTC.
    static let wallStart = 1_782_907_200.0
}

extension SpawnTask {
    static func task(
        _ id: String, _ title: String, _ agent: String?, after dependencies: String...
    ) -> SpawnTask {
        SpawnTask(
            id: id, prompt: title + "\nKeep the public interface as it is.", agent: agent, displayName: title,
            dependsOn: dependencies)
    }
}
