import SpawnCore

extension DashboardModel {
    mutating func press(_ key: Key) -> [DashboardEffect] {
        isTouched = true
        if key == .interrupt { return perform(.stop) }
        if var dialog {
            let answer = dialog.press(key)
            self.dialog = answer == nil ? dialog : nil
            return answer.map { answered($0) } ?? []
        }
        notice = nil
        guard let action = KeyTable.action(for: key, in: place) else { return [] }
        return perform(action)
    }

    /// Where keys go.
    package var place: KeyBinding.Place {
        switch page {
        case .overview: focus == .tasks ? .tasks : .breakers
        case .detail: .detail
        case .help: .help
        }
    }

    private mutating func answered(_ answer: Dialog.Answer) -> [DashboardEffect] {
        switch answer {
        case .nothing: return []
        case .cancel(let tasks): return [.send(.cancel(tasks: tasks))]
        case .leaveWhenOver:
            leavesWhenOver = true
            return phase == .running ? [.send(.close)] : [.send(.close), .quit(.finished)]
        case .stopAndLeave:
            leavesWhenOver = true
            return phase == .running ? [.send(.stop(.user))] : [.send(.close), .quit(.finished)]
        }
    }

    private mutating func perform(_ action: Action) -> [DashboardEffect] {
        switch action {
        case .up: return move(by: -1)
        case .down: return move(by: 1)
        case .pageUp: return move(by: -pageSize)
        case .pageDown: return move(by: pageSize)
        case .top: return move(by: -1_000_000_000)
        case .bottom: return move(by: 1_000_000_000)
        case .open:
            guard tasks.contains(selection) else { return [] }
            isFollowing = false
            page = .detail
            output.followsEnd = true
            return wantOutput()
        case .back:
            if page == .overview { focus = .tasks }
            page = page == .help ? pageBeforeHelp : .overview
            return []
        case .nextStream:
            output.stream = output.stream == .stdout ? .stderr : .stdout
            output.followsEnd = true
        case .cancel: return cancel()
        case .retry: return retry()
        case .retryWithFallback: return retryWithFallback()
        case .moreSlots: return askForSlots(1)
        case .fewerSlots: return askForSlots(-1)
        case .pause: return [.send(isPaused ? .resume : .pause)]
        case .breakers: focus = focus == .tasks ? .breakers : .tasks
        case .help:
            if page != .help { pageBeforeHelp = page }
            page = page == .help ? pageBeforeHelp : .help
            helpTop = 0
        case .quit: return quit()
        case .stop:
            if phase != .running { return [.send(.close), .quit(stopping == nil ? .finished : .stopped)] }
            say(
                stopping == nil ? "stopping; Ctrl-C again ends everything at once" : "ending everything at once",
                .warning)
            dialog = nil
            return [.send(.stop(.signal(2)))]
        }
        return []
    }

    private var pageSize: Int {
        switch page {
        case .overview: max(1, layout.tableRows - 1)
        case .detail: max(1, DetailPage(self).outputRows - 1)
        case .help: max(1, size.rows - 4)
        }
    }

    private mutating func move(by rows: Int) -> [DashboardEffect] {
        switch (page, focus) {
        case (.help, _): helpTop = max(0, min(HelpPage.lastTop(self), helpTop + rows))
        case (.detail, _): scrollOutput(by: rows)
        case (.overview, .breakers):
            breakerSelection = max(0, min(breakers.count - 1, breakerSelection + rows))
        case (.overview, .tasks):
            isFollowing = false
            let target = max(0, min(tasks.count - 1, selection + rows))
            guard target != selection else { return [] }
            select(target)
            return wantOutput()
        }
        return []
    }

    private mutating func cancel() -> [DashboardEffect] {
        guard let row = selectedTask else { return [] }
        isFollowing = false
        if row.state.isOver {
            say("\(row.description.id) is already over", .dim)
            return []
        }
        guard row.state.group == .running else { return [.send(.cancel(tasks: [selection]))] }
        dialog = .cancel(selection, row)
        return []
    }

    private mutating func retry() -> [DashboardEffect] {
        guard let row = selectedTask else { return [] }
        isFollowing = false
        if row.state.isOver || row.state == .backoff { return [.send(.retry(tasks: [selection]))] }
        say("\(row.description.id) is \(row.state.word); only a finished task can be run again", .dim)
        return []
    }

    private mutating func retryWithFallback() -> [DashboardEffect] {
        guard let row = selectedTask else { return [] }
        isFollowing = false
        if row.state.isOver { return [.send(.retryWithFallback(tasks: [selection]))] }
        say("\(row.description.id) is \(row.state.word); the fallback can only run a finished task", .dim)
        return []
    }

    private mutating func askForSlots(_ change: Int) -> [DashboardEffect] {
        let wanted = max(1, (slotsAsked ?? slots) + change)
        slotsAsked = wanted
        return [.send(.setMaxConcurrent(wanted))]
    }

    private mutating func quit() -> [DashboardEffect] {
        guard phase == .running, tasks.count > tasks.over else {
            return [.send(.close), .quit(stopping == nil ? .finished : .stopped)]
        }
        dialog = .quit(tasks)
        return []
    }
}
