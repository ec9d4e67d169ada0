import SpawnCore

/// The two lines at the top: what runs, how far it is, how it fares.
struct Header {
    private let model: DashboardModel

    init(_ model: DashboardModel) { self.model = model }

    func draw(into grid: inout CellGrid, in area: Rect) {
        drawRun(into: &grid, in: area.inset(left: 1, right: 1))
        drawProgress(into: &grid, in: area.inset(left: 1, right: 1))
    }

    private func drawRun(into grid: inout CellGrid, in area: Rect) {
        let rates = rates(long: area.columns >= 72)
        let width = rates.reduce(0) { $0 + ScalarWidth.columns(of: $1.0) }
        grid.put(rates, in: area, row: 0, column: max(0, area.columns - width))
        var left = area
        _ = left.takeRight(width + 2)
        var pieces = [("aurora", Style(.title))]
        let isWide = area.columns >= 72
        if isWide, !model.options.title.isEmpty { pieces.append(("  " + model.options.title, Style(.text))) }
        if isWide, let run = model.run { pieces.append(("  " + run.runID, Style(.dim))) }
        pieces.append(("  " + Wording.elapsed(model.elapsed), Style(.text)))
        pieces.append(("  slots ", Style(.dim)))
        pieces.append(("\(model.tasks.count(StateGroup.running))/\(model.slots)", Style(.text)))
        if let word = phaseWord { pieces.append(("  " + word.0, Style(word.1))) }
        grid.put(pieces, in: left, row: 0)
    }

    private var phaseWord: (String, Role)? {
        if model.phase != .running { return model.stopping == nil ? ("finished", .success) : ("stopped", .warning) }
        if model.stopping != nil { return ("stopping", .warning) }
        return model.isPaused ? ("paused", .warning) : nil
    }

    private func rates(long: Bool) -> [(String, Style)] {
        guard model.metrics.finished > 0 else { return [] }
        let success = Wording.percent(model.metrics.successRate())
        guard long else { return [("ok ", Style(.dim)), (success, Style(.text))] }
        return [
            ("success ", Style(.dim)), (Wording.padded(success, to: 6), Style(.text)),
            ("   recovery ", Style(.dim)),
            (Wording.padded(Wording.percent(model.metrics.recoveryRate()), to: 6), Style(.text)),
        ]
    }

    private func drawProgress(into grid: inout CellGrid, in area: Rect) {
        let counts = counts(withWords: area.columns >= 110)
        let width = counts.reduce(0) { $0 + ScalarWidth.columns(of: $1.0) }
        grid.put(counts, in: area, row: 1, column: max(0, area.columns - width))
        var left = area
        _ = left.takeRight(width + 2)
        let done = "\(model.tasks.over)/\(model.tasks.count)"
        let total = ScalarWidth.columns(of: "\(model.tasks.count)") * 2 + 1
        let bar = left.columns - total - 2
        guard bar >= 8 else {
            grid.put(done, in: left, row: 1, Style(.text))
            return
        }
        ProgressBar(model).draw(into: &grid, in: left, row: 1, width: bar)
        grid.put(Wording.padded(done, to: total), in: left, row: 1, column: bar + 2, Style(.text))
    }

    /// The number of tasks in each group of states. A zero is dim, so that what is there stands out.
    private func counts(withWords: Bool) -> [(String, Style)] {
        let digits = model.tasks.count < 100 ? 2 : "\(model.tasks.count)".utf8.count
        var pieces: [(String, Style)] = []
        for group in StateGroup.allCases {
            let count = model.tasks.count(group)
            let style = Style(count == 0 ? .dim : group.face.role)
            if !pieces.isEmpty { pieces.append((withWords ? "   " : " ", Style(.text))) }
            pieces.append((model.glyphs.sign(of: group.face), style))
            let number = withWords ? " \(count)" : Wording.padded("\(count)", to: digits)
            pieces.append((number, Style(count == 0 ? .dim : .text)))
            if withWords { pieces.append((" " + group.word, Style(.dim))) }
        }
        return pieces
    }
}

/// How the tasks that are over ended, as lengths.
struct ProgressBar {
    private let model: DashboardModel

    init(_ model: DashboardModel) { self.model = model }

    func draw(into grid: inout CellGrid, in area: Rect, row: Int, width: Int) {
        let glyphs = model.glyphs
        let total = max(1, model.tasks.count)
        var sum = 0
        var column = 0
        let parts: [(StateGroup, String, Role)] = [
            (.done, glyphs.barDone, .success), (.failed, glyphs.barFailed, .danger),
            (.stopped, glyphs.barStopped, .warning),
        ]
        for (group, sign, role) in parts {
            sum += model.tasks.count(group)
            // Rounded sums, not summed roundings: the parts always fill the bar exactly.
            let end = sum * width / total
            grid.put(
                String(repeating: sign, count: end - column), in: area, row: row, column: column, Style(role))
            column = end
        }
        grid.put(
            String(repeating: glyphs.barRest, count: width - column), in: area, row: row, column: column, Style(.dim))
    }
}
