/// What the help says, line by line: every key of the table, then every sign.
enum HelpLine {
    case blank
    case heading(String)
    case binding(KeyBinding, String)
    case state(TaskState, String)
    /// The rest of the words before, so far from the left.
    case more(String, indent: Int)

    static let bindingIndent = 12
    static let stateIndent = 15

    /// The lines in as many columns as a width has room for, broken between groups so that the columns are about as high.
    static func columns(width: Int) -> [[HelpLine]] {
        let count = width >= 180 ? 3 : width >= 110 ? 2 : 1
        let groups = groups(width: width / count - 4)
        let height = groups.reduce(0) { $0 + $1.count } / count
        var columns: [[HelpLine]] = [[]]
        for group in groups {
            let last = columns.count - 1
            if columns.count < count, columns[last].count + group.count / 2 > height {
                columns.append(group)
            } else {
                columns[last] += group
            }
        }
        return columns
    }

    private static func groups(width: Int) -> [[HelpLine]] {
        let keys = KeyTable.groups.map { group in
            [.heading(group.title)]
                + group.bindings.flatMap { binding in
                    lines(binding.help, width, bindingIndent) { .binding(binding, $0) }
                } + [.blank]
        }
        let states = TaskState.allCases.flatMap { state in
            lines(state.meaning, width, stateIndent) { .state(state, $0) }
        }
        return keys + [[.heading("STATES")] + states]
    }

    /// Words in as many lines as they need.
    private static func lines(
        _ words: String, _ width: Int, _ indent: Int, _ first: (String) -> HelpLine
    ) -> [HelpLine] {
        let lines = TextWrap.words(of: words, width: max(8, width - indent))
        return [first(lines[0])] + lines.dropFirst().map { .more($0, indent: indent) }
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
        case .rejected: "a breaker, or trouble with its tool, kept it from running"
        case .cancelled: "somebody ended it, or the run was stopped"
        case .skipped: "done before: ticked in the task file, or in an earlier run"
        }
    }
}
