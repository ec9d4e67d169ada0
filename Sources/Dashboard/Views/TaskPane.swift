import SpawnCore

/// The selected task at the bottom of the overview: its attempts, and the end of its output.
struct TaskPane {
    private let model: DashboardModel

    init(_ model: DashboardModel) { self.model = model }

    func draw(into grid: inout CellGrid, in area: Rect) {
        guard let row = model.selectedTask else {
            grid.putRule([], in: area, row: 0, model.glyphs)
            return
        }
        grid.putRule(TaskTitle.pieces(model, row), in: area, row: 0, model.glyphs)
        var inner = area.inset(left: 2, right: 2)
        _ = inner.takeTop(1)
        // Where it is wide enough, what is said of the task stands beside what it says itself.
        var facts = area.columns >= 160 ? inner.takeLeft(inner.columns * 2 / 5) : inner.takeTop(inner.rows)
        grid.put(row.title, in: facts.takeTop(1).inset(left: 0, right: 1), row: 0, Style(.dim))
        if area.columns >= 160 {
            drawAttempts(row, into: &grid, in: facts.inset(left: 0, right: 2))
        } else {
            // Output is what one looks at: attempts take at most half of the pane, the latest first.
            let attempts = min(AttemptLines(model, row).all.count, max(1, facts.rows / 2))
            drawAttempts(row, into: &grid, in: facts.takeTop(attempts))
            inner = facts
        }
        drawOutput(into: &grid, in: inner)
    }

    private func drawAttempts(_ row: TaskRow, into grid: inout CellGrid, in area: Rect) {
        for (index, line) in AttemptLines(model, row).all.suffix(area.rows).enumerated() {
            grid.put(line, in: area, row: index)
        }
    }

    private func drawOutput(into grid: inout CellGrid, in area: Rect) {
        guard model.output.task == model.selection, !area.isEmpty else { return }
        let errors = model.output.stderr.lines.suffix(max(1, area.rows / 3))
        let text = model.output.stdout.lines.suffix(area.rows - errors.count)
        var row = 0
        for line in text {
            grid.put(line, in: area, row: row, column: 2)
            row += 1
        }
        for line in errors {
            grid.put("! ", in: area, row: row, Style(.warning))
            grid.put(line.text, in: area, row: row, column: 2, Style(.warning))
            row += 1
        }
    }
}
