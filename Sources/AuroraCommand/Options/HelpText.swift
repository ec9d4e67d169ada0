/// Help, made from the ``OptionTable`` and the ``HelpNotes``.
enum HelpText {
    static var overview: String {
        let commands =
            Command.allCases.map { ("aurora \($0.rawValue)", $0.summary) } + [
                ("aurora help COMMAND", "more about a command: its options, files and exit codes"),
                ("aurora help --man", "print the manual page, which has the keys of the dashboard too"),
                ("aurora --version", "print the version"),
            ]
        return """
            aurora runs batches of agent command lines as processes, and recovers from their failures.

            \(columns(commands))

            """
    }

    static func help(for command: Command) -> String {
        var sections = ["Usage: \(command.usage)", wrapped(HelpNotes.description(of: command), indent: 0)]
        sections += OptionTable.groups.compactMap { group in
            let options = group.options.filter { $0.commands.contains(command) }
            return options.isEmpty ? nil : "\(group.title):\n\(columns(options.map(row)))"
        }
        sections += HelpNotes.sections(of: command).map { "\($0.title):\n\(columns($0.rows))" }
        return sections.joined(separator: "\n\n") + "\n"
    }

    private static func row(_ option: CommandOption) -> (String, String) {
        let short = option.short.map { "-\($0), " } ?? "    "
        let value = option.placeholder.map { " \($0)" } ?? ""
        return (short + option.name + value, option.help + (option.standard.map { " (\($0))" } ?? ""))
    }

    private static let width = 100
    /// What is on the left of the second column, where it is not longer.
    private static let leftWidth = 28

    /// Two columns, the second wrapped between words.
    private static func columns(_ rows: [(String, String)]) -> String {
        let left = max(leftWidth, (rows.map(\.0.count).max() ?? 0) + 2)
        return rows.map { label, text in
            "  " + label + String(repeating: " ", count: left - label.count) + wrapped(text, indent: left + 2)
        }.joined(separator: "\n")
    }

    /// Text wrapped between words; all lines but the first are indented.
    private static func wrapped(_ text: String, indent: Int) -> String {
        var lines = [""]
        for word in text.split(separator: " ") {
            if lines[lines.count - 1].count + word.count + 1 > width - indent { lines.append("") }
            lines[lines.count - 1] += (lines[lines.count - 1].isEmpty ? "" : " ") + word
        }
        return lines.joined(separator: "\n" + String(repeating: " ", count: indent))
    }
}
