/// What the help says, line by line: every key of the table, then every sign.
enum HelpLine {
    case blank
    case heading(String)
    case binding(KeyBinding)
    case state(TaskState)

    /// The lines in so many columns, broken between groups so that the columns are about as high.
    static func columns(_ count: Int) -> [[HelpLine]] {
        let groups: [[HelpLine]] =
            KeyTable.groups.map { [.heading($0.title)] + $0.bindings.map { .binding($0) } + [.blank] }
            + [[.heading("STATES")] + TaskState.allCases.map { .state($0) }]
        let height = groups.reduce(0) { $0 + $1.count } / max(1, count)
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

    /// The columns that a width has room for.
    static func columns(width: Int) -> [[HelpLine]] { columns(width >= 200 ? 3 : width >= 130 ? 2 : 1) }
}
