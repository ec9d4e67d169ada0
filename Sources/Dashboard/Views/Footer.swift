import SpawnCore

/// The last line: a word about what was just asked, or how the run ended, and the keys that work here.
struct Footer {
    private let model: DashboardModel

    init(_ model: DashboardModel) { self.model = model }

    func draw(into grid: inout CellGrid, in area: Rect) {
        var inner = area.inset(left: 1, right: 1)
        if let notice = model.notice {
            grid.put(notice.text, in: inner, row: 0, Style(notice.role))
            return
        }
        if let (words, role) = state {
            let used = grid.put(words, in: inner, row: 0, Style(role))
            inner = inner.inset(left: used + 3)
        }
        drawKeys(into: &grid, in: inner)
    }

    private var state: (String, Role)? {
        let tasks = model.tasks
        if model.phase != .running {
            let failed = tasks.count(StateGroup.failed)
            let sum =
                "\(model.metrics.succeeded) of \(Wording.count(model.metrics.finished, "task")) succeeded"
                + (failed > 0 ? ", \(failed) failed" : "")
            let leaving = model.leavesAt.map { "leaving in \(Wording.left($0 - model.now)), any key stays" }
            let separator = model.glyphs.separator
            return ("finished: " + sum + separator + (leaving ?? "q leaves"), failed > 0 ? .danger : .success)
        }
        if model.stopping != nil {
            let running = tasks.count(StateGroup.running)
            return ("stopping: \(Wording.count(running, "child", "children")) left, Ctrl-C ends at once", .warning)
        }
        if model.leavesWhenOver { return ("leaving when the last task is over", .warning) }
        return nil
    }

    private func drawKeys(into grid: inout CellGrid, in area: Rect) {
        let here = KeyTable.bindings.filter { $0.footer != nil && $0.places.contains(model.place) }
        let always = here.filter { $0.action == .help || $0.action == .quit }
        var room = area.columns - always.reduce(0) { $0 + width($1) + 2 }
        var at = 0
        func draw(_ binding: KeyBinding) {
            at += grid.put(model.glyphs.label(binding), in: area, row: 0, column: at, Style(.key)) + 1
            at += grid.put(word(binding), in: area, row: 0, column: at, Style(.dim)) + 2
        }
        for binding in here where binding.action != .help && binding.action != .quit {
            room -= width(binding) + 2
            guard room >= 0 else { break }
            draw(binding)
        }
        for binding in always where at + width(binding) <= area.columns { draw(binding) }
    }

    private func word(_ binding: KeyBinding) -> String {
        if binding.action == .pause, model.isPaused { return "resume" }
        if binding.action == .breakers, model.focus == .breakers { return "tasks" }
        return binding.footer ?? ""
    }

    private func width(_ binding: KeyBinding) -> Int {
        ScalarWidth.columns(of: model.glyphs.label(binding)) + 1 + ScalarWidth.columns(of: word(binding))
    }
}
