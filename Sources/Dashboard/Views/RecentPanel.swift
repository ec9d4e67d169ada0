import SpawnCore

/// What has just happened, the latest at the bottom as in a log.
struct RecentPanel {
    private let model: DashboardModel

    init(_ model: DashboardModel) { self.model = model }

    func draw(into grid: inout CellGrid, in area: Rect) {
        grid.put(" LATELY ", in: area, row: 0, column: 1, Style(.dim))
        let entries = model.recent.entries.suffix(area.rows - 1)
        guard let latest = entries.last else {
            grid.put("nothing yet", in: area, row: 1, column: 2, Style(.dim))
            return
        }
        let width = ScalarWidth.columns(of: Wording.elapsed(latest.moment - .start))
        for (index, entry) in entries.enumerated() {
            let time = Wording.elapsed(entry.moment - .start).aligned(to: width) + "  "
            grid.put([(time, Style(.dim))] + words(entry.what), in: area, row: 1 + index, column: 2)
        }
    }

    private func words(_ what: RecentEvents.What) -> Pieces {
        switch what {
        case .task(let task, let state):
            let title = model.run.tasks.contains(task) ? model.run.tasks[task].title : ""
            let id = model.run.tasks.id(task).fittedID(to: min(10, model.run.tasks.longestID))
            let word = state == .waiting ? "run again" : state.word
            return line(model.glyphs.sign(of: state) + " " + word, state.role, id + "  ", title)
        case .breaker(let agent, let state):
            let (words, role) = BreakerWording.face(of: state, model.glyphs)
            return line(words, role, "breaker of \(agent)")
        case .cooldown(let tool, let isOver):
            return isOver
                ? line(model.glyphs.sign(of: TaskState.done) + " serves", .success, "\(tool) serves again")
                : line(
                    model.glyphs.sign(of: TaskState.cooldown) + " cooldown", .warning,
                    "\(tool) refuses everyone for a while")
        case .trouble(let trouble, let tool):
            return line(model.glyphs.sign(of: TaskState.cooldown) + " held", .warning, trouble.words(of: tool))
        case .slots(let slots): return line("  slots", .text, "\(slots) from now on")
        case .paused(let isPaused):
            return isPaused
                ? line("  paused", .warning, "starts no more attempts")
                : line("  resumed", .text, "starts attempts again")
        case .stopping:
            return line(model.glyphs.sign(of: TaskState.stopping) + " stopping", .warning, "the run is being stopped")
        }
    }

    /// The state or what else it is, then whom it is about, each in its column.
    private func line(_ word: String, _ role: Role, _ name: String, _ title: String = "") -> Pieces {
        [(word.padded(to: 11) + "  ", Style(role)), (name, Style(.text)), (title, Style(.dim))]
    }
}
