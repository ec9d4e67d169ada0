/// The mouse: a click selects, a second one opens, the wheel moves.
extension DashboardModel {
    mutating func handle(_ mouse: MouseAction) -> [DashboardEffect] {
        guard dialog == nil, prompt == nil, !layout.isTooSmall else { return [] }
        isTouched = true
        table.hold(at: now)
        switch mouse.kind {
        case .wheelUp: move(by: -3)
        case .wheelDown: move(by: 3)
        case .press: return click(mouse.column, mouse.row)
        }
        return []
    }

    private mutating func click(_ column: Int, _ row: Int) -> [DashboardEffect] {
        switch page {
        case .overview:
            if layout.table.contains(column: column, row: row), layout.side != nil || focus == .tasks {
                focus = .tasks
                return clickTask(table.first(in: run, visible: tableRows) + row - layout.table.row - 1)
            }
            if let area = breakerArea, area.contains(column: column, row: row) {
                return clickBreaker(row - area.row - 1)
            }
        case .timeline: return clickTask(table.first(in: run, visible: tableRows) + row - layout.page.row - 2)
        case .failures:
            let rows = failureList.rows(count: run.failures.groups.count, visible: visibleRows)
            failureList.move(
                by: rows.lowerBound + row - 2 - failureList.selection, count: run.failures.groups.count,
                visible: visibleRows)
        case .search:
            let rows = search.list.rows(count: search.hits.count, visible: visibleRows)
            search.list.move(
                by: rows.lowerBound + row - 2 - search.list.selection, count: search.hits.count, visible: visibleRows)
        case .task, .breaker, .metrics, .help: break
        }
        return []
    }

    private mutating func clickTask(_ position: Int) -> [DashboardEffect] {
        guard let task = table.order.task(at: position, of: run) else { return [] }
        if task == selection, !isFollowing { return openTask(task) }
        isFollowing = false
        table.go(to: position, in: run, visible: tableRows)
        return []
    }

    private mutating func clickBreaker(_ line: Int) -> [DashboardEffect] {
        guard let breaker = breakerRows.breaker(at: line) else { return [] }
        if focus == .breakers, breaker == breakerList.selection { return open() }
        focus = .breakers
        breakerList.move(by: breaker - breakerList.selection, count: run.breakers.count, visible: run.breakers.count)
        return []
    }
}
