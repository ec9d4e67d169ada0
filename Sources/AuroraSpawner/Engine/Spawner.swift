internal import Glibc
package import SpawnCore
internal import SpawnProcess

/// Runs a set of tasks once: it starts their agents, watches them, recovers from failures and tells what happens.
///
/// ```swift
/// let spawner = try Spawner(tasks: [SpawnTask(prompt: "Hello world")])
/// let events = spawner.events()
/// Task { for await event in events { print(event.kind) } }
/// let report = await spawner.run()
/// ```
///
/// All rules are in the run's state machine; the spawner feeds it batches of events, performs what it asks for, and
/// hands out what it tells.
public actor Spawner {
    private var state: RunState
    private var hasBegun = false
    /// The moment the host was last asked to wake us.
    private var wakeMoment: Moment?
    private var outputs = KeptOutputs()
    /// The memory that is available, as it was asked for and not yet told.
    private var memory: Int?
    private nonisolated let host: any ProcessHost
    /// Asks the breakers that runs share; `nil` when this one has them for itself, or has given up on the others.
    private var desk: BreakerDesk?
    private nonisolated let sharedBreakers: SharedBreakers?
    private nonisolated let hub: EventHub
    /// What the run decides is decided on a thread of its own, and whoever reads of it is woken from another.
    private nonisolated let thread: OwnThread
    private nonisolated let waker: OwnThread
    private nonisolated let pendingCommands = Guarded<[UserCommand]>([])
    private nonisolated let statusStream = AsyncStream<RunStatus>.makeStream(bufferingPolicy: .bufferingNewest(1))

    /// Creates a spawner of a plan, on a host of its own: the host is closed when the run is over.
    ///
    /// - Parameters:
    ///   - plan: The plan.
    ///   - host: The host.
    ///   - breakers: Those that it shares with other runs; `nil` lets its own end with it.
    ///   - recorder: Writes down what happens before anybody is told of it; `nil` keeps nothing.
    /// - Throws: When there is no thread to be had.
    package init(
        plan: RunPlan, host: any ProcessHost, breakers: SharedBreakers? = nil, recorder: RunRecorder? = nil
    ) throws {
        state = RunState(plan: plan, sharesBreakers: breakers != nil)
        self.host = host
        sharedBreakers = breakers
        desk = try breakers.map { breakers in try BreakerDesk(breakers) { host.wakeNow() } }
        thread = try OwnThread()
        waker = try OwnThread()
        hub = try EventHub(waker: waker, recorder: recorder)
    }

    /// The thread on which everything here runs.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }

    /// Creates a spawner. Nothing is started before ``run()``.
    ///
    /// - Parameters:
    ///   - tasks: The tasks, in the order their results shall have.
    ///   - configuration: What holds for all of them.
    ///   - adoptsOrphans: Whether what children start in sessions of their own, and leave behind, ends with the run too.
    ///     It makes this process the parent of every orphan below it (`PR_SET_CHILD_SUBREAPER` in prctl(2)), for good,
    ///     and takes all of them for the run's: so it is for a program that starts no children but by one spawner at a
    ///     time, as the command `aurora` does. Without it a process is found as long as its parent lives or it is in its
    ///     attempt's group.
    /// - Throws: ``InputError`` or ``TaskGraphError`` for tasks or settings that cannot be run: an unknown tool, one whose
    ///   program is not on PATH, an unknown policy, an id used twice, an unknown dependency, a cycle. Also when the
    ///   system has no thread or file descriptor left. A task that fails throws nothing; it has a result.
    public init(
        tasks: [SpawnTask], configuration: SpawnerConfiguration = SpawnerConfiguration(), adoptsOrphans: Bool = false
    ) throws {
        try self.init(
            plan: try RunPlan(tasks: tasks, configuration: configuration),
            host: try Reactor(adoptsOrphans: adoptsOrphans, reading: OutputClassifier(configuration)))
    }

    /// Runs the tasks to their end. To be called once.
    ///
    /// When the surrounding task is cancelled, the run stops: what runs is ended, what waits never starts, and every task
    /// still has its result.
    ///
    /// - Returns: The results in input order, with their sums. No process that the run started is alive then, as far as
    ///   it could be found; see ``init(tasks:configuration:adoptsOrphans:)``.
    public func run() async -> RunReport {
        precondition(!hasBegun, "a spawner runs once; create another one for another run")
        hasBegun = true
        return await withTaskCancellationHandler {
            await runToTheEnd()
        } onCancel: {
            send(.stop(.user))
        }
    }

    /// Asks something of the run; from anywhere, at any time. What it led to comes back as an event.
    ///
    /// - Parameter command: The command. One that arrives after the end of the run does nothing.
    public nonisolated func send(_ command: UserCommand) {
        pendingCommands.withLock { $0.append(command) }
        host.wakeNow()
    }

    /// Subscribes to what happens from now on. Subscribe before ``run()`` to see everything.
    ///
    /// A reader that is slow misses nothing but output updates that a newer one of the same attempt has overtaken.
    ///
    /// - Returns: A stream for one reader, with events in the order they happened. It ends after
    ///   ``SpawnEvent/Kind/runEnded(_:)``.
    public nonisolated func events() -> AsyncStream<SpawnEvent> { hub.subscribe() }

    /// The same in batches, for a reader that looks only so often: each is all that came since it took the last.
    package nonisolated func eventBatches() -> AsyncStream<[SpawnEvent]> { hub.subscribeToBatches() }

    /// How the run stands, each time that SIGUSR1 asks for it. For one reader; it ends with the run.
    package nonisolated var statuses: AsyncStream<RunStatus> { statusStream.stream }

    /// What a task has written.
    ///
    /// - Parameters:
    ///   - task: The task's place in the input, counted from 0.
    ///   - number: Which of its attempts; `nil` is the running one, else the last.
    /// - Returns: The output; `nil` when the attempt has written nothing, or has not run.
    package func liveOutput(ofTask task: Int, attempt number: Int? = nil) -> LiveOutput? {
        if let running = state.runningAttempt(of: task), number == nil || number == running,
            let live = host.output(of: AttemptID(task: task, number: running))
        {
            return live
        }
        return outputs.output(ofTask: task, attempt: number)
    }

    private func runToTheEnd() async -> RunReport {
        // The host owns the clock, so only a batch can say when the run begins.
        host.wakeNow()
        var batch = await host.nextBatch()
        let beginning = batch.moment
        state.begin(at: beginning)
        take(batch)
        while !state.isOver {
            batch = await host.nextBatch()
            take(batch)
        }
        host.close()
        waker.post { [continuation = statusStream.continuation] in continuation.finish() }
        await hub.settle()
        let results = state.results.compactMap(\.self)
        precondition(results.count == state.plan.tasks.count, "a run is over only when every task has a result")
        return RunReport(
            runID: state.plan.runID, results: results, metrics: state.metrics, stopCause: state.stopCause,
            duration: batch.moment - beginning)
    }

    /// Takes in a batch and does what follows from it.
    private func take(_ batch: ProcessBatch) {
        for event in batch.events {
            guard case .ended(let report) = event.kind else { continue }
            outputs.keep(LiveOutput(stdout: report.stdout, stderr: report.stderr), of: event.attempt)
        }
        var batch = batch
        let signalCount = batch.signals.count
        batch.signals.removeAll { $0 == SIGUSR1 }
        state.take(
            batch, pendingCommands.withLock { commands in exchange(&commands, with: []) },
            answers: desk?.takeAnswers() ?? [], memory: memory.take())
        if desk != nil, !state.sharesBreakers {
            desk = nil
            sharedBreakers?.giveUp()
        }
        for command in exchange(&state.commands, with: []) { perform(command) }
        hub.publish(exchange(&state.events, with: []))
        if batch.signals.count < signalCount {
            waker.post { [continuation = statusStream.continuation, status = state.status] in continuation.yield(status)
            }
        }
        // A moment that has come is spent, and must be asked for again.
        if let asked = wakeMoment, asked <= batch.moment { wakeMoment = nil }
        if state.nextMoment != wakeMoment {
            wakeMoment = state.nextMoment
            host.wake(at: wakeMoment)
        }
    }

    private func perform(_ command: RunState.Command) {
        switch command {
        case .start(let attempt, let spec): host.start(spec, as: attempt)
        case .terminate(let attempt, let manner): host.terminate(attempt, manner)
        case .lookAtMemory:
            memory = host.availableMemory()
            host.wakeNow()
        case .share(let request): desk?.ask(request)
        }
    }
}

/// Puts a value in the place of another, without a copy of either.
private func exchange<Value>(_ place: inout Value, with value: Value) -> Value {
    let old = place
    place = value
    return old
}
