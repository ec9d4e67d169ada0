import SpawnCore

/// Failures that are alike, together: how many, what, and in which tasks.
struct FailuresPage {
    private let model: DashboardModel

    init(_ model: DashboardModel) { self.model = model }

    func draw(into grid: inout CellGrid, in area: Rect) {
        let groups = model.run.failures.groups
        let attempts = Wording.count(model.run.failures.attempts, "attempt")
        let rows = model.failureList.rows(count: groups.count, visible: model.layout.listRows)
        grid.putRule(
            [("failures", .title), ("\(attempts), \(Wording.count(groups.count, "kind"))", .dim)],
            right: Wording.shown(rows, of: groups.count, model.glyphs), in: area, row: 0, model.glyphs)
        grid.put("  TIMES  TASKS  FAILED     LAST  CATEGORY   MESSAGE", in: area, row: 1, Style(.dim))
        guard !groups.isEmpty else {
            grid.put("nothing has failed", in: area, row: 2, column: 2, Style(.dim))
            return
        }
        for index in rows {
            draw(
                groups[index], isSelected: index == model.failureList.selection, into: &grid, in: area,
                row: 2 + index - rows.lowerBound)
        }
    }

    private func draw(_ group: FailureGroup, isSelected: Bool, into grid: inout CellGrid, in area: Rect, row: Int) {
        func style(_ role: Role) -> Style { Style(role, isSelected: isSelected) }
        if isSelected {
            grid.fill(Rect(column: area.column, row: area.row + row, columns: area.columns, rows: 1), style(.text))
            grid.put(model.glyphs.selection, in: area, row: row, style(.title))
        }
        let last = Wording.elapsed(group.lastAt - .start)
        let pieces: Pieces = [
            ("\(group.attempts)".aligned(to: 5) + "  ", style(.text)),
            ("\(group.tasks.count)".aligned(to: 5) + "  ", style(.text)),
            ("\(group.failedTasks)".aligned(to: 6) + "  ", style(group.failedTasks > 0 ? .danger : .dim)),
            (last.aligned(to: 7) + "  ", style(.dim)),
            (group.failure.category.rawValue.padded(to: 9) + "  ", style(.warning)),
            (ErrorWords.plain(group.failure.message), style(.text)), (rule(group), style(.dim)),
        ]
        grid.put(pieces, in: area.inset(left: 0, right: 1), row: row, column: 2)
    }

    private func rule(_ group: FailureGroup) -> String {
        group.failure.rule.map { model.glyphs.separator + $0 } ?? ""
    }
}
