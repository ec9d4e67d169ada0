import SpawnCore

/// The rows of the tasks, as many as there is room for.
struct TaskTable {
    private let model: DashboardModel

    init(_ model: DashboardModel) { self.model = model }

    /// Where the columns begin; the last one takes the rest.
    private struct Columns {
        static let state = 11
        var id: Int
        var agent: Int?
        var attempt: Int?
        var time: Int?

        init(_ width: Int, _ tasks: TaskList) {
            id = min(tasks.longestID, width >= 110 ? 14 : 8)
            if width >= 56 { agent = min(tasks.longestAgent, width >= 110 ? 18 : 10) }
            if width >= 64 { attempt = 4 }
            if width >= 50 { time = 7 }
        }
    }

    func draw(into grid: inout CellGrid, in area: Rect) {
        let columns = Columns(area.columns, model.tasks)
        drawRow(("ID", ("STATE", .dim), "AGENT", "TRY", "TIME", ("LAST", .dim)), Style(.dim), columns, &grid, area, 0)
        guard model.tasks.count > 0 else {
            grid.put("no tasks yet", in: area, row: 1, column: 2, Style(.dim))
            return
        }
        let visible = model.top..<min(model.tasks.count, model.top + model.layout.tableRows)
        for task in visible { drawTask(task, columns, &grid, area, 1 + task - model.top) }
    }

    private func drawTask(_ task: Int, _ columns: Columns, _ grid: inout CellGrid, _ area: Rect, _ at: Int) {
        let row = model.tasks[task]
        let isSelected = task == model.selection && model.focus == .tasks
        if isSelected {
            grid.fill(
                Rect(column: area.column, row: area.row + at, columns: area.columns, rows: 1),
                Style(.text, isSelected: true))
            grid.put(model.glyphs.selection, in: area, row: at, Style(.title, isSelected: true))
        }
        let tries = row.attempt.map { "\($0.tryNumber)/\($0.tryLimit)" } ?? model.glyphs.none
        let time = row.elapsed(at: model.now).map(Wording.elapsed) ?? model.glyphs.none
        let words = (model.glyphs.sign(of: row.state) + " " + row.state.word, row.state.role)
        let style = Style(row.state.isOver || row.state == .waiting ? .dim : .text, isSelected: isSelected)
        let last = RowWording(model, row).last
        drawRow((row.description.id, words, row.agent, tries, time, last), style, columns, &grid, area, at)
    }

    private typealias Words = (
        id: String, state: (String, Role), agent: String, tries: String, time: String, last: (String, Role)
    )

    private func drawRow(
        _ words: Words, _ style: Style, _ columns: Columns, _ grid: inout CellGrid, _ area: Rect, _ row: Int
    ) {
        var at = 2
        func put(_ text: String, _ width: Int?, _ role: Role? = nil) {
            let drawn = Style(role ?? style.role, isSelected: style.isSelected)
            grid.put(text, in: area.inset(left: 0, right: 1), row: row, column: at, width: width, drawn)
            at += (width ?? 0) + 2
        }
        put(words.id, columns.id)
        put(words.state.0, Columns.state, words.state.1)
        if let width = columns.agent { put(words.agent, width) }
        if let width = columns.attempt { put(Wording.padded(words.tries, to: width), width) }
        if let width = columns.time { put(Wording.padded(words.time, to: width), width) }
        put(words.last.0, nil, words.last.1)
    }
}
