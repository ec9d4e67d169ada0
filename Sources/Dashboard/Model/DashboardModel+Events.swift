import SpawnCore

extension DashboardModel {
    /// Takes an event in: into the picture of the run, and into what a person looks at.
    mutating func apply(_ event: SpawnEvent) -> [DashboardEffect] {
        now = max(now, event.moment)
        recent.add(event, before: run)
        let wasSpent = run.budget.isSpent
        run.apply(event)
        if run.budget.isSpent != wasSpent {
            asksAboutBudget = !wasSpent
            if wasSpent, dialog?.subject == .budget { dialog = nil }
        }
        if let task = event.task { table.update(task, in: run, at: now) }
        switch event.kind {
        case .attemptStarted(let task, _):
            followWork(candidate: task)
            return task == selection ? wantOutput() : []
        case .attemptOutput(let task, _), .attemptEnded(let task, _): return task == selection ? wantOutput() : []
        case .taskEnded(let result): moveOn(from: result.taskIndex)
        case .slotsChanged(let slots): if slots == slotsAsked { slotsAsked = nil }
        case .pauseChanged(let isPaused): if isPaused == pauseAsked { pauseAsked = nil }
        case .commandRefused(_, let reason):
            slotsAsked = nil
            pauseAsked = nil
            say(reason, .warning)
        case .allTasksEnded, .runEnded: return leaveIfAsked()
        case .runStarted, .taskAdded, .taskWaiting, .timeoutExtended, .attemptTerminating, .taskReopened,
            .breakerChanged, .cooldownChanged, .commandAccepted, .runStopping:
            break
        }
        return []
    }

    private mutating func leaveIfAsked() -> [DashboardEffect] {
        guard leavesWhenOver || run.stopping != nil else { return [] }
        let exit: DashboardExit = run.stopping == nil ? .finished : .stopped
        return run.phase == .ended ? [.quit(exit)] : [.send(.close), .quit(exit)]
    }

    /// Asks what is to become of the tasks that a spent budget keeps from starting, when nothing else is being asked or written.
    mutating func askAboutBudget() {
        let isWaiting = run.tasks.count > run.tasks.over + run.tasks.count(StateGroup.running)
        guard asksAboutBudget, !options.isReadOnly, dialog == nil, prompt == nil, isWaiting, run.phase == .running,
            run.stopping == nil, !leavesWhenOver
        else { return }
        asksAboutBudget = false
        dialog = Dialog(.budget)
    }

    /// Until somebody moves, the selection stays on a task that runs.
    private mutating func followWork(candidate: Int) {
        guard isFollowing, selectedTask?.state.group != .running else { return }
        table.select(candidate, in: run, visible: tableRows)
    }

    private mutating func moveOn(from task: Int) {
        guard isFollowing, task == selection, let next = run.tasks.running.first else { return }
        table.select(next, in: run, visible: tableRows)
    }
}

extension SpawnEvent {
    /// The task it is about, by its place in the input; `nil` when it is about none.
    fileprivate var task: Int? {
        switch kind {
        case .taskAdded(let task, _), .taskWaiting(let task, _), .attemptStarted(let task, _),
            .attemptOutput(let task, _), .timeoutExtended(let task, _), .attemptTerminating(let task, _),
            .attemptEnded(let task, _), .taskReopened(let task):
            task
        case .taskEnded(let result): result.taskIndex
        case .runStarted, .breakerChanged, .cooldownChanged, .slotsChanged, .pauseChanged, .commandAccepted,
            .commandRefused, .runStopping, .allTasksEnded, .runEnded:
            nil
        }
    }
}
