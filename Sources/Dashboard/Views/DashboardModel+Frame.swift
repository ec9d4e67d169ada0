extension DashboardModel {
    /// The whole screen, from nothing but the model. The work grows with the screen, never with the tasks.
    package func frame() -> CellGrid {
        var grid = CellGrid(size: size, isASCII: options.isASCII)
        let layout = layout
        guard !layout.isTooSmall else {
            let least = Layout.smallest
            let sentence =
                "aurora needs \(least.columns) columns and \(least.rows) rows; here are \(size.columns) and \(size.rows)"
            for (row, line) in TextWrap.words(of: sentence, width: max(1, size.columns)).enumerated() {
                grid.put(line, in: Rect(size), row: row, Style(.text))
            }
            return grid
        }
        switch page {
        case .overview:
            Header(self).draw(into: &grid, in: layout.header)
            drawBody(into: &grid, layout)
        case .task: TaskPage(self).draw(into: &grid)
        case .breaker: BreakerPage(self).draw(into: &grid, in: layout.page)
        case .metrics: MetricsPage(self).draw(into: &grid, in: layout.page)
        case .timeline: TimelinePage(self).draw(into: &grid, in: layout.page)
        case .failures: FailuresPage(self).draw(into: &grid, in: layout.page)
        case .search: SearchPage(self).draw(into: &grid, in: layout.page)
        case .help: HelpPage(self).draw(into: &grid, in: layout.page)
        }
        Footer(self).draw(into: &grid, in: layout.footer)
        if let dialog { DialogView(dialog, self).draw(into: &grid) }
        return grid
    }

    private func drawBody(into grid: inout CellGrid, _ layout: Layout) {
        if layout.side == nil, focus == .breakers {
            if let area = breakerArea { BreakerPanel(self).draw(into: &grid, in: area) }
        } else {
            TaskTable(self).draw(into: &grid, in: layout.table)
        }
        guard let pane = layout.pane else { return }
        if focus == .breakers {
            BreakerPane(self).draw(into: &grid, in: pane)
        } else {
            TaskPane(self).draw(into: &grid, in: pane)
        }
        if let sideLayout { SidePanel(self, sideLayout).draw(into: &grid) }
    }
}
