/// Every key, made from the key table, and every sign.
struct HelpPage {
    private let model: DashboardModel

    init(_ model: DashboardModel) { self.model = model }

    func draw(into grid: inout CellGrid, in area: Rect) {
        grid.putRule([("help", .title)], in: area, row: 0, model.glyphs)
        var body = area.inset(left: 2, right: 1)
        _ = body.takeTop(2)
        let columns = HelpLine.columns(width: area.columns)
        let width = body.columns / max(1, columns.count)
        for column in columns {
            let room = body.takeLeft(width)
            for (row, line) in column.dropFirst(model.helpList.top).prefix(room.rows).enumerated() {
                grid.put(pieces(line), in: room.inset(left: 0, right: 1), row: row)
            }
        }
    }

    private func pieces(_ line: HelpLine) -> Pieces {
        switch line {
        case .blank: []
        case .heading(let words): [(words, Style(.dim))]
        case .binding(let binding):
            [("  " + binding.label(model.glyphs).padded(to: 10), Style(.key)), (binding.help, Style(.text))]
        case .state(let state):
            [
                ("  " + model.glyphs.sign(of: state) + " " + state.word.padded(to: 11), Style(state.role)),
                (state.meaning, Style(.text)),
            ]
        }
    }
}

extension TaskState {
    /// One phrase for the help.
    fileprivate var meaning: String {
        switch self {
        case .waiting: "for a slot, for other tasks, or because starting is paused"
        case .backoff: "will be retried after a delay"
        case .cooldown: "its service refuses everyone for a while"
        case .running: "its child process works"
        case .stopping: "its child process is being ended"
        case .done: "succeeded the first time"
        case .recovered: "succeeded after a retry or by the fallback"
        case .failed: "every attempt failed"
        case .limited: "the service refuses until later"
        case .blocked: "a task it needs did not succeed"
        case .rejected: "a breaker or a spent budget kept it from running"
        case .cancelled: "somebody ended it, or the run was stopped"
        case .skipped: "already ticked in the task file"
        }
    }
}
