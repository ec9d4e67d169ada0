import SpawnCore

extension DashboardModel {
    /// Which of the tasks are on the screen, for a heading; nothing when all are.
    var shownTasks: [(String, Role)] {
        let count = table.order.count(of: run)
        let first = table.first(in: run, visible: tableRows)
        return Wording.shown(first..<max(first, min(count, first + tableRows)), of: count, glyphs)
    }
}

/// When each task ran: a row a task, its attempts as spans over the time of the run.
struct TimelinePage {
    private let model: DashboardModel
    private let from: Moment
    private let to: Moment

    init(_ model: DashboardModel) {
        self.model = model
        let end = Moment.start + max(model.elapsed, .seconds(1))
        if let length = model.timeline.extent.length, end - .start > length {
            let end = end - .start - model.timeline.back
            (from, to) = (.start + (end - length), .start + end)
        } else {
            (from, to) = (.start, end)
        }
    }

    func draw(into grid: inout CellGrid, in area: Rect) {
        let each = "a column is \(Wording.length((to - from) / max(1, chart(area).columns)))"
        grid.putRule(
            [("timeline", .title), (Wording.elapsed(to - from), .text), (each, .dim)], right: model.shownTasks,
            in: area,
            row: 0, model.glyphs)
        drawAxis(into: &grid, in: area)
        let visible = model.layout.listRows
        let count = model.table.order.count(of: model.run)
        let first = model.table.first(in: model.run, visible: visible)
        for position in first..<max(first, min(count, first + visible)) {
            guard let task = model.table.order.task(at: position, of: model.run) else { break }
            draw(task, into: &grid, in: area, row: 2 + position - first)
        }
    }

    private var idWidth: Int { min(isNarrow ? 8 : 14, model.run.tasks.longestID) }
    private var agentWidth: Int { isNarrow ? 0 : min(12, model.run.tasks.longestAgent) }
    private var isNarrow: Bool { model.size.columns < 60 }

    /// Where the spans are, right of the names.
    private func chart(_ area: Rect) -> Rect { area.inset(left: 2 + idWidth + 2 + agentWidth + 4, right: 1) }

    private func drawAxis(into grid: inout CellGrid, in area: Rect) {
        grid.put("ID", in: area, row: 1, column: 2, Style(.dim))
        grid.put("AGENT", in: area, row: 1, column: 4 + idWidth, width: agentWidth, Style(.dim))
        let chart = chart(area)
        guard chart.columns >= 8 else { return }
        let marks = max(1, chart.columns / 16)
        for mark in 0...marks {
            let moment = from + (to - from) * mark / marks
            let words = Wording.elapsed(moment - .start)
            // The last mark ends where the chart does.
            let column = min(mark * (chart.columns - 1) / marks, chart.columns - words.utf8.count)
            grid.put(words, in: chart, row: 1, column: column, Style(.dim))
        }
    }

    private func draw(_ task: Int, into grid: inout CellGrid, in area: Rect, row: Int) {
        let it = model.run.tasks[task]
        let isSelected = task == model.selection
        func style(_ role: Role) -> Style { Style(role, isSelected: isSelected) }
        if isSelected {
            grid.fill(Rect(column: area.column, row: area.row + row, columns: area.columns, rows: 1), style(.text))
            grid.put(model.glyphs.selection, in: area, row: row, style(.title))
        }
        if model.table.tags.contains(task) { grid.put(model.glyphs.tag, in: area, row: row, column: 1, style(.key)) }
        grid.put(it.description.id.fittedID(to: idWidth), in: area, row: row, column: 2, width: idWidth, style(.text))
        let agent = it.description.agent ?? "llm"
        grid.put(agent, in: area, row: row, column: 4 + idWidth, width: agentWidth, style(.dim))
        let sign = model.glyphs.sign(of: it.state)
        grid.put(sign, in: area, row: row, column: 4 + idWidth + agentWidth + 2, style(it.state.role))
        drawSpans(of: it, isSelected: isSelected, into: &grid, in: chart(area), row: row)
    }

    /// Gaps and spans first, then how each attempt ended, which nothing may cover.
    private func drawSpans(of it: TaskRow, isSelected: Bool, into grid: inout CellGrid, in area: Rect, row: Int) {
        func span(_ start: Moment, _ end: Moment, _ sign: String, _ role: Role) {
            guard end >= from, start <= to, area.columns > 0 else { return }
            let first = column(max(start, from), area) ?? 0
            let last = column(min(end, to), area) ?? area.columns - 1
            let line = String(repeating: sign, count: max(1, last - first + 1))
            grid.put(line, in: area, row: row, column: first, Style(role, isSelected: isSelected))
        }
        var last: Moment?
        for record in it.attempts {
            if let last { span(last, record.startedAt, model.glyphs.gap, .dim) }
            last = record.startedAt + record.duration
        }
        let isRunning = it.state.group == .running
        if let last, it.result == nil {
            span(last, isRunning ? it.progress.attemptStartedAt : model.now, model.glyphs.gap, .dim)
        }
        for record in it.attempts {
            span(record.startedAt, record.startedAt + record.duration, model.glyphs.span, face(record).1)
        }
        if isRunning { span(it.progress.attemptStartedAt, model.now, model.glyphs.span, .active) }
        for record in it.attempts {
            let (sign, role) = face(record)
            guard let column = column(record.startedAt + record.duration, area) else { continue }
            grid.put(sign, in: area, row: row, column: column, Style(role, isSelected: isSelected))
        }
    }

    private func face(_ record: AttemptRecord) -> (String, Role) {
        switch record.outcome {
        case .success: (model.glyphs.sign(of: .done), record.isFallback ? .warning : .success)
        case .failure: (model.glyphs.sign(of: .failed), .danger)
        case .rateLimited: (model.glyphs.sign(of: .limited), .warning)
        case .cancelled, .rejected: (model.glyphs.sign(of: .cancelled), .dim)
        }
    }

    /// The column of a moment; `nil` when it is not shown.
    private func column(_ moment: Moment, _ area: Rect) -> Int? {
        guard moment >= from, moment <= to, area.columns > 0 else { return nil }
        let share = (moment - from).inSeconds / max(1e-9, (to - from).inSeconds)
        return min(area.columns - 1, Int(share * Double(area.columns)))
    }
}
