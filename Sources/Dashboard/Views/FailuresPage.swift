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
        let columns = columns(area.columns)
        let names = columns.map { $0.heading + "  " }.joined()
        grid.put(names + "MESSAGE", in: area, row: 1, column: 2, Style(.dim))
        guard !groups.isEmpty else {
            grid.put("nothing has failed", in: area, row: 2, column: 2, Style(.dim))
            return
        }
        for index in rows {
            draw(
                groups[index], columns, isSelected: index == model.failureList.selection, into: &grid, in: area,
                row: 2 + index - rows.lowerBound)
        }
    }

    /// A column of figures: its heading, which is as wide as it is, and what stands in it.
    private struct Column {
        let heading: String
        let figure: (FailureGroup) -> (String, Role)
    }

    /// The message is what one looks for; it keeps room on a narrow screen.
    private func columns(_ width: Int) -> [Column] {
        var columns = [
            Column(heading: "TIMES") { ("\($0.attempts)".aligned(to: 5), .text) },
            Column(heading: "TASKS") { ("\($0.tasks.count)".aligned(to: 5), .text) },
        ]
        if width >= 50 {
            columns.append(
                Column(heading: "FAILED") {
                    ("\($0.failedTasks)".aligned(to: 6), $0.failedTasks > 0 ? .danger : .dim)
                })
        }
        guard width >= 70 else { return columns }
        return columns + [
            Column(heading: "   LAST") { (Wording.elapsed($0.lastAt - .start).aligned(to: 7), .dim) },
            Column(heading: "CATEGORY ") { ($0.failure.category.rawValue.padded(to: 9), .warning) },
        ]
    }

    private func draw(
        _ group: FailureGroup, _ columns: [Column], isSelected: Bool, into grid: inout CellGrid, in area: Rect, row: Int
    ) {
        func style(_ role: Role) -> Style { Style(role, isSelected: isSelected) }
        if isSelected {
            grid.fill(Rect(column: area.column, row: area.row + row, columns: area.columns, rows: 1), style(.text))
            grid.put(model.glyphs.selection, in: area, row: row, style(.title))
        }
        let figures = columns.map { column in
            let (words, role) = column.figure(group)
            return (words + "  ", style(role))
        }
        let pieces = figures + [(ErrorWords.plain(group.failure.message), style(.text)), (rule(group), style(.dim))]
        grid.put(pieces, in: area.inset(left: 0, right: 1), row: row, column: 2)
    }

    private func rule(_ group: FailureGroup) -> String {
        group.failure.rule.map { model.glyphs.separator + $0 } ?? ""
    }
}
