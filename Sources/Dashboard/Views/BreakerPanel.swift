import SpawnCore

extension Rect {
    /// One column more at its right.
    fileprivate var widened: Rect { Rect(column: column, row: row, columns: columns + 1, rows: rows) }
}

/// The breakers, which agent is trusted and which is not, and below them the tools that refuse everyone for a while.
struct BreakerPanel {
    private let model: DashboardModel

    init(_ model: DashboardModel) { self.model = model }

    func draw(into grid: inout CellGrid, in area: Rect) {
        let breakers = model.run.breakers
        // Beside the selected task the heading stands in a line.
        grid.put(" BREAKERS ", in: area, row: 0, column: 1, Style(.dim))
        if !breakers.isEmpty { grid.putRight([(" \(sum.0) ", Style(sum.1))], in: area.widened, row: 0) }
        if breakers.isEmpty { grid.put("no agent has run yet", in: area, row: 1, column: 2, Style(.dim)) }
        let rows = model.breakerRows
        for (index, line, height) in rows.shown {
            draw(index, into: &grid, in: area, row: 1 + line, height: height)
        }
        let cooldowns = 1 + max(1, rows.lines) + 1
        drawCooldowns(into: &grid, in: area, from: cooldowns)
        drawWindows(
            into: &grid, in: area, from: cooldowns + (model.run.cooldowns.isEmpty ? 0 : model.run.cooldowns.count + 2))
    }

    /// How much of its limits each tool has used, where its agents tell.
    private func drawWindows(into grid: inout CellGrid, in area: Rect, from row: Int) {
        let windows = model.run.windows.sorted { $0.key < $1.key }.flatMap { tool, windows in
            windows.map { (tool, $0) }
        }
        guard !windows.isEmpty else { return }
        grid.put("LIMITS", in: area, row: row, column: 2, Style(.dim))
        let words = windows.map { _, window in
            let used = window.used.map { "\(Int(($0 * 100).rounded())) %" }
            let resets = window.resetsAt.map { "resets in " + Wording.round(Duration(inSeconds: $0 - model.wall)) }
            return [used, resets].compactMap(\.self).joined(separator: model.glyphs.separator)
        }
        let names = windows.map { "\($0.0) \(Wording.window($0.1.name))" }
        let longest = words.map { ScalarWidth.columns(of: $0) }.max() ?? 0
        let nameWidth = max(8, min(names.map { ScalarWidth.columns(of: $0) }.max() ?? 0, area.columns - longest - 3))
        let barWidth = min(16, area.columns - nameWidth - longest - 6)
        for (index, (_, window)) in windows.enumerated() {
            let at = row + 1 + index
            let role: Role = window.isRejected ? .danger : (window.used ?? 0) >= 0.8 ? .warning : .text
            grid.put(names[index].fitted(to: nameWidth), in: area, row: at, column: 2, Style(.text))
            grid.putRight([(words[index], Style(role))], in: area, row: at)
            guard let part = window.used, barWidth >= 4 else { continue }
            let filled = min(barWidth, max(0, Int((part * Double(barWidth)).rounded())))
            let bar = Bar.pieces([(filled, model.glyphs.barDone, role)], of: barWidth, width: barWidth, model.glyphs)
            grid.put(bar, in: area, row: at, column: nameWidth + 4)
        }
    }

    private var sum: (String, Role) {
        let breakers = model.run.breakers
        let open = breakers.count { $0.state == .open || $0.state == .forcedOpen }
        if open > 0 { return ("\(open) of \(breakers.count) open", .danger) }
        let halfOpen = breakers.count { $0.state == .halfOpen }
        if halfOpen > 0 { return ("\(halfOpen) of \(breakers.count) half-open", .warning) }
        return ("none open", .dim)
    }

    private func drawCooldowns(into grid: inout CellGrid, in area: Rect, from row: Int) {
        guard !model.run.cooldowns.isEmpty else { return }
        grid.put("COOLDOWNS", in: area, row: row, column: 2, Style(.dim))
        for (index, cooldown) in model.run.cooldowns.enumerated() {
            let name = cooldown.model.map { cooldown.tool + " " + $0 } ?? cooldown.tool
            grid.put(name, in: area, row: row + 1 + index, column: 2, Style(.text))
            let verb = cooldown.trouble == nil ? "serves again" : "tried again"
            let left = cooldown.until.map { "\(verb) in \(Wording.left($0 - model.now))" } ?? "held; r tries again"
            grid.putRight([(left, Style(.warning))], in: area, row: row + 1 + index)
        }
    }

    private func draw(_ index: Int, into grid: inout CellGrid, in area: Rect, row: Int, height: Int) {
        let breaker = model.run.breakers[index]
        let wording = BreakerWording(model, breaker)
        let isSelected = model.focus == .breakers && index == model.breakerList.selection
        func style(_ role: Role) -> Style { Style(role, isSelected: isSelected) }
        if isSelected {
            grid.fill(Rect(column: area.column, row: area.row + row, columns: area.columns, rows: 1), style(.text))
            grid.put(model.glyphs.selection, in: area, row: row, style(.title))
        }
        let longest = model.run.breakers.map { ScalarWidth.columns(of: $0.agent) }.max() ?? 0
        let name = min(max(8, longest), area.columns / 3)
        grid.put(breaker.agent, in: area, row: row, column: 2, width: name, style(.text))
        grid.put(wording.face.0, in: area, row: row, column: name + 4, style(wording.face.1))
        let history = history(of: breaker, columns: area.columns - name - 34)
        grid.put(history.map { ($0.0, style($0.1.role)) }, in: area, row: row, column: name + 18)
        let figure = wording.figure
        let start = area.columns - ScalarWidth.columns(of: figure)
        grid.put(
            figure, in: area, row: row, column: max(name + 5 + ScalarWidth.columns(of: wording.face.0), start),
            style(breaker.state == .closed ? .dim : .text))
        if height > 1 { grid.put(wording.cause, in: area, row: row + 1, column: 4, Style(.dim)) }
    }

    /// When its agent's attempts failed, over the whole run, where there is room for it.
    private func history(of breaker: BreakerSnapshot, columns: Int) -> Pieces {
        guard columns >= 6, let failures = model.run.agentFailures[breaker.agent] else { return [] }
        return Sparkline.pieces(failures.columns(min(12, columns), until: model.now).counts, model.glyphs, .warning)
    }
}
