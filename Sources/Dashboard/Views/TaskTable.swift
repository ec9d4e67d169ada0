import SpawnCore

/// The rows of the tasks, as many as there is room for.
struct TaskTable {
    private let model: DashboardModel

    init(_ model: DashboardModel) { self.model = model }

    /// How wide the columns are; the last one takes the rest.
    private struct Columns {
        static let state = 11
        var id: Int
        var agent: Int?
        var attempt: Int?
        var time: Int?
        var tokens: Int?
        var cost: Int?
        var title: Int?

        /// Only what is there is given room: hours once a run has any, two digits of tries once there are as many. What a task
        /// is takes at most two fifths of what the others leave.
        init(_ width: Int, _ run: RunPicture, _ elapsed: Duration) {
            let tasks = run.tasks
            id = min(tasks.longestID, width >= 160 ? 26 : width >= 110 ? 12 : 8)
            if width >= 56 { agent = min(tasks.longestAgent, width >= 160 ? 18 : width >= 110 ? 12 : 10) }
            if width >= 64 { attempt = tasks.longestTry }
            if width >= 50 { time = ScalarWidth.columns(of: Wording.elapsed(max(elapsed, .seconds(600)))) }
            guard width >= 100 else { return }
            if run.spending.tokens != nil { tokens = 6 }
            if run.spending.cost != .unknown { cost = 7 }
            let rest =
                width
                - [id, Self.state, agent, attempt, time, tokens, cost].compactMap(\.self).reduce(3) { $0 + $1 + 2 }
            title = min(tasks.longestTitle, rest * 2 / 5)
        }
    }

    func draw(into grid: inout CellGrid, in area: Rect) {
        let columns = Columns(area.columns, model.run, model.elapsed)
        drawHeading(into: &grid, in: area, columns)
        let visible = model.layout.tableRows
        let count = model.table.order.count(of: model.run)
        guard count > 0 else {
            let words = model.run.tasks.count > 0 ? "no task passes the filter; esc shows all of them" : "no tasks yet"
            grid.put(words, in: area, row: 1, column: 2, Style(.dim))
            return
        }
        let first = model.table.first(in: model.run, visible: visible)
        for position in first..<min(count, first + visible) {
            guard let task = model.table.order.task(at: position, of: model.run) else { break }
            drawTask(task, columns, &grid, area, 1 + position - first)
        }
    }

    private func drawHeading(into grid: inout CellGrid, in area: Rect, _ columns: Columns) {
        let words = Words(
            id: "ID", state: ("STATE", .dim), agent: "AGENT", tries: "TRY", time: "TIME", tokens: "TOKENS",
            cost: ("COST", nil), title: "TASK", last: ("LAST", .dim))
        let last = drawRow(words, Style(.dim), columns, &grid, area, 0)
        let order = model.table.order
        var notes: Pieces = []
        if !model.table.tags.isEmpty { notes.append((" \(model.table.tags.count) tagged ", Style(.key))) }
        if order.sort != .input { notes.append((" \(order.sort.word) ", Style(.title))) }
        if order.filter.group != nil { notes.append((" failed alike ", Style(.title))) }
        if !order.filter.isEmpty {
            if !order.filter.text.isEmpty { notes.append((" / \(order.filter.text) ", Style(.title))) }
            let shown = order.isFiling ? "filtering" : "\(order.count(of: model.run)) of"
            notes.append((" \(shown) \(model.run.tasks.count) ", Style(.text)))
        } else {
            let shown = model.shownTasks.map { (" " + $0.0, Style($0.1)) }
            if CellGrid.columns(of: notes + shown) <= area.columns - last - 6 { notes += shown }
        }
        grid.putRight(notes, in: area.inset(left: 0, right: 1), row: 0)
    }

    private func drawTask(_ task: Int, _ columns: Columns, _ grid: inout CellGrid, _ area: Rect, _ at: Int) {
        let row = model.run.tasks[task]
        let isSelected = task == model.selection && model.focus == .tasks
        if isSelected {
            grid.fill(
                Rect(column: area.column, row: area.row + at, columns: area.columns, rows: 1),
                Style(.text, isSelected: true))
            grid.put(model.glyphs.selection, in: area, row: at, Style(.title, isSelected: true))
        }
        if model.table.tags.contains(task) {
            grid.put(model.glyphs.tag, in: area, row: at, column: 1, Style(.key, isSelected: isSelected))
        }
        let words = Words(
            id: row.description.id.fittedID(to: columns.id),
            state: (model.glyphs.sign(of: row.state) + " " + row.state.word, row.state.role),
            agent: row.description.agent ?? "llm",
            tries: row.tries.map { "\($0.number)/\($0.limit)" } ?? model.glyphs.none,
            time: row.elapsed(at: model.now).map(Wording.elapsed) ?? model.glyphs.none,
            tokens: row.tokens.map(Wording.tokens) ?? model.glyphs.none,
            cost: cost(of: row), title: row.title, last: RowWording(model, row).last)
        let style = Style(row.state.isOver || row.state == .waiting ? .dim : .text, isSelected: isSelected)
        drawRow(words, style, columns, &grid, area, at)
    }

    /// A task that has cost most of what it may stands out.
    private func cost(of row: TaskRow) -> (String, Role?) {
        guard let amount = row.cost.amount else { return (model.glyphs.none, nil) }
        let isShort = row.description.budget.map { amount.nanodollars * 5 >= $0.nanodollars * 4 } ?? false
        return (Wording.money(amount), isShort ? .warning : nil)
    }

    private struct Words {
        var id: String
        var state: (String, Role)
        var agent: String
        var tries: String
        var time: String
        var tokens: String
        var cost: (String, Role?)
        var title: String
        var last: (String, Role)
    }

    /// Draws it, and returns where the last column begins.
    @discardableResult
    private func drawRow(
        _ words: Words, _ style: Style, _ columns: Columns, _ grid: inout CellGrid, _ area: Rect, _ row: Int
    ) -> Int {
        var at = 2
        func put(_ text: String, _ width: Int?, _ role: Role? = nil) {
            let drawn = Style(role ?? style.role, isSelected: style.isSelected)
            grid.put(text, in: area.inset(left: 0, right: 1), row: row, column: at, width: width, drawn)
            at += (width ?? 0) + 2
        }
        put(words.id, columns.id)
        put(words.state.0, Columns.state, words.state.1)
        if let width = columns.agent { put(words.agent, width) }
        if let width = columns.attempt { put(words.tries.aligned(to: width), width) }
        if let width = columns.time { put(words.time.aligned(to: width), width) }
        if let width = columns.tokens { put(words.tokens.aligned(to: width), width) }
        if let width = columns.cost { put(words.cost.0.aligned(to: width), width, words.cost.1) }
        if let width = columns.title { put(words.title, width) }
        let last = at
        put(words.last.0, nil, words.last.1)
        return last
    }
}
