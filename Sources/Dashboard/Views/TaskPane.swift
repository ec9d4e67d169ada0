import SpawnCore

/// The selected task below the table: its attempts, and the end of its output.
struct TaskPane {
    private let model: DashboardModel

    init(_ model: DashboardModel) { self.model = model }

    func draw(into grid: inout CellGrid, in area: Rect) {
        guard let row = model.selectedTask else {
            grid.putRule([], in: area, row: 0, model.glyphs)
            return
        }
        grid.putRule(TaskTitle.pieces(model, row), in: area, row: 0, model.glyphs)
        var inner = area.inset(left: 2, right: 1)
        _ = inner.takeTop(1)
        grid.put(row.title, in: inner.takeTop(1), row: 0, Style(.dim))
        // Output is what one looks at: attempts take at most half of the pane, the latest first.
        let attempts = AttemptLines(model, row).all
        let shown = attempts.suffix(max(1, inner.rows / 2))
        let list = inner.takeTop(shown.count)
        for (index, line) in shown.enumerated() { grid.put(line, in: list, row: index) }
        drawOutput(into: &grid, in: inner)
    }

    private func drawOutput(into grid: inout CellGrid, in area: Rect) {
        guard model.output.task == model.selection, !area.isEmpty else { return }
        let errors = model.output.stderr.lines.suffix(max(1, area.rows / 3))
        let stdout = model.output.stdout
        var row = 0
        for text in stdout.rows.suffix(area.rows - errors.count) {
            grid.put(stdout.line(of: text), scalars: text.scalars, in: area, row: row, column: 2)
            row += 1
        }
        for line in errors {
            grid.put("! ", in: area, row: row, Style(.warning))
            grid.put(line.text, in: area, row: row, column: 2, Style(.warning))
            row += 1
        }
    }
}
