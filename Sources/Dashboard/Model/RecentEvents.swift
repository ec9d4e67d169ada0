import SpawnCore

/// The last things that a person who looked away would want to know of: endings, retries, breakers and cooldowns, and what was done
/// to the run. Every start and line of output is not among them.
struct RecentEvents: Sendable {
    /// The most that are kept: more than any screen shows.
    private static let most = 24

    enum What: Sendable, Equatable {
        /// A task came into this state.
        case task(Int, TaskState)
        case breaker(agent: String, BreakerState)
        case cooldown(tool: String, isOver: Bool)
        case trouble(ToolTrouble, tool: String)
        case slots(Int)
        case paused(Bool)
        case stopping
    }

    /// From the first to the last.
    private(set) var entries: [(moment: Moment, what: What)] = []

    /// Takes an event in.
    ///
    /// - Parameters:
    ///   - event: The event.
    ///   - run: The run as it was before it.
    mutating func add(_ event: SpawnEvent, before run: RunPicture) {
        guard let what = Self.what(event, before: run) else { return }
        entries.append((event.moment, what))
        if entries.count > Self.most { entries.removeFirst() }
    }

    private static func what(_ event: SpawnEvent, before run: RunPicture) -> What? {
        switch event.kind {
        case .taskEnded(let result):
            return result.ending.isBeforehand ? nil : .task(result.taskIndex, TaskState(result.ending))
        // What a task waits for first of all, a slot or another task, is no news.
        case .taskWaiting(let task, .backoff): return .task(task, .backoff)
        case .taskReopened(let task): return .task(task, .waiting)
        case .breakerChanged(let breaker):
            let old = run.breakers.first { $0.agent == breaker.agent }?.state
            // What an earlier run has left has not just happened.
            if old == nil, let change = breaker.lastChange, change.moment < .start { return nil }
            return breaker.state == old ?? .closed ? nil : .breaker(agent: breaker.agent, breaker.state)
        case .cooldownChanged(let tool, let model, let until, let trouble):
            let name = model.map { "\(tool) \($0)" } ?? tool
            return trouble.map { .trouble($0, tool: name) } ?? .cooldown(tool: name, isOver: until == nil)
        case .slotsChanged(let slots): return .slots(slots)
        case .pauseChanged(let isPaused): return .paused(isPaused)
        case .runStopping: return run.stopping == nil ? .stopping : nil
        case .runStarted, .taskAdded, .taskWaiting, .attemptStarted, .attemptOutput, .timeoutExtended,
            .attemptTerminating, .attemptEnded, .commandAccepted, .commandRefused, .allTasksEnded, .runEnded:
            return nil
        }
    }
}
