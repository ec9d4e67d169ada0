import SpawnCore

/// The panels beside the selected task: breakers, what just happened, what fails, and how the run fares.
struct SidePanel {
    private let model: DashboardModel
    private let layout: SideLayout

    init(_ model: DashboardModel, _ layout: SideLayout) {
        self.model = model
        self.layout = layout
    }

    func draw(into grid: inout CellGrid) {
        for column in layout.columns {
            for row in 0..<column.rows { grid.put(model.glyphs.wall, in: column, row: row, Style(.rule)) }
            grid.putRule([], in: column, row: 0, model.glyphs)
            grid.put(model.glyphs.junction, in: column, row: 0, Style(.rule))
        }
        BreakerPanel(model).draw(into: &grid, in: layout.breakers)
        if let recent = layout.recent { RecentPanel(model).draw(into: &grid, in: recent) }
        if let failures = layout.failures { drawFailures(into: &grid, in: failures) }
        if let rates = layout.rates { drawRates(into: &grid, in: rates) }
    }

    /// The groups with the most failed attempts, the latest first among equals.
    private func drawFailures(into grid: inout CellGrid, in area: Rect) {
        let failures = model.run.failures
        grid.put("FAILURES", in: area, row: 0, column: 2, Style(.dim))
        guard !failures.worst.isEmpty else {
            grid.put("none yet", in: area, row: 1, column: 2, Style(.dim))
            return
        }
        grid.putRight([(Wording.count(failures.attempts, "attempt"), Style(.dim))], in: area, row: 0)
        let most = "\(failures.worst.first.map { failures.groups[$0].attempts } ?? 0)".utf8.count
        for (index, place) in failures.worst.prefix(area.rows - 1).enumerated() {
            let group = failures.groups[place]
            let count = "\(group.attempts)".aligned(to: most) + " \(model.glyphs.times) "
            let role: Role = group.failedTasks > 0 ? .danger : .warning
            grid.put(
                [(count, Style(role)), (ErrorWords.plain(group.failure.message), Style(.text))], in: area,
                row: 1 + index, column: 2)
        }
    }

    private func drawRates(into grid: inout CellGrid, in area: Rect) {
        let total = model.run.metrics.total
        grid.put("RATES", in: area, row: 0, column: 2, Style(.dim))
        guard total.finished > 0 else {
            grid.put("no task is over yet", in: area, row: 1, column: 2, Style(.dim))
            return
        }
        let none = model.glyphs.none
        func time(_ percent: Double) -> String { total.attemptTimes.percentile(percent).map(Wording.length) ?? none }
        let lines: [[(String, String)]] = [
            [
                ("success", Wording.percent(total.rates.success, model.glyphs)),
                ("agents alone", Wording.percent(total.rates.agentsAlone, model.glyphs)),
            ],
            [
                ("recovery", Wording.percent(total.rates.recovery, model.glyphs)),
                ("to recover", total.meanTimeToRecover().map(Wording.length) ?? none),
            ],
            [("attempts p50", time(50)), ("p90", time(90))],
            [("attempts p99", time(99)), ("ended a minute", perMinute)],
        ]
        for (row, line) in lines.enumerated() { draw(line, into: &grid, in: area, row: 1 + row) }
        let (counts, each) = model.run.endings.columns(max(1, area.columns - 22), until: .start + model.elapsed)
        let used = grid.put(Sparkline.pieces(counts, model.glyphs), in: area, row: 5, column: 2)
        grid.put("  ended per \(Wording.round(each))", in: area, row: 5, column: 2 + used, Style(.dim))
    }

    /// Names at the left of their columns, values at the right.
    private func draw(_ line: [(String, String)], into grid: inout CellGrid, in area: Rect, row: Int) {
        var rest = area.inset(left: 2)
        let gap = 4
        let width = (rest.columns - gap) / 2
        for (name, value) in line {
            let room = rest.takeLeft(width)
            grid.put(name, in: room, row: row, Style(.dim))
            grid.putRight([(value, Style(.text))], in: room, row: row)
            rest = rest.inset(left: gap)
        }
    }

    private var perMinute: String {
        let tenths = Int((Double(model.run.metrics.finished) * 600 / max(1, model.elapsed.inSeconds)).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}
