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
                return clickTask(row - layout.table.row - 1)
            }
            if let area = breakerArea, area.contains(column: column, row: row) {
                return clickBreaker(row - area.row - 1)
            }
            return []
        case .timeline: return clickTask(row - 2)
        case .failures: return clickList(\.failureList, count: run.failures.groups.count, line: row - 2)
        case .search: return clickList(\.search.list, count: search.hits.count, line: row - 2)
        case .task, .breaker, .metrics, .help: return []
        }
    }

    private mutating func clickTask(_ line: Int) -> [DashboardEffect] {
        let position = table.first(in: run, visible: tableRows) + line
        guard (0..<tableRows).contains(line), let task = table.order.task(at: position, of: run) else { return [] }
        if task == selection, !isFollowing { return openTask(task) }
        isFollowing = false
        table.go(to: position, in: run, visible: tableRows)
        return []
    }

    /// A click on a line of the list that fills a page.
    private mutating func clickList(
        _ list: WritableKeyPath<DashboardModel, ListPosition>, count: Int, line: Int
    ) -> [DashboardEffect] {
        let shown = self[keyPath: list].rows(count: count, visible: visibleRows)
        guard shown.indices.contains(shown.lowerBound + line) else { return [] }
        let step = shown.lowerBound + line - self[keyPath: list].selection
        if step == 0 { return open() }
        self[keyPath: list].move(by: step, count: count, visible: visibleRows)
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
