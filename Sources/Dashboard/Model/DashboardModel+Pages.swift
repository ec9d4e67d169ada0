import SpawnCore

/// Moving about: between pages, and within them.
extension DashboardModel {
    /// Rows of the list, or of the text, that the page is about.
    var visibleRows: Int {
        switch page {
        case .overview: focus == .tasks ? layout.tableRows : 1
        case .task: taskPage.output.rows
        case .timeline, .failures, .search, .metrics: layout.listRows
        case .breaker: 1
        case .help: max(0, layout.page.rows - 2)
        }
    }

    mutating func move(by rows: Int) {
        switch page {
        case .overview where focus == .breakers:
            breakerList.move(by: rows, count: run.breakers.count, visible: run.breakers.count)
        case .overview, .timeline:
            isFollowing = false
            table.move(by: rows, in: run, visible: tableRows)
        case .task: output.scroll(by: rows, visible: visibleRows)
        case .breaker:
            let count = selectedBreaker?.trippedBy.count ?? 0
            tripList.move(by: rows, count: count, visible: count)
        case .failures: failureList.move(by: rows, count: run.failures.groups.count, visible: visibleRows)
        case .metrics: metricsList.scroll(by: rows, count: MetricsRow.rows(of: run).count, visible: visibleRows)
        case .search: search.list.move(by: rows, count: search.hits.count, visible: visibleRows)
        case .help:
            helpList.scroll(
                by: rows, count: HelpLine.columns(width: size.columns).map(\.count).max() ?? 0, visible: visibleRows)
        }
    }

    mutating func moveAside(by steps: Int) {
        if page == .task { return shiftOutput(by: 8 * steps) }
        guard page == .timeline, let length = timeline.extent.length else { return }
        let most = max(.zero, elapsed - length)
        timeline.back = max(.zero, min(most, timeline.back - length * steps / 4))
    }

    private mutating func shiftOutput(by columns: Int) {
        guard !output.wraps else { return say("long lines are wrapped; w cuts them", .dim) }
        // Something of the longest line stays in sight.
        let longest = output.document.rows.map(\.scalars.count).max() ?? 0
        output.shift = max(0, min(output.shift + columns, longest - 8))
    }

    mutating func turn(to action: Action) {
        switch action {
        case .breakers:
            focus = place == .breakers ? .tasks : .breakers
            pages = [.overview]
        case .metrics: show(.metrics)
        case .timeline: show(.timeline)
        case .failures: show(.failures)
        case .help:
            helpList = ListPosition()
            show(.help)
        default: break
        }
    }

    /// Puts a page on top, or takes it away when it is there.
    mutating func show(_ next: Page) {
        if page == next { return back() }
        pages.removeAll { $0 == next }
        pages.append(next)
        table.resize(visible: tableRows)
    }

    mutating func back() {
        if pages.count > 1 {
            pages.removeLast()
            wrapOutput()
        } else if focus == .breakers {
            focus = .tasks
        } else if !table.tags.isEmpty {
            table.untag()
        } else if !table.order.filter.isEmpty {
            table.show(filter: RowFilter(), of: run)
        }
        table.resize(visible: tableRows)
    }

    mutating func open() -> [DashboardEffect] {
        switch page {
        case .overview where focus == .breakers:
            guard selectedBreaker != nil else { return [] }
            tripList = ListPosition()
            show(.breaker)
        case .overview, .timeline: return openTask(selection)
        case .breaker:
            let trips = selectedBreaker?.trippedBy ?? []
            guard trips.indices.contains(tripList.selection) else { return [] }
            let trip = trips[tripList.selection]
            if trip.task == nil { say("that attempt was in another run; its output is not here", .warning) }
            return openTask(trip.task, attempt: trip.attempt)
        case .failures:
            guard run.failures.groups.indices.contains(failureList.selection) else { return [] }
            table.show(filter: RowFilter(group: failureList.selection), of: run)
            pages = [.overview]
            focus = .tasks
        case .search: return openHit()
        case .task, .metrics, .help: break
        }
        return []
    }

    /// Opens a task, or one of its attempts, if need be by showing all tasks again.
    mutating func openTask(_ task: Int?, attempt: Int? = nil) -> [DashboardEffect] {
        guard let task, run.tasks.contains(task) else { return [] }
        isFollowing = false
        if table.order.position(of: task, in: run) == nil {
            table.show(filter: RowFilter(), of: run)
            // It is to be there now, however many others are.
            while table.order.isFiling { table.goOn(run) }
        }
        table.select(task, in: run, visible: tableRows)
        show(.task)
        let source = OutputSource(task: task, attempt: attempt)
        if output.source != source { output.turn(to: source) }
        output.wantsText = attempt != nil
        output.followsEnd = true
        return wantOutput()
    }

    private mutating func openHit() -> [DashboardEffect] {
        guard search.hits.indices.contains(search.list.selection) else { return [] }
        let hit = search.hits[search.list.selection]
        // The latest attempt is followed.
        let isLatest = run.tasks[hit.source.task].latestAttempt == hit.source.attempt
        let effects = openTask(hit.source.task, attempt: isLatest ? nil : hit.source.attempt)
        output.wantsText = false
        output.stream = hit.stream
        // It may be in what a tool gave back.
        output.isUnfolded = true
        output.search.text = search.text
        output.search.line = nil
        output.awaitedLine = hit.line
        return effects
    }
}
