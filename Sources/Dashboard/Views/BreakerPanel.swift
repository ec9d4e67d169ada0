import SpawnCore

/// The breakers: which agent is trusted, which is not, and since when.
struct BreakerPanel {
    private let model: DashboardModel

    init(_ model: DashboardModel) { self.model = model }

    func draw(into grid: inout CellGrid, in area: Rect) {
        var inner = area
        if model.layout.breakers != nil {
            for row in 0..<area.rows { grid.put(model.glyphs.wall, in: area, row: row, Style(.rule)) }
            inner = area.inset(left: 2, right: 1)
        } else {
            inner = area.inset(left: 0, right: 1)
        }
        let open = model.breakers.count { $0.state == .open || $0.state == .forcedOpen }
        grid.put("  BREAKERS", in: inner, row: 0, Style(.dim))
        let sum = open > 0 ? "\(open) open" : model.breakers.isEmpty ? "" : "none open"
        grid.put(
            sum, in: inner, row: 0, column: inner.columns - ScalarWidth.columns(of: sum),
            Style(open > 0 ? .danger : .dim))
        drawCooldowns(into: &grid, in: inner)
        if !model.cooldowns.isEmpty { _ = inner.takeBottom(model.cooldowns.count + 1) }
        guard !model.breakers.isEmpty else {
            grid.put("no failure counted yet", in: inner, row: 1, column: 2, Style(.dim))
            return
        }
        var row = 1
        // The selected breaker stays in sight: its lines may be the last ones.
        let first = model.focus == .breakers ? max(0, model.breakerSelection - max(0, inner.rows - 3)) : 0
        for index in first..<model.breakers.count where row < inner.rows {
            row += draw(index, into: &grid, in: inner, row: row)
        }
    }

    /// Draws the tools that refuse everyone, at the bottom of the panel, under a heading of their own.
    private func drawCooldowns(into grid: inout CellGrid, in area: Rect) {
        let first = area.rows - model.cooldowns.count - 1
        guard !model.cooldowns.isEmpty, first > 1 else { return }
        grid.put("  COOLDOWNS", in: area, row: first, Style(.dim))
        for (index, cooldown) in model.cooldowns.enumerated() {
            let name = cooldown.model.map { cooldown.tool + " " + $0 } ?? cooldown.tool
            let left = "starts again in \(Wording.left(cooldown.until - model.now))"
            grid.put(name, in: area, row: first + 1 + index, column: 2, Style(.text))
            grid.put(
                left, in: area, row: first + 1 + index, column: area.columns - ScalarWidth.columns(of: left),
                Style(.warning))
        }
    }

    /// Draws one breaker and returns the rows it took.
    private func draw(_ index: Int, into grid: inout CellGrid, in area: Rect, row: Int) -> Int {
        let breaker = model.breakers[index]
        let isSelected = model.focus == .breakers && index == model.breakerSelection
        if isSelected {
            grid.fill(
                Rect(column: area.column, row: area.row + row, columns: area.columns, rows: 1),
                Style(.text, isSelected: true))
            grid.put(model.glyphs.selection, in: area, row: row, Style(.title, isSelected: true))
        }
        let name = min(max(8, model.breakers.map { ScalarWidth.columns(of: $0.agent) }.max() ?? 0), area.columns / 3)
        let face = Self.face(breaker.state, model.glyphs)
        grid.put(breaker.agent, in: area, row: row, column: 2, width: name, Style(.text, isSelected: isSelected))
        grid.put(
            face.sign + " " + face.word, in: area, row: row, column: name + 4, Style(face.role, isSelected: isSelected))
        let figure = figure(breaker)
        grid.put(
            figure, in: area, row: row, column: max(name + 18, area.columns - ScalarWidth.columns(of: figure)),
            Style(breaker.state == .closed ? .dim : .text, isSelected: isSelected))
        guard breaker.state == .open || breaker.state == .forcedOpen, row + 1 < area.rows else { return 1 }
        grid.put(cause(breaker), in: area, row: row + 1, column: 4, Style(.dim))
        return 2
    }

    private func figure(_ breaker: BreakerSnapshot) -> String {
        switch breaker.state {
        case .closed: "\(breaker.failures) of \(breaker.threshold)"
        case .open:
            breaker.probeAt.map { $0 <= model.now ? "probe next" : "probe in \(Wording.left($0 - model.now))" } ?? ""
        case .halfOpen: breaker.probeTask.map { "probing \(id($0))" } ?? "probe next"
        case .forcedOpen: "until reset"
        case .disabled: "counts nothing"
        }
    }

    private func cause(_ breaker: BreakerSnapshot) -> String {
        guard !breaker.trippedBy.isEmpty else { return "opened by hand" }
        let tasks = breaker.trippedBy.prefix(4).compactMap { $0.task.map(id) }.joined(separator: " ")
        let kind = breaker.trippedBy.last.map { " " + $0.kind.rawValue } ?? ""
        return tasks + kind
            + (breaker.rejections > 0 ? model.glyphs.separator + "\(breaker.rejections) turned away" : "")
    }

    private func id(_ task: Int) -> String {
        model.tasks.contains(task) ? model.tasks[task].description.id : "\(task + 1)"
    }

    /// Why the selected breaker is as it is, in the pane at the bottom.
    func drawReason(into grid: inout CellGrid, in area: Rect) {
        guard model.breakers.indices.contains(model.breakerSelection) else {
            grid.putRule([("breakers", .title)], in: area, row: 0, model.glyphs)
            return
        }
        let breaker = model.breakers[model.breakerSelection]
        let face = Self.face(breaker.state, model.glyphs)
        grid.putRule(
            [
                ("breaker of \(breaker.agent)", .title), (face.sign + " " + face.word, face.role),
                (figure(breaker), .dim),
            ],
            in: area, row: 0, model.glyphs)
        let summary =
            "\(breaker.failures) of \(breaker.threshold) failures that open it" + model.glyphs.separator
            + "\(breaker.rejections) turned away since it opened"
        grid.put(summary, in: area, row: 1, column: 2, Style(.text))
        for (index, failure) in breaker.trippedBy.enumerated() {
            let culprit =
                failure.task.map {
                    "task \(id($0)), attempt \(failure.attempt), at \(Wording.elapsed(failure.moment - .start))"
                } ?? "a task of another run"
            grid.put(
                "tripped by \(culprit): \(failure.kind.rawValue)",
                in: area, row: 2 + index, column: 2, Style(.text))
        }
        guard breaker.trippedBy.isEmpty, !breaker.recentKinds.isEmpty else { return }
        grid.put(
            "last failures: " + breaker.recentKinds.map(\.rawValue).joined(separator: ", "), in: area, row: 2,
            column: 2, Style(.dim))
    }

    static func face(_ state: BreakerState, _ glyphs: Glyphs) -> (sign: String, word: String, role: Role) {
        let isASCII = glyphs.isASCII
        return switch state {
        case .closed: (isASCII ? "*" : "●", "closed", .success)
        case .open: (isASCII ? "o" : "○", "open", .danger)
        case .halfOpen: (isASCII ? "%" : "◐", "half-open", .warning)
        case .forcedOpen: (isASCII ? "o" : "○", "forced open", .danger)
        case .disabled: (isASCII ? "-" : "–", "disabled", .dim)
        }
    }
}
