/// The whole state of a run: queue, graph, slots, retries, breakers and timers. Pure: told what happened and when, it says
/// what to do and what to tell.
///
///     waiting ──dependencies done──▶ ready ──slot, breaker lets it in──▶ running ──▶ done
///        │                            ▲  ▲                                │  ▲        │
///        │                            │  └──retry, fallback, backoff over─┘  │        │
///        │                            └──▶ held: by a cooldown, a pause or the stagger │
///        ├──dependency failed──▶ done (blocked)                              │        │
///        └──cancelled──────────▶ done                          waiting ◀──reopened────┘
///
/// A task holds a slot exactly while a child of it is starting, running or being ended. Backoff holds none.
package struct RunState: ~Copyable {
    /// What the run needs the world to do.
    package enum Command: Sendable {
        /// Start a child.
        case start(AttemptID, ProcessSpec)
        /// End a child.
        case terminate(AttemptID, TerminationManner)
        /// Look how much memory is available; the answer is to be taken in.
        case lookAtMemory
        /// Ask a breaker that runs share; the answer is to be taken in. Answers come in the order of the requests.
        case share(SharedBreakerRequest)
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
    var phases: PhaseTable
    var needs: [OpenNeeds]
    var tickets: [UInt32]
    /// How many attempts each task has had, those of earlier runs of it included.
    var attemptsGiven: [Int32]
    /// What is only known of tasks that have begun and are not over.
    var active: [ActiveTask?]
    /// The rules of the tasks that have begun.
    var rules: [TaskKind: TaskRules] = [:]
    var ready = ReadyQueue()
    /// How many tasks may use a tool at once, where it has a limit of its own.
    let toolLimits: [String: Int]
    var held: [Hold: [ReadyQueue.Entry]] = [:]
    /// Tasks that have joined the queue and have not yet said so.
    var newlyReady: [ReadyQueue.Entry] = []
    var timers = TimerQueue<RunTimer>()
    var breakers: [String: WatchedBreaker] = [:]
    /// What is asked of those that other runs share.
    var sharing: BreakerSharing
    /// The retries that each tool has left.
    var budgets: [String: RetryBudget] = [:]
    /// What is known of how long each agent needs; of the plain LLM under `nil`.
    var adaptive: [String?: AdaptiveLimit] = [:]
    /// Whether there is memory for one more.
    var memory: MemoryGate
    /// What the run may cost, and has cost.
    var budget: RunBudget
    var random: SplitMix64
    var maxConcurrent: Int
    /// When the run has to be over; `nil` when it may take for ever.
    var deadline: Moment?
    var isPaused = false
    /// True when a person wants no more than the budget allows.
    var keepsToBudget = false
    var isClosing = false
    var saidAllEnded = false
    var isHastened = false
    var nextStartAllowed = Moment.start

    /// Creates the state of a run that has not begun.
    ///
    /// - Parameters:
    ///   - plan: What is to be done.
    ///   - sharesBreakers: Whether its breakers are copies of ones that other runs have too.
    package init(plan: RunPlan, sharesBreakers: Bool = false) {
        self.plan = plan
        sharing = BreakerSharing(isOn: sharesBreakers)
        let count = plan.tasks.count
        results = Array(repeating: nil, count: count)
        phases = PhaseTable(count: count)
        toolLimits = plan.tools.limits
        needs = Array(repeating: OpenNeeds(), count: count)
        tickets = Array(repeating: 0, count: count)
        attemptsGiven = Array(repeating: 0, count: count)
        active = Array(repeating: nil, count: count)
        memory = MemoryGate(need: plan.settings.memoryPerTask)
        budget = RunBudget(dollars: plan.settings.budget, tokens: plan.settings.tokenBudget)
        random = SplitMix64(seed: plan.settings.seed)
        maxConcurrent = max(1, plan.settings.maxConcurrent)
    }

    /// The next moment at which there is something to do.
    package var nextMoment: Moment? { isOver ? nil : timers.first?.moment }

    /// False when the run has its breakers for itself, from the beginning or because it had no word of the others.
    package var sharesBreakers: Bool { sharing.isOn }

    /// The number of the attempt that runs for a task; `nil` when none does.
    package func runningAttempt(of task: Int) -> Int? { active[task]?.running?.number }

    /// Begins the run: tells of every task. Nothing starts before the first batch, whose wishes may be against it.
    package mutating func begin(at moment: Moment) {
        now = moment
        tell(
            .runStarted(
                RunDescription(
                    runID: plan.runID, taskCount: plan.tasks.count, maxConcurrent: maxConcurrent,
                    budget: plan.settings.budget, tokenBudget: plan.settings.tokenBudget)))
        for task in plan.tasks.indices { add(task) }
        // Every task was told of as waiting.
        newlyReady = []
        deadline = plan.settings.deadline.map { moment + $0 }
        if let deadline { timers.add(.deadline, at: deadline) }
    }

    /// Takes in what happened, and does what follows.
    ///
    /// What happened to children comes first: it is older than the batch, and a command is about what it finds.
    ///
    /// - Parameters:
    ///   - batch: What happened.
    ///   - wishes: What people asked for meanwhile. After the end of the run they are ignored, as is everything.
    ///   - answers: What was said of breakers that are shared.
    ///   - memory: The bytes of memory that are available, where that was asked for.
    package mutating func take(
        _ batch: ProcessBatch, _ wishes: [UserCommand] = [], answers: [SharedBreakerAnswer] = [],
        memory: Int? = nil
    ) {
        guard !isOver else { return }
        for event in batch.events {
            now = max(now, event.moment)
            handle(event)
        }
        now = max(now, batch.moment)
        for answer in answers { take(answer) }
        if let memory { takeMemory(memory) }
        for wish in wishes { carryOut(wish) }
        for signal in batch.signals { carryOut(.stop(.signal(signal))) }
        fireTimers()
        settle()
    }

    /// Fills the free slots, says why the rest waits, and notices the end.
    private mutating func settle() {
        fillSlots()
        explainNewlyReady()
        dropVoidTimers()
        guard phases.count(.done) == plan.tasks.count else { return }
        if !saidAllEnded {
            saidAllEnded = true
            tell(.allTasksEnded)
        }
        guard !plan.settings.staysOpen || isClosing || stopCause != nil else { return }
        // What has failed is to be kept for the runs that come.
        guard sharing.isSettled else { return }
        isOver = true
        tell(.runEnded(metrics))
    }

    mutating func tell(_ kind: SpawnEvent.Kind) {
        events.append(SpawnEvent(kind, at: now))
    }

    private mutating func add(_ task: Int) {
        let it = plan.tasks[task]
        tell(.taskAdded(task: task, it))
        // Nobody is unlocked by either: who needs such a task never waits for it.
        if let prior = plan.prior[task] { return file(prior) }
        if it.isDone { return file(blankResult(task, .skipped)) }
        needs[task] = openNeeds(of: task)
        if needs[task].count > 0 { tellNeeds(of: task) } else { enqueue(task) }
    }
}
