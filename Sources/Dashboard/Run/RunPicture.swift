package import SpawnCore

/// The run as its events tell it. Nothing else changes it, so it is right as long as the events are.
package struct RunPicture: Sendable {
    /// How far the run has come.
    package enum Phase: Sendable { case running, allTasksEnded, ended }

    /// `nil` before it began.
    package private(set) var description: RunDescription?
    package private(set) var tasks = TaskList()
    /// The breakers in the order they were first heard of.
    package private(set) var breakers: [BreakerSnapshot] = []
    package private(set) var cooldowns: [Cooldown] = []
    package private(set) var metrics = RecoveryMetrics()
    package private(set) var slots = 0
    package private(set) var isPaused = false
    package private(set) var stopping: StopCause?
    package private(set) var phase = Phase.running
    package private(set) var endedAt: Moment?
    package private(set) var failures = FailureGroups()
    /// When tasks ended, all of them and by agent; the plain LLM is under `nil`.
    package private(set) var endings = EventSeries()
    /// When the last of them did; `nil` before the first.
    package private(set) var lastEnding: Moment?
    package private(set) var agentEndings: [String?: EventSeries] = [:]
    /// When attempts of each agent failed.
    package private(set) var agentFailures: [String: EventSeries] = [:]
    /// When attempts failed, by what they failed of.
    package private(set) var troubles: [ErrorCategory: EventSeries] = [:]

    /// What the run has used and what it cost, as far as its agents said.
    package private(set) var spending = Spending()
    /// What it may use, and what of that attempts that are over have used.
    package private(set) var budget = RunBudget()
    /// The windows of the limits of each tool, as its agents told of them last.
    package private(set) var windows: [String: [AgentReport.Window]] = [:]

    /// True while tasks wait for memory.
    package var isShortOfMemory: Bool { !memoryWaits.isEmpty }
    private var memoryWaits: Set<Int> = []

    /// A tool that is held: its service refuses everyone for a while, or there is trouble with it.
    package struct Cooldown: Sendable {
        package var tool: String
        package var model: String?
        /// `nil` is until a person asks for another try.
        package var until: Moment?
        package var trouble: ToolTrouble?
    }

    /// Takes down windows of a tool's limits. Each of its attempts tells of those that it met with.
    private mutating func note(_ told: [AgentReport.Window], of tool: String) {
        for window in told {
            var known = windows[tool] ?? []
            known.removeAll { $0.name == window.name }
            windows[tool] = known.suffix(15) + [window]
        }
    }

    /// Takes an event in: constant work, however many tasks there are.
    mutating func apply(_ event: SpawnEvent) {
        switch event.kind {
        case .runStarted(let description):
            self.description = description
            budget = RunBudget(dollars: description.budget, tokens: description.tokenBudget)
            slots = description.maxConcurrent
            tasks.expect(description.taskCount)
        case .taskAdded(let place, let task): tasks.add(place, TaskDescription(task))
        case .taskWaiting(let task, let reason):
            if case .memory = reason { memoryWaits.insert(task) } else { memoryWaits.remove(task) }
            tasks.change(task, to: TaskState(reason), at: event.moment) { $0.progress.waits = reason }
        case .attemptStarted(let task, let start): begin(task, start, at: event.moment)
        case .attemptOutput(let task, let update): takeOutput(task, update, at: event.moment)
        case .timeoutExtended(let task, let until):
            tasks.change(task, at: event.moment) { $0.progress.attempt?.deadline = until }
        case .attemptTerminating(let task, let reason):
            tasks.change(task, to: .stopping, at: event.moment) { $0.progress.termination = reason }
        case .attemptEnded(let task, let record): end(task, record, at: event.moment)
        case .taskEnded(let result): end(result, at: event.moment)
        case .taskReopened(let task): reopen(task, at: event.moment)
        case .breakerChanged(let snapshot): change(snapshot)
        case .cooldownChanged(let tool, let model, let until, let trouble):
            cooldowns.removeAll { $0.tool == tool && $0.model == model }
            if until != nil || trouble != nil {
                cooldowns.append(Cooldown(tool: tool, model: model, until: until, trouble: trouble))
            }
        case .slotsChanged(let count): slots = count
        case .pauseChanged(let paused):
            isPaused = paused
            if !paused, budget.isSpent { budget.raise() }
        case .runStopping(let cause): stopping = cause
        case .allTasksEnded: finish(.allTasksEnded, at: event.moment)
        case .runEnded: finish(.ended, at: event.moment)
        case .commandAccepted, .commandRefused: break
        }
    }

    private mutating func takeOutput(_ task: Int, _ update: OutputUpdate, at moment: Moment) {
        guard let report = update.agent else {
            return tasks.change(task, at: moment) { if !update.line.isEmpty { $0.line = update.line } }
        }
        guard tasks.contains(task) else { return }
        spending.replace(tasks[task].progress.report, by: report)
        if let tool = tasks[task].attempt?.tool { note(report.windows, of: tool) }
        tasks.change(task, at: moment) {
            $0.progress.report = report
            $0.line = report.line ?? ""
        }
    }

    private mutating func begin(_ task: Int, _ start: AttemptStart, at moment: Moment) {
        memoryWaits.remove(task)
        tasks.change(task, to: .running, at: moment) {
            $0.progress = TaskRow.Progress(attempt: start, attemptStartedAt: moment)
            $0.startedAt = $0.startedAt ?? moment
            if !start.isFallback { $0.tries = (Int32(clamping: start.tryNumber), Int32(clamping: start.tryLimit)) }
            $0.line = ""
        }
    }

    private mutating func end(_ task: Int, _ record: AttemptRecord, at moment: Moment) {
        budget.add(record.account)
        if tasks.contains(task) { spending.replace(tasks[task].progress.report, by: record.account) }
        // What comes next is said by the event that follows; until then the task waits.
        tasks.change(task, to: .waiting, at: moment) {
            $0.attempts.append(record)
            $0.progress.waits = nil
            $0.progress.report = nil
        }
        guard let failure = record.outcome.failure else { return }
        failures.add(failure, task: task, at: moment)
        troubles[failure.category, default: EventSeries()].add(at: moment)
        if let agent = record.agent { agentFailures[agent, default: EventSeries()].add(at: moment) }
    }

    private mutating func end(_ result: SpawnResult, at moment: Moment) {
        memoryWaits.remove(result.taskIndex)
        metrics.record(result)
        if !result.ending.isBeforehand {
            endings.add(at: moment)
            lastEnding = moment
            agentEndings[result.agent, default: EventSeries()].add(at: moment)
        }
        if result.ending == .failed || result.ending == .rateLimited,
            let failure = result.attempts.last?.outcome.failure
        {
            failures.end(result.taskIndex, with: failure)
        }
        tasks.change(result.taskIndex, to: TaskState(result.ending), at: moment) { $0.end(result) }
    }

    private mutating func reopen(_ task: Int, at moment: Moment) {
        guard tasks.contains(task), let result = tasks[task].result else { return }
        metrics.withdraw(result)
        failures.reopen(task)
        tasks.renew(task, at: moment)
        phase = .running
        endedAt = nil
    }

    private mutating func change(_ snapshot: BreakerSnapshot) {
        if let index = breakers.firstIndex(where: { $0.agent == snapshot.agent }) {
            breakers[index] = snapshot
        } else {
            breakers.append(snapshot)
        }
    }

    private mutating func finish(_ reached: Phase, at moment: Moment) {
        phase = reached
        endedAt = endedAt ?? moment
    }
}
