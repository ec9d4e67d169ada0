import SpawnCore

/// A text in the output of all tasks, and where it is: in which of their attempts, and on which stream.
struct SearchPage {
    private let model: DashboardModel

    init(_ model: DashboardModel) { self.model = model }

    func draw(into grid: inout CellGrid, in area: Rect) {
        let search = model.search
        let count = Wording.count(search.hits.count, "line")
        let state = search.isDone ? count : count + " so far"
        let rows = search.list.rows(count: search.hits.count, visible: model.layout.listRows)
        grid.putRule(
            [("search", .title), ("/\(search.text)", .key), (state, .dim)],
            right: Wording.shown(rows, of: search.hits.count, model.glyphs), in: area, row: 0, model.glyphs)
        let width = min(14, model.run.tasks.longestID)
        grid.put("  " + "ID".padded(to: width) + "  TRY  STREAM  LINE", in: area, row: 1, Style(.dim))
        guard !search.hits.isEmpty else {
            let words = search.isDone ? "in no output that is kept" : "looking"
            grid.put(words, in: area, row: 2, column: 2, Style(.dim))
            return
        }
        for index in rows {
            draw(
                search.hits[index], width, isSelected: index == search.list.selection, &grid, area,
                2 + index - rows.lowerBound)
        }
    }

    private func draw(
        _ hit: SearchHit, _ width: Int, isSelected: Bool, _ grid: inout CellGrid, _ area: Rect, _ row: Int
    ) {
        func style(_ role: Role) -> Style { Style(role, isSelected: isSelected) }
        if isSelected {
            grid.fill(Rect(column: area.column, row: area.row + row, columns: area.columns, rows: 1), style(.text))
            grid.put(model.glyphs.selection, in: area, row: row, style(.title))
        }
        let inner = area.inset(left: 0, right: 1)
        let head: Pieces = [
            (model.run.tasks.id(hit.source.task).fittedID(to: width) + "  ", style(.text)),
            ((hit.source.attempt.map { "#\($0)" } ?? "").padded(to: 3) + "  ", style(.dim)),
            (hit.stream.rawValue + "  ", style(hit.stream == .stderr ? .warning : .dim)),
        ]
        let used = 2 + grid.put(head, in: inner, row: row, column: 2)
        // Its indentation tells nothing here. A match far to the right is brought into sight.
        let indentation = hit.text.unicodeScalars.prefix { $0 == " " }.count
        let (end, room) = (hit.matches.first?.upperBound ?? 0, inner.columns - used)
        let first = min(indentation, hit.matches.first?.lowerBound ?? 0)
        let start = end - first < room ? first : max(0, end - max(10, room - 10))
        grid.put(hit.text.unicodeScalars.dropFirst(start), in: inner, row: row, column: used) { index in
            style(hit.matches.contains { $0.contains(start + index) } ? .match : .text)
        }
        if start > first { grid.put("…", in: inner, row: row, column: used, style(.dim)) }
    }
}
