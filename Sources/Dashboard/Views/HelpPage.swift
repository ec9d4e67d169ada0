/// Every key, made from the key table, and every sign.
struct HelpPage {
    private let model: DashboardModel

    init(_ model: DashboardModel) { self.model = model }

    private typealias Line = [(String, Style)]

    private var lines: [Line] {
        var lines: [Line] = [[("KEYS", Style(.dim))]]
        for binding in KeyTable.bindings {
            lines.append([
                (Wording.key(binding, model.glyphs, width: 13), Style(.key)), (binding.help, Style(.text)),
            ])
        }
        lines += [[], [("STATES", Style(.dim))]]
        for state in TaskState.allCases {
            lines.append([
                ("  " + model.glyphs.sign(of: state) + " " + state.word.padding(to: 11), Style(state.role)),
                (state.meaning, Style(.text)),
            ])
        }
        return lines
    }

    /// The furthest the help can be scrolled.
    static func lastTop(_ model: DashboardModel) -> Int { max(0, HelpPage(model).lines.count - (model.size.rows - 3)) }

    func draw(into grid: inout CellGrid) {
        var area = Rect(model.size)
        _ = area.takeBottom(1)
        grid.putRule([("help", .title)], in: area.takeTop(1), row: 0, model.glyphs)
        _ = area.takeTop(1)
        for (row, line) in lines.dropFirst(model.helpTop).prefix(area.rows).enumerated() {
            grid.put(line, in: area.inset(left: 2, right: 1), row: row)
        }
    }
}

extension String {
    func padding(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - ScalarWidth.columns(of: self)))
    }
}

extension Wording {
    /// The keys of a binding as they stand in the help.
    static func key(_ binding: KeyBinding, _ glyphs: Glyphs, width: Int) -> String {
        "  " + glyphs.label(binding).padding(to: width)
    }
}

extension Glyphs {
    func label(_ binding: KeyBinding) -> String {
        guard isASCII else { return binding.label }
        switch binding.action {
        case .up: return "up k"
        case .down: return "down j"
        case .open: return "enter"
        default: return binding.label
        }
    }
}

extension TaskState {
    /// One phrase for the help.
    var meaning: String {
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
