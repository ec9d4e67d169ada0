import SpawnCore

/// What a person does with tasks, the table and breakers.
extension DashboardModel {
    /// The tagged tasks, else the selected one.
    private var subjects: [Int] {
        page == .task || table.tags.isEmpty ? selection.map { [$0] } ?? [] : table.tags.sorted()
    }

    /// Acts on tasks: at once where it is one and harmless, else after a question.
    mutating func act(_ action: Action) -> [DashboardEffect] {
        isFollowing = false
        let tasks = subjects.filter { allows(action, run.tasks[$0].state) }
        guard !tasks.isEmpty else {
            sayWhyNot(action)
            return []
        }
        switch action {
        case .cancel: dialog = Dialog(.cancel(tasks: tasks))
        case .retry where tasks.count > 1: dialog = Dialog(.retry(tasks: tasks))
        case .retry: return [.send(.retry(tasks: tasks))]
        case .retryWithFallback where tasks.count > 1: dialog = Dialog(.retryWithFallback(tasks: tasks))
        case .retryWithFallback: return [.send(.retryWithFallback(tasks: tasks))]
        default: break
        }
        return []
    }

    private func allows(_ action: Action, _ state: TaskState) -> Bool {
        switch action {
        case .cancel: !state.isOver && state != .stopping
        case .retry: state.isOver || state == .backoff
        default: state.isOver
        }
    }

    /// Whether what a key would do to the selected task is of use; to those tagged, whatever they are, it may be.
    func offers(_ action: Action) -> Bool {
        guard page == .task || table.tags.isEmpty else { return true }
        return selectedTask.map { allows(action, $0.state) } ?? false
    }

    private mutating func sayWhyNot(_ action: Action) {
        guard let row = selectedTask else { return say("there is no task here", .dim) }
        guard subjects.count <= 1 else {
            return say(
                "of the \(subjects.count) tasks tagged, none can be \(action == .cancel ? "cancelled" : "run again")",
                .dim)
        }
        let state = "\(row.description.id) is \(row.state.word)"
        switch action {
        case .cancel: say(row.state.isOver ? "\(row.description.id) is already over" : "\(state) already", .dim)
        case .retry: say("\(state); only a finished task can be run again", .dim)
        default: say("\(state); the fallback can only run a finished task", .dim)
        }
    }

    mutating func arrange(_ action: Action) {
        isFollowing = false
        switch action {
        case .sort:
            table.show(sort: table.order.sort.next, of: run)
            say("sorted " + table.order.sort.word, .dim)
        case .tag:
            guard let selection else { return }
            table.toggleTag(selection)
            table.move(by: 1, in: run, visible: tableRows)
        case .tagRange: table.tagRange(in: run)
        case .tagFailed: table.tagAll(in: run) { $0.state.group == .failed || $0.state == .limited }
        case .untag: table.untag()
        default: break
        }
    }

    /// Acts on the selected breaker, after a question.
    mutating func operate(_ action: Action) {
        guard let breaker = selectedBreaker else { return say("there is no breaker yet", .dim) }
        let agent = breaker.agent
        switch action {
        case .probe where breaker.state != .open:
            say("\(agent) is \(breaker.state.words); only an open breaker is probed", .dim)
        case .forceOpen where breaker.state == .forcedOpen, .disable where breaker.state == .disabled:
            say("\(agent) is \(breaker.state.words) already", .dim)
        case .probe: dialog = Dialog(.breaker(agent: agent, .probe))
        case .reset: dialog = Dialog(.breaker(agent: agent, .reset))
        case .forceOpen: dialog = Dialog(.breaker(agent: agent, .forceOpen))
        case .disable: dialog = Dialog(.breaker(agent: agent, .disable))
        default: break
        }
    }
}
