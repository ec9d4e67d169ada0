import SpawnCore

extension DashboardModel {
    /// Takes an event in: constant work, however many tasks there are.
    mutating func apply(_ event: SpawnEvent) -> [DashboardEffect] {
        now = max(now, event.moment)
        switch event.kind {
        case .runStarted(let description):
            run = description
            slots = description.maxConcurrent
        case .taskAdded(let task, let description): tasks.add(task, description)
        case .taskWaiting(let task, let reason): tasks.change(task, to: TaskState(reason)) { $0.waits = reason }
        case .attemptStarted(let task, let start): return begin(task, start, at: event.moment)
        case .attemptOutput(let task, let update):
            tasks.change(task) { if !update.line.isEmpty { $0.line = update.line } }
            return task == selection ? wantOutput() : []
        case .timeoutExtended(let task, let until): tasks.change(task) { $0.attempt?.deadline = until }
        case .attemptTerminating(let task, let reason):
            tasks.change(task, to: .stopping) { $0.termination = reason }
        case .attemptEnded(let task, let record): return end(task, record)
        case .taskEnded(let result): return end(result)
        case .taskReopened(let task): reopen(task)
        case .breakerChanged(let snapshot): change(snapshot)
        case .cooldownChanged(let tool, let model, let until):
            cooldowns.removeAll { $0.tool == tool && $0.model == model }
            if let until { cooldowns.append(Cooldown(tool: tool, model: model, until: until)) }
        case .slotsChanged(let count):
            slots = count
            slotsAsked = nil
        case .pauseChanged(let paused): isPaused = paused
        case .commandAccepted: break
        case .commandRefused(_, let reason):
            slotsAsked = nil
            say(reason, .warning)
        case .runStopping(let cause): stopping = cause
        case .allTasksEnded: return finish(.allTasksEnded)
        case .runEnded: return finish(.ended)
        }
        return []
    }

    private mutating func begin(_ task: Int, _ start: AttemptStart, at moment: Moment) -> [DashboardEffect] {
        tasks.change(task, to: .running) {
            $0.attempt = start
            $0.attemptStartedAt = moment
            $0.startedAt = $0.startedAt ?? moment
            $0.termination = nil
            $0.waits = nil
            $0.line = ""
        }
        followWork(candidate: task)
        return task == selection ? wantOutput() : []
    }

    private mutating func end(_ task: Int, _ record: AttemptRecord) -> [DashboardEffect] {
        // What comes next is said by the event that follows; until then the task waits.
        tasks.change(task, to: .waiting) {
            $0.attempts.append(record)
            $0.waits = nil
        }
        return task == selection ? wantOutput() : []
    }

    private mutating func end(_ result: SpawnResult) -> [DashboardEffect] {
        metrics.record(result)
        tasks.change(result.taskIndex, to: TaskState(result.ending)) {
            $0.ending = result.ending
            $0.executionTime = result.executionTime
            $0.error = result.error
            $0.resetAt = result.resetAt
            $0.rejectedBy = result.rejectedBy
            $0.attempts = result.attempts
            $0.waits = nil
        }
        guard isFollowing, result.taskIndex == selection, let next = tasks.running.first else { return [] }
        select(next)
        return wantOutput()
    }

    private mutating func reopen(_ task: Int) {
        guard tasks.contains(task), let ending = tasks[task].ending else { return }
        let description = tasks[task].description
        var old = SpawnResult(
            taskIndex: task, taskID: description.id, prompt: description.prompt, agent: description.agent,
            ending: ending)
        old.rejectedBy = tasks[task].rejectedBy
        metrics.withdraw(old)
        tasks.change(task, to: .waiting) { $0 = TaskRow(description: description, state: $0.state) }
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

    private mutating func finish(_ reached: Phase) -> [DashboardEffect] {
        phase = reached
        endedAt = endedAt ?? now
        guard leavesWhenOver || stopping != nil else { return [] }
        let exit: DashboardExit = stopping == nil ? .finished : .stopped
        return reached == .ended ? [.quit(exit)] : [.send(.close), .quit(exit)]
    }

    /// Until somebody moves, the selection stays on a task that runs.
    private mutating func followWork(candidate: Int) {
        guard isFollowing, tasks.contains(candidate) else { return }
        if selectedTask?.state.group != .running { select(candidate) }
    }

    mutating func select(_ task: Int) {
        selection = task
        keepSelectionVisible()
    }
}
