import SpawnCore

extension DashboardModel {
    /// Where keys go.
    package var place: KeyBinding.Place {
        switch page {
        case .overview: focus == .tasks ? .tasks : .breakers
        case .task: .task
        case .breaker: .breaker
        case .metrics: .metrics
        case .timeline: .timeline
        case .failures: .failures
        case .search: .search
        case .help: .help
        }
    }

    mutating func press(_ key: Key) -> [DashboardEffect] {
        isTouched = true
        table.hold(at: now)
        switch key {
        // What ends, stops and mends any program works whatever else is open.
        case .interrupt: return perform(.stop)
        case .suspend: return perform(.suspend)
        case .redraw: return perform(.redraw)
        // Nobody acts on what cannot be seen.
        case .character("q") where layout.isTooSmall && run.phase != .running: return leave
        case _ where layout.isTooSmall: return []
        default: break
        }
        if var dialog {
            let answer = dialog.press(key)
            self.dialog = answer == nil ? dialog : nil
            return answer.map { answered($0) } ?? []
        }
        notice = nil
        if prompt != nil { return edit(key) }
        guard let action = KeyTable.action(for: key, in: place) else { return [] }
        return perform(action)
    }

    private mutating func answered(_ answer: Dialog.Answer) -> [DashboardEffect] {
        switch answer {
        case .nothing: return []
        case .send(let command):
            if case .breaker = command { return [.send(command)] }
            table.untag()
            return [.send(command)]
        case .leaveWhenOver:
            leavesWhenOver = true
            return run.phase == .running ? [.send(.close)] : leave
        case .stopAndLeave:
            leavesWhenOver = true
            return run.phase == .running ? [.send(.stop(.user))] : leave
        }
    }

    /// Gives the screen back when all is over.
    private var leave: [DashboardEffect] { [.send(.close), .quit(run.stopping == nil ? .finished : .stopped)] }

    private mutating func perform(_ action: Action) -> [DashboardEffect] {
        if action.isCommand, options.isReadOnly {
            say("this dashboard may only look: it was started with --readonly", .warning)
            return []
        }
        switch action {
        case .up: move(by: -1)
        case .down: move(by: 1)
        case .pageUp: move(by: -max(1, visibleRows - 1))
        case .pageDown: move(by: max(1, visibleRows - 1))
        case .top: move(by: -OutputView.whole)
        case .bottom: move(by: OutputView.whole)
        case .left: moveAside(by: -1)
        case .right: moveAside(by: 1)
        case .zoom: timeline = TimelineView(extent: timeline.extent.next)
        case .open: return open()
        case .back: back()
        case .switchFocus: focus = focus == .tasks ? .breakers : .tasks
        case .filter, .find, .searchAll: beginTyping(action)
        case .sort, .tag, .tagRange, .tagFailed, .untag: arrange(action)
        case .cancel, .retry, .retryWithFallback: return act(action)
        case .moreSlots: return askForSlots(1)
        case .fewerSlots: return askForSlots(-1)
        case .pause: return askForPause()
        case .probe, .reset, .forceOpen, .disable: operate(action)
        case .nextStream, .wrap, .raw, .unfold, .times, .findNext, .findPrevious: return look(action)
        case .earlierAttempt, .laterAttempt: return turnToAttempt(action)
        case .save, .pager, .copy: return take(action)
        case .breakers, .metrics, .timeline, .failures, .help: turn(to: action)
        case .picture: return [.savePicture]
        case .redraw: return [.redraw]
        case .suspend: return [.suspend]
        case .quit: return quit()
        case .stop: return stop()
        }
        return []
    }

    private mutating func askForSlots(_ change: Int) -> [DashboardEffect] {
        let wanted = max(1, (slotsAsked ?? run.slots) + change)
        slotsAsked = wanted
        return [.send(.setMaxConcurrent(wanted))]
    }

    private mutating func askForPause() -> [DashboardEffect] {
        let wanted = !(pauseAsked ?? run.isPaused)
        pauseAsked = wanted
        return [.send(wanted ? .pause : .resume)]
    }

    private mutating func quit() -> [DashboardEffect] {
        guard page == .overview else {
            back()
            return []
        }
        guard run.phase == .running, run.tasks.count > run.tasks.over else {
            return leave
        }
        dialog = Dialog(run.stopping == nil ? .quit : .stopping, isReadOnly: options.isReadOnly)
        return []
    }

    private mutating func stop() -> [DashboardEffect] {
        if run.phase != .running { return leave }
        say(
            run.stopping == nil ? "stopping; Ctrl-C again ends everything at once" : "ending everything at once",
            .warning)
        dialog = nil
        prompt = nil
        return [.send(.stop(.signal(2)))]
    }
}
