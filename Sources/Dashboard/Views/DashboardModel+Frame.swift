extension DashboardModel {
    /// The whole screen, from nothing but the model. The work grows with the screen, never with the tasks.
    package func frame() -> CellGrid {
        var grid = CellGrid(size: size, isASCII: options.isASCII)
        let layout = layout
        guard !layout.isTooSmall else {
            let least = Layout.smallest
            let room = OutputDocument.wrap(
                "aurora needs \(least.columns) columns and \(least.rows) rows; here are \(size.columns) and \(size.rows)",
                to: max(1, size.columns))
            for (row, line) in room.enumerated() { grid.put(line, in: Rect(size), row: row, Style(.text)) }
            return grid
        }
        switch page {
        case .overview:
            Header(self).draw(into: &grid, in: layout.header)
            drawBody(into: &grid, layout)
        case .detail: DetailPage(self).draw(into: &grid)
        case .help: HelpPage(self).draw(into: &grid)
        }
        Footer(self).draw(into: &grid, in: layout.footer)
        if let dialog { DialogView(dialog, glyphs).draw(into: &grid) }
        return grid
    }

    private func drawBody(into grid: inout CellGrid, _ layout: Layout) {
        let panel = BreakerPanel(self)
        if let area = layout.breakers {
            TaskTable(self).draw(into: &grid, in: layout.table)
            panel.draw(into: &grid, in: area)
        } else if focus == .breakers {
            panel.draw(into: &grid, in: layout.table)
        } else {
            TaskTable(self).draw(into: &grid, in: layout.table)
        }
        guard let area = layout.detail else { return }
        if focus == .breakers {
            panel.drawReason(into: &grid, in: area)
        } else {
            TaskPane(self).draw(into: &grid, in: area)
        }
    }
}

extension CellGrid {
    /// Draws pieces of text of different styles one after another and returns the columns taken.
    @discardableResult
    mutating func put(
        _ pieces: [(String, Style)], in area: Rect, row: Int, column: Int = 0
    ) -> Int {
        var at = column
        for (text, style) in pieces { at += put(text, in: area, row: row, column: at, style) }
        return at - column
    }

    /// Draws a line across the area, with words set into it.
    mutating func putRule(_ pieces: [(String, Role)], in area: Rect, row: Int, _ glyphs: Glyphs) {
        put(String(repeating: glyphs.rule, count: area.columns), in: area, row: row, Style(.rule))
        var at = 2
        for (text, role) in pieces where !text.isEmpty && at + 4 < area.columns {
            at += put(" \(text) ", in: area.inset(left: 0, right: 1), row: row, column: at, Style(role)) + 1
        }
    }
}
