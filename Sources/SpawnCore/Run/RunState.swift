/// The whole state of a run: queue, graph, slots, retries, breakers and timers. Pure: told what happened and when, it says
/// what to do and what to tell.
///
///     waiting ──dependencies done──▶ ready ──slot, breaker lets it in──▶ active ──▶ done
///        │                            ▲                                 │  ▲         │
///        │                            └──retry, fallback, backoff over──┘  │         │
///        ├──dependency failed──▶ done (blocked)                            │         │
///        └──cancelled──────────▶ done                        waiting ◀──reopened─────┘
///
/// A task holds a slot exactly while a child of it is starting, running or being ended. Backoff holds none.
package struct RunState: Sendable {
    /// What the run needs the world to do.
    package enum Command: Sendable {
        /// Start a child.
        case start(AttemptID, ProcessSpec)
        /// End a child.
        case terminate(AttemptID, TerminationManner)
    }

    /// Where a task stands.
    enum Phase: UInt8, Sendable {
        /// Tasks it depends on are not over.
        case waiting
        /// It could start.
        case ready
        /// A child of it is starting, running or being ended.
        case running
        /// Its next attempt waits for its time.
        case backoff
        /// It has a result that counts.
        case done
    }

    package let plan: RunPlan
    /// What to do since the last time somebody looked.
    package var commands: [Command] = []
    /// What to tell since the last time somebody looked.
    package var events: [SpawnEvent] = []
    /// Results by task. A task that runs again keeps its old one until it has a new one.
    package internal(set) var results: [SpawnResult?]
    /// How the run has fared.
    package internal(set) var metrics = RecoveryMetrics()
    /// Why the run is being stopped; `nil` when nobody asked for it.
    package internal(set) var stopCause: StopCause?
    /// True when the run is over: nothing runs, and nothing will.
    package internal(set) var isOver = false

    var now = Moment.start
    var phases: [Phase]
    var unmet: [Int32]
    var tickets: [UInt32]
    /// What is only known of tasks that have begun and are not over.
    var active: [Int: ActiveTask] = [:]
    var ready = ReadyQueue()
    var timers = TimerQueue<RunTimer>()
    var breakers: [String: CircuitBreaker] = [:]
    /// When each agent's breaker was last asked to be woken, so that it is asked once.
    var breakerTimers: [String: Moment] = [:]
    var adaptive: [String: AdaptiveLimit] = [:]
    var random: SplitMix64
    var unfinished: Int
    var runningCount = 0
    var maxConcurrent: Int
    var isPaused = false
    var isClosing = false
    var saidAllEnded = false
    var isHastened = false
    var nextStartAllowed = Moment.start
    var isStaggerTimerSet = false

    package init(plan: RunPlan) {
        self.plan = plan
        let count = plan.tasks.count
        results = Array(repeating: nil, count: count)
        phases = Array(repeating: .waiting, count: count)
        unmet = Array(repeating: 0, count: count)
        tickets = Array(repeating: 0, count: count)
        random = SplitMix64(seed: plan.settings.seed)
        unfinished = count
        maxConcurrent = max(1, plan.settings.maxConcurrent)
    }

    /// The next moment at which ``advance(to:)`` would do something.
    package var nextMoment: Moment? { isOver ? nil : timers.earliest }

    /// Begins the run: tells of every task and starts the first.
    package mutating func begin(at moment: Moment) {
        now = moment
        tell(
            .runStarted(
                RunDescription(runID: plan.runID, taskCount: plan.tasks.count, maxConcurrent: maxConcurrent)))
        for task in plan.tasks.indices { add(task) }
        if let deadline = plan.settings.deadline { timers.add(.deadline, at: moment + deadline) }
        settle()
    }

    /// Takes in what happened to children.
    package mutating func handle(_ event: ProcessEvent) {
        now = max(now, event.moment)
        handleAttempt(event)
    }

    /// Takes in what a person asked for.
    package mutating func handle(_ command: UserCommand, at moment: Moment) {
        now = max(now, moment)
        carryOut(command)
    }

    /// Does what is due, and starts what can start. Call it once after every batch.
    package mutating func advance(to moment: Moment) {
        now = max(now, moment)
        fireTimers()
        settle()
    }

    /// Fills the free slots and notices the end.
    private mutating func settle() {
        fillSlots()
        guard unfinished == 0, !isOver else { return }
        if !saidAllEnded {
            saidAllEnded = true
            tell(.allTasksEnded)
        }
        guard !plan.settings.staysOpen || isClosing || stopCause != nil else { return }
        isOver = true
        tell(.runEnded(metrics))
    }

    mutating func tell(_ kind: SpawnEvent.Kind) {
        events.append(SpawnEvent(kind, at: now))
    }

    private mutating func add(_ task: Int) {
        let it = plan.tasks[task]
        tell(
            .taskAdded(
                task: task,
                TaskDescription(
                    id: it.id, title: it.displayName ?? it.prompt, prompt: it.prompt, agent: it.agent,
                    dependsOn: it.dependsOn)))
        if it.isDone {
            finish(task, blankResult(task, .skipped))
            return
        }
        let (count, first) = openDependencies(of: task)
        unmet[task] = Int32(count)
        if let first {
            tell(.taskWaiting(task: task, .dependencies(count: count, first: plan.tasks[first].id)))
        } else {
            enqueue(task)
        }
    }

    /// How many of a task's dependencies are not satisfied, and the first of them.
    func openDependencies(of task: Int) -> (count: Int, first: Int?) {
        var count = 0
        var first: Int?
        for other in plan.graph.dependencies(of: task) {
            let index = Int(other)
            // A ticked task satisfies its dependents wherever it stands in the file, also further down.
            if plan.tasks[index].isDone { continue }
            if phases[index] == .done, results[index]?.ending.satisfiesDependents == true { continue }
            count += 1
            if first == nil { first = index }
        }
        return (count, first)
    }

    func blankResult(_ task: Int, _ ending: TaskEnding) -> SpawnResult {
        let it = plan.tasks[task]
        return SpawnResult(taskIndex: task, taskID: it.id, prompt: it.prompt, agent: it.agent, ending: ending)
    }
}
