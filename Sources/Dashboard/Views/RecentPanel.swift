import SpawnCore

/// What has just happened, the latest at the bottom as in a log.
struct RecentPanel {
    private let model: DashboardModel

    init(_ model: DashboardModel) { self.model = model }

    func draw(into grid: inout CellGrid, in area: Rect) {
        grid.put("LATELY", in: area, row: 0, column: 2, Style(.dim))
        let entries = model.recent.entries.suffix(area.rows - 2)
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
            let name = model.run.tasks.contains(task) ? model.run.tasks[task].title : ""
            let word = state == .waiting ? "to run again" : state.word
            return sign(model.glyphs.sign(of: state), state.role, "\(model.run.tasks.id(task)) \(word)", name)
        case .breaker(let agent, let state):
            let (words, role) = BreakerWording.face(of: state, model.glyphs)
            return [(words, Style(role)), ("  breaker of \(agent)", Style(.dim))]
        case .cooldown(let tool, let isOver):
            return isOver
                ? sign(model.glyphs.sign(of: TaskState.done), .success, "\(tool) serves again")
                : sign(model.glyphs.sign(of: TaskState.cooldown), .warning, "\(tool) refuses everyone for a while")
        case .slots(let slots): return sign(" ", .text, "slots set to \(slots)")
        case .paused(let isPaused): return sign(" ", .text, isPaused ? "starting paused" : "starting goes on")
        case .stopping: return sign(model.glyphs.sign(of: TaskState.stopping), .warning, "the run is being stopped")
        }
    }

    private func sign(_ sign: String, _ role: Role, _ words: String, _ name: String = "") -> Pieces {
        [(sign + " ", Style(role)), (words, Style(.text)), (name.isEmpty ? "" : "  " + name, Style(.dim))]
    }
}
