import SpawnCore

/// The selected breaker over the whole screen: why it is as it is, and the attempts that tripped it.
struct BreakerPage {
    private let model: DashboardModel

    init(_ model: DashboardModel) { self.model = model }

    func draw(into grid: inout CellGrid, in area: Rect) {
        guard let breaker = model.selectedBreaker else { return }
        var rest = area
        BreakerPane(model).draw(
            into: &grid, in: rest.takeTop(BreakerPane.rows(breaker)), selects: true)
        drawFailures(of: breaker, into: &grid, in: rest.inset(left: 2, right: 1))
    }

    /// What attempts of its agent failed of lately, and when.
    private func drawFailures(of breaker: BreakerSnapshot, into grid: inout CellGrid, in area: Rect) {
        var row = 1
        grid.put("ITS LAST FAILURES", in: area, row: row, Style(.dim))
        row += 1
        let kinds = breaker.recentKinds.map(\.rawValue).joined(separator: "  ")
        grid.put(kinds.isEmpty ? "none" : kinds, in: area, row: row, Style(.text))
        row += 2
        grid.put("WHEN ITS ATTEMPTS FAILED", in: area, row: row, Style(.dim))
        row += 1
        guard let failures = model.run.agentFailures[breaker.agent] else {
            grid.put("never", in: area, row: row, Style(.text))
            return
        }
        let (counts, each) = failures.columns(min(80, max(1, area.columns - 20)), until: model.now)
        let used = grid.put(Sparkline.pieces(counts, model.glyphs, .warning), in: area, row: row)
        grid.put("  per \(Wording.round(each))", in: area, row: row, column: used, Style(.dim))
    }
}

/// Why the selected breaker is as it is.
struct BreakerPane {
    private let model: DashboardModel

    init(_ model: DashboardModel) { self.model = model }

    /// How many rows it takes to say all of it.
    static func rows(_ breaker: BreakerSnapshot) -> Int {
        breaker.trippedBy.isEmpty ? 3 : 4 + breaker.trippedBy.count
    }

    /// Draws it; `selects` shows which of the attempts is selected.
    func draw(into grid: inout CellGrid, in area: Rect, selects: Bool = false) {
        guard let breaker = model.selectedBreaker else {
            grid.putRule([("breakers", .title)], in: area, row: 0, model.glyphs)
            return
        }
        let wording = BreakerWording(model, breaker)
        grid.putRule(
            [("breaker of \(breaker.agent)", .title), wording.face, (wording.figure, .dim)], in: area, row: 0,
            model.glyphs)
        let separator = model.glyphs.separator
        let velocity = Int((breaker.failureVelocity * 10).rounded())
        let figures = [
            "\(breaker.failures) of \(Wording.count(breaker.threshold, "failure"))",
            "\(velocity / 10).\(velocity % 10) a minute", "\(breaker.rejections) turned away",
            "risk \(breaker.risk.rawValue)",
        ]
        grid.put(wording.reason, in: area, row: 1, column: 2, Style(.text))
        grid.put(figures.joined(separator: separator), in: area, row: 2, column: 2, Style(.dim))
        guard !breaker.trippedBy.isEmpty else { return }
        grid.put("TRIPPED BY", in: area, row: 3, column: 2, Style(.dim))
        let ids = breaker.trippedBy.map { ScalarWidth.columns(of: model.run.tasks.id($0.task)) }
        let kinds = breaker.trippedBy.map(\.kind.rawValue.utf8.count)
        let widths = (id: min(14, ids.max() ?? 0), kind: kinds.max() ?? 0)
        for (index, failure) in breaker.trippedBy.enumerated() {
            draw(
                failure, widths, isSelected: selects && index == model.tripList.selection, into: &grid, in: area,
                row: 4 + index
            )
        }
    }

    private func draw(
        _ failure: BreakerFailure, _ widths: (id: Int, kind: Int), isSelected: Bool, into grid: inout CellGrid,
        in area: Rect, row: Int
    ) {
        func style(_ role: Role) -> Style { Style(role, isSelected: isSelected) }
        if isSelected, row < area.rows {
            grid.fill(Rect(column: area.column, row: area.row + row, columns: area.columns, rows: 1), style(.text))
            grid.put(model.glyphs.selection, in: area, row: row, style(.title))
        }
        let id = model.run.tasks.id(failure.task)
        let attempts = failure.task.map { model.run.tasks.contains($0) ? model.run.tasks[$0].attempts : [] } ?? []
        let record = attempts.first { $0.number == failure.attempt }
        // Another run had another clock.
        let when = failure.task == nil ? model.glyphs.none : Wording.elapsed(failure.moment - .start)
        let pieces: Pieces = [
            (id.fittedID(to: widths.id) + "  ", style(.text)), ("attempt \(failure.attempt)  ", style(.dim)),
            (when.aligned(to: 7) + "  ", style(.dim)),
            (failure.kind.rawValue.padded(to: widths.kind) + "  ", style(.danger)),
            (ErrorWords.plain(record?.outcome.failure?.message ?? ""), style(.text)),
        ]
        grid.put(pieces, in: area.inset(left: 0, right: 1), row: row, column: 2)
    }
}
