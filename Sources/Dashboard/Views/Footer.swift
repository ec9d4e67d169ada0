import SpawnCore

/// The last line: what is being typed; else a word about what was just asked, or how the run ended, and the keys that work
/// here.
struct Footer {
    private let model: DashboardModel

    init(_ model: DashboardModel) { self.model = model }

    func draw(into grid: inout CellGrid, in area: Rect) {
        var inner = area.inset(left: 2, right: 1)
        if let prompt = model.prompt {
            draw(prompt, into: &grid, in: inner)
        } else if let notice = model.notice {
            grid.put(notice.text, in: inner, row: 0, Style(notice.role))
        } else {
            if let (words, role) = state(inner.columns) {
                let used = grid.put(words, in: inner, row: 0, Style(role))
                inner = inner.inset(left: used + 3)
            }
            drawKeys(into: &grid, in: inner)
        }
    }

    private func draw(_ prompt: Prompt, into grid: inout CellGrid, in area: Rect) {
        let name =
            switch prompt.purpose {
            case .filter: "filter /"
            case .find: "find /"
            case .searchAll: "find in all output /"
            }
        // The end of a long line is what is being typed.
        let room = max(1, area.columns - ScalarWidth.columns(of: name) - 2)
        let shown = TextWrap.pieces(of: String(prompt.editor.text.reversed()), width: room).first ?? ""
        let pieces: Pieces = [
            (name, Style(.key)), (String(shown.reversed()), Style(.text)), (" ", Style(.text, isSelected: true)),
        ]
        let used = grid.put(pieces, in: area, row: 0)
        let hint = prompt.purpose == .filter ? "words, state:failed, agent:coder   esc all" : "esc back"
        guard used + ScalarWidth.columns(of: hint) + 4 < area.columns else { return }
        grid.putRight([(hint, Style(.dim))], in: area, row: 0)
    }

    /// How the run ended or is about to, in as many words as leave room for some keys.
    private func state(_ columns: Int) -> (String, Role)? {
        let run = model.run
        func longest(_ variants: [String]) -> String {
            variants.first { ScalarWidth.columns(of: $0) + 24 <= columns } ?? variants[variants.count - 1]
        }
        if run.phase != .running {
            let (failed, stopped) = (run.tasks.count(StateGroup.failed), run.tasks.count(StateGroup.stopped))
            let (succeeded, finished) = (run.metrics.succeeded, run.metrics.finished)
            let rest = (failed > 0 ? ", \(failed) failed" : "") + (stopped > 0 ? ", \(stopped) not run" : "")
            // On a page q goes back.
            let way =
                model.leavesAt.map { "leaving in \(Wording.left($0 - model.now)), any key stays" }
                ?? (model.page == .overview ? "q leaves" : nil)
            let end = way.map { model.glyphs.separator + $0 } ?? ""
            let words = longest([
                "finished: \(succeeded) of \(Wording.count(finished, "task")) succeeded" + rest + end,
                "finished: \(succeeded) of \(finished) succeeded" + end,
                model.leavesAt == nil ? "finished" + end : way ?? "",
            ])
            return (words, failed > 0 ? .danger : .success)
        }
        if run.stopping != nil {
            let running = run.tasks.count(StateGroup.running)
            let words = longest([
                "stopping: \(Wording.count(running, "child", "children")) left, Ctrl-C ends at once",
                "stopping: \(running) left, Ctrl-C: at once",
            ])
            return (words, .warning)
        }
        return model.leavesWhenOver ? ("leaving when the last task is over", .warning) : nil
    }

    private func drawKeys(into grid: inout CellGrid, in area: Rect) {
        let here = KeyTable.bindings.filter { binding in
            binding.footer != nil && binding.places.contains(model.place)
                && !(model.options.isReadOnly && binding.action.isCommand)
        }
        // What works nowhere else first, then what works on few pages, then what works everywhere.
        let ranks = Dictionary(grouping: here) { $0.places.count == 1 ? 0 : $0.places.count < 8 ? 1 : 2 }
        let ordered = (0...2).flatMap { ranks[$0] ?? [] }
        let always = here.filter(isAlwaysShown)
        var room = area.columns - always.reduce(0) { $0 + width($1) + 2 }
        var at = 0
        func draw(_ binding: KeyBinding) {
            at += grid.put(binding.label(model.glyphs), in: area, row: 0, column: at, Style(.key)) + 1
            at += grid.put(word(binding), in: area, row: 0, column: at, Style(.dim)) + 2
        }
        for binding in ordered where !isAlwaysShown(binding) && isWorthwhile(binding) {
            room -= width(binding) + 2
            guard room >= 0 else { break }
            draw(binding)
        }
        for binding in always where at + width(binding) <= area.columns { draw(binding) }
    }

    /// Help, and the way out, which the words on the end of the run tell too.
    private func isAlwaysShown(_ binding: KeyBinding) -> Bool {
        switch binding.action {
        case .help: true
        case .quit: model.page == .overview && model.run.phase == .running
        case .back: model.page != .overview
        default: false
        }
    }

    /// What would be refused is not worth a word: nor is going back from the table when there is nothing to go back from, and
    /// q goes back like esc.
    private func isWorthwhile(_ binding: KeyBinding) -> Bool {
        switch binding.action {
        case .cancel, .retry: model.offers(binding.action)
        case .pause, .moreSlots, .fewerSlots: model.run.phase == .running
        case .searchAll: model.page != .search || binding.places.count == 1
        case .metrics: model.page != .metrics
        case .timeline: model.page != .timeline
        case .failures: model.page != .failures
        case .breakers: model.page == .overview || model.focus != .breakers
        case .back where model.place == .tasks: !model.table.tags.isEmpty || !model.table.order.filter.isEmpty
        case .quit: false
        default: true
        }
    }

    private func word(_ binding: KeyBinding) -> String {
        switch binding.action {
        case .pause where model.run.isPaused: "resume"
        case .breakers where model.place == .breakers: "tasks"
        case .wrap where model.output.wraps: "cut"
        default: binding.footer ?? ""
        }
    }

    private func width(_ binding: KeyBinding) -> Int {
        ScalarWidth.columns(of: binding.label(model.glyphs)) + 1 + ScalarWidth.columns(of: word(binding))
    }
}
