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
        grid.putRule(Self.title(model, row), in: area, row: 0, model.glyphs)
        var inner = area.inset(left: 2, right: 2)
        _ = inner.takeTop(1)
        grid.put(row.description.title, in: inner.takeTop(1), row: 0, Style(.dim))
        let attempts = AttemptLines(model, row).all
        // Output is what one looks at: attempts take at most half of the pane, the latest first.
        let shown = attempts.suffix(max(1, inner.rows / 2))
        for pieces in shown where !inner.isEmpty { grid.put(pieces, in: inner.takeTop(1), row: 0) }
        drawOutput(into: &grid, in: inner)
    }

    /// The line above a task: its name and what is known about now.
    static func title(_ model: DashboardModel, _ row: TaskRow) -> [(String, Role)] {
        var pieces: [(String, Role)] = [
            (row.description.id, .title), (row.agent, .text),
            (model.glyphs.sign(of: row.state) + " " + row.state.word, row.state.role),
        ]
        if let attempt = row.attempt, row.state.group == .running {
            pieces.append(("try \(attempt.tryNumber) of \(attempt.tryLimit)", .dim))
            pieces.append(("pid \(attempt.pid)", .dim))
            pieces.append(("times out in \(Wording.left(attempt.deadline - model.now))", .dim))
        } else if let elapsed = row.elapsed(at: model.now) {
            pieces.append((Wording.elapsed(elapsed), .dim))
        }
        return pieces
    }

    private func drawOutput(into grid: inout CellGrid, in area: Rect) {
        guard model.output.task == model.selection, !area.isEmpty else { return }
        let errors = model.output.stderr.lines.suffix(max(1, area.rows / 3))
        let text = model.output.stdout.lines.suffix(area.rows - errors.count)
        var row = 0
        for line in text {
            grid.put(line, in: area, row: row, column: 2, Style(.text))
            row += 1
        }
        for line in errors {
            grid.put("! ", in: area, row: row, Style(.warning))
            grid.put(line, in: area, row: row, column: 2, Style(.warning))
            row += 1
        }
    }
}
