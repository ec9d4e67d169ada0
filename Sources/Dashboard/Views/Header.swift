import SpawnCore

/// The two lines at the top: what runs, how far it is, how it fares.
struct Header {
    private let model: DashboardModel

    init(_ model: DashboardModel) { self.model = model }

    func draw(into grid: inout CellGrid, in area: Rect) {
        drawRun(into: &grid, in: area.inset(left: 2, right: 1))
        drawProgress(into: &grid, in: area.inset(left: 2, right: 1))
    }

    private func drawRun(into grid: inout CellGrid, in area: Rect) {
        let right = figures(area.columns)
        grid.putRight(right, in: area, row: 0)
        var left = area
        _ = left.takeRight(CellGrid.columns(of: right) + 2)
        let name: Pieces = [("aurora", Style(.title))]
        var state: Pieces = [("  " + Wording.elapsed(model.elapsed), Style(.text))]
        if let word = phaseWord { state.append(("  " + word.0, Style(word.1))) }
        // What is going on comes before what it is called.
        var room = left.columns - CellGrid.columns(of: name + state)
        func fits(_ pieces: Pieces) -> Bool {
            room -= CellGrid.columns(of: pieces)
            return room >= 0
        }
        for part in details where fits(part) { state += part }
        let names = names.filter { fits([$0]) }
        grid.put(name + names + state, in: left, row: 0)
    }

    private var details: [Pieces] {
        let slots: Pieces = [
            ("  slots ", Style(.dim)),
            ("\(model.run.tasks.count(StateGroup.running))/\(model.run.slots)", Style(.text)),
        ]
        return (model.run.phase == .running ? [slots] : [])
            + (model.options.isReadOnly ? [[("  read-only", Style(.dim))]] : [])
    }

    private var names: Pieces {
        let title: Pieces = model.options.title.isEmpty ? [] : [("  " + model.options.title, Style(.text))]
        return title + (model.run.description.map { [("  " + $0.runID, Style(.dim))] } ?? [])
    }

    private var phaseWord: (String, Role)? {
        let run = model.run
        if run.phase != .running { return run.stopping == nil ? ("finished", .success) : ("stopped", .warning) }
        if run.stopping != nil { return ("stopping", .warning) }
        return run.isPaused ? ("paused", .warning) : nil
    }

    /// What stands at the right: the more room, the more of it.
    private func figures(_ columns: Int) -> Pieces {
        let metrics = model.run.metrics
        var pieces: Pieces = []
        if columns >= 150, metrics.finished > 0 {
            let (counts, each) = model.run.endings.columns(24, until: .start + model.elapsed)
            pieces += Sparkline.pieces(counts, model.glyphs)
            pieces.append((" ended per \(Wording.round(each))   ", Style(.dim)))
        }
        if columns >= 100, let (from, to) = Estimate.left(model.run, at: model.now) {
            pieces += [
                ("eta ", Style(.dim)), (Wording.estimate(from: from, to: to, model.glyphs) + "   ", Style(.text)),
            ]
        }
        if columns >= 72, let cost = model.run.spending.cost.amount {
            let isShort = model.run.budget.dollars != nil && (model.run.budget.part ?? 0) >= 0.8
            let bound = model.run.budget.dollars.map { " of \(Wording.money($0))" } ?? ""
            pieces.append((Wording.money(cost) + bound + "   ", Style(isShort ? .warning : .text)))
        }
        if columns >= 110, let tokens = model.run.spending.tokens {
            let isShort = model.run.budget.tokens != nil && (model.run.budget.part ?? 0) >= 0.8
            let bound = model.run.budget.tokens.map { " of \(Wording.tokens($0))" } ?? ""
            pieces += [
                (Wording.tokens(tokens) + bound, Style(isShort ? .warning : .text)), (" tokens   ", Style(.dim)),
            ]
        }
        guard metrics.finished > 0 else { return pieces }
        let success = Wording.percent(metrics.rates.success, model.glyphs)
        guard columns >= 72 else { return pieces + [("ok ", Style(.dim)), (success, Style(.text))] }
        return pieces + [
            ("success ", Style(.dim)), (success.aligned(to: 6), Style(.text)), ("   recovery ", Style(.dim)),
            (Wording.percent(metrics.rates.recovery, model.glyphs).aligned(to: 6), Style(.text)),
        ]
    }

    private func drawProgress(into grid: inout CellGrid, in area: Rect) {
        let tasks = model.run.tasks
        let done = "\(tasks.over)/\(tasks.count)"
        var counts = counts(gap: area.columns >= 110 ? 3 : 2)
        if CellGrid.columns(of: counts) + done.utf8.count + 2 > area.columns { counts = self.counts(gap: 1) }
        grid.putRight(counts, in: area, row: 1)
        var left = area
        _ = left.takeRight(CellGrid.columns(of: counts) + 2)
        let total = ScalarWidth.columns(of: "\(tasks.count)") * 2 + 1
        let bar = left.columns - total - 2
        guard bar >= 8 else {
            if done.utf8.count <= left.columns { grid.put(done, in: left, row: 1, Style(.text)) }
            return
        }
        let parts: [(Int, String, Role)] = [
            (tasks.count(StateGroup.done), model.glyphs.barDone, .success),
            (tasks.count(StateGroup.failed), model.glyphs.barFailed, .danger),
            (tasks.count(StateGroup.stopped), model.glyphs.barStopped, .warning),
        ]
        grid.put(Bar.pieces(parts, of: tasks.count, width: bar, model.glyphs), in: left, row: 1)
        grid.put(done.aligned(to: total), in: left, row: 1, column: bar + 2, Style(.text))
    }

    /// The number of tasks in each group of states. A zero is dim, so that what is there stands out, and is left out where room is
    /// short; words are there where it is not.
    private func counts(gap: Int) -> Pieces {
        var pieces: Pieces = []
        for group in StateGroup.allCases {
            let count = model.run.tasks.count(group)
            guard gap > 1 || count > 0 else { continue }
            let style = Style(count == 0 ? .dim : group.face.role)
            if !pieces.isEmpty { pieces.append(("".padded(to: gap), Style(.text))) }
            pieces.append((model.glyphs.sign(of: group.face), style))
            pieces.append((" \(count)", Style(count == 0 ? .dim : .text)))
            if gap > 2 { pieces.append((" " + group.word, Style(.dim))) }
        }
        return pieces
    }
}
