import SpawnCore
import SpawnTestKit

/// What went against the promises, in the order it was seen.
final class FaultList {
    var all: [String] = []
}

/// Sees what a run is told, tells and does, and checks it against the promises, from the outside alone: it keeps its own
/// account of every task and knows nothing of the state machine's.
struct RunWitness {
    /// What is known of one task.
    struct Account {
        /// The attempts told of since the task began, or was reopened.
        var attempts: [AttemptRecord] = []
        /// The number of the latest attempt, whatever became of it.
        var latestNumber = 0
        var running: AttemptID?
        /// Whether the attempt that runs, or ran last, is a probe.
        var isProbe = false
        /// Its sleep; `nil` when it may start.
        var sleepsUntil: Moment?
        /// The hint of its latest attempt, in the service's words.
        var hint: Duration?
        var isFallback = false
        var result: SpawnResult?
    }

    let plan: RunPlan
    let faults = FaultList()
    var now = Moment.start
    var accounts: [Account]
    var slots: Int
    var isPaused = false
    var isStopping = false
    var isOver = false
    var lastStart: Moment?
    /// When each tool and model serves again.
    var cooldowns: [String: Moment] = [:]
    /// What is wrong with each tool and model.
    var troubles: [String: ToolTrouble] = [:]
    var breakers: [String: BreakerSnapshot] = [:]

    init(plan: RunPlan) {
        self.plan = plan
        accounts = Array(repeating: Account(), count: plan.tasks.count)
        slots = plan.settings.maxConcurrent
    }

    /// Notes something that goes against the promises.
    func note(_ fault: String) { faults.all.append("\(now.seconds) s: \(fault)") }

    func expect(_ holds: Bool, _ fault: @autoclosure () -> String) {
        if !holds { note(fault()) }
    }

    /// Sees one turn of the run: what happened, what was told of it, and what was to be done.
    mutating func see(_ turn: FakeWorld.Turn, told: [SpawnEvent], commands: [RunState.Command]) {
        now = turn.batch.moment
        for event in turn.batch.events { see(event) }
        for event in told { see(event) }
        for case .start(let attempt, _) in commands { seeStart(attempt) }
        seeIdleSlots()
    }

    private mutating func see(_ event: ProcessEvent) {
        let task = event.attempt.task
        switch event.kind {
        case .ended(let report):
            accounts[task].running = nil
            accounts[task].hint = report.finding?.hint?.wait
        case .startFailed:
            accounts[task].running = nil
            accounts[task].hint = nil
        case .started, .output, .errorPattern, .result: break
        }
    }

    private mutating func see(_ event: SpawnEvent) {
        expect(!isOver, "after the end it tells \(event.kind)")
        expect(event.moment <= now, "an event is of the future")
        switch event.kind {
        case .runStarted, .taskAdded, .attemptOutput, .timeoutExtended, .attemptTerminating, .commandRefused,
            .allTasksEnded:
            break
        case .taskWaiting(let task, let reason): see(task, waitsFor: reason, at: event.moment)
        case .attemptStarted(let task, let start):
            expect(accounts[task].result == nil, "\(task) starts and is over")
            expect(start.tryNumber <= start.tryLimit, "\(task) is tried \(start.tryNumber) of \(start.tryLimit) times")
            expect(start.isFallback == accounts[task].isFallback, "\(task): the fallback comes unannounced, or not")
            accounts[task].isProbe = start.isProbe
        case .attemptEnded(let task, let record):
            accounts[task].attempts.append(record)
            check(record, of: task)
        case .taskEnded(let result):
            expect(accounts[result.taskIndex].result == nil, "\(result.taskIndex) ends twice")
            accounts[result.taskIndex].result = result
            check(result)
            accounts[result.taskIndex].isFallback = false
        case .taskReopened(let task):
            expect(accounts[task].result != nil, "\(task) is reopened and not over")
            accounts[task] = Account(latestNumber: accounts[task].latestNumber, isFallback: accounts[task].isFallback)
        case .breakerChanged(let snapshot): see(snapshot)
        case .cooldownChanged(let tool, let model, let until, let trouble):
            cooldowns["\(tool) \(model ?? "")"] = until
            troubles["\(tool) \(model ?? "")"] = trouble
        case .slotsChanged(let count): slots = count
        case .pauseChanged(let paused): isPaused = paused
        case .commandAccepted(.retry(let tasks)):
            for task in tasks { accounts[task].sleepsUntil = nil }
        case .commandAccepted(.retryWithFallback(let tasks)):
            for task in tasks { accounts[task].isFallback = true }
        case .commandAccepted: break
        case .runStopping: isStopping = true
        case .runEnded: isOver = true
        }
    }

    /// Two tasks of an index are of one kind where a rate limit hits both.
    func lane(of task: Int) -> String {
        "\(tool(of: task).name) \(plan.tasks[task].model ?? plan.tools.model ?? "")"
    }

    func tool(of task: Int) -> ToolDefinition {
        plan.tools.tool(for: plan.tasks[task], asFallback: accounts[task].isFallback)
    }

    /// Children of a tool that live, or are about to.
    func inFlight(of tool: ToolDefinition) -> Int {
        accounts.indices.count { accounts[$0].running != nil && self.tool(of: $0).name == tool.name }
    }

    func needsAreMet(of task: Int) -> Bool {
        plan.graph.dependencies(of: task).allSatisfy {
            plan.tasks[Int($0)].isDone || accounts[Int($0)].result?.ending.satisfiesDependents == true
        }
    }

    func isCooling(_ task: Int) -> Bool { cooldowns[lane(of: task)].map { $0 > now } ?? false }

    /// Children that live, or are about to.
    var inFlight: Int { accounts.count { $0.running != nil } }
}
