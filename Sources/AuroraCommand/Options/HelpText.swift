/// Help, made from the ``OptionTable``.
enum HelpText {
    static var overview: String {
        let commands = Command.allCases.map { ($0.usage, $0.summary) }
        return """
            aurora runs batches of agent command lines as processes, and recovers from their failures.

            \(columns(commands))

              aurora help COMMAND   the options of a command
              aurora --version

            Exit codes: 0 every task succeeded, 1 some failed or were blocked, 2 nothing was started (usage, task file,
            configuration), 75 only rate limits that lift later, 130 and 143 interrupted.

            """
    }

    static func help(for command: Command) -> String {
        var text = "Usage: \(command.usage)\n\n\(command.summary)\n"
        let options = OptionTable.options(of: command)
        if !options.isEmpty { text += "\n" + columns(options.map(row)) + "\n" }
        if command == .spawn { text += "\nAn option wins over the environment, that over the configuration file.\n" }
        return text
    }

    private static func row(_ option: CommandOption) -> (String, String) {
        let short = option.short.map { "-\($0), " } ?? "    "
        let value = option.placeholder.map { " \($0)" } ?? ""
        return (short + option.name + value, option.help + (option.standard.map { " (\($0))" } ?? ""))
    }

    private static let width = 100

    /// Two columns, the second wrapped between words.
    private static func columns(_ rows: [(String, String)]) -> String {
        let left = (rows.map(\.0.count).max() ?? 0) + 2
        return rows.map { label, text in
            var lines = [""]
            for word in text.split(separator: " ") {
                if lines[lines.count - 1].count + word.count + 1 > width - left - 2 { lines.append("") }
                lines[lines.count - 1] += (lines[lines.count - 1].isEmpty ? "" : " ") + word
            }
            let indent = "\n" + String(repeating: " ", count: left + 2)
            return "  " + label + String(repeating: " ", count: left - label.count) + lines.joined(separator: indent)
        }.joined(separator: "\n")
    }
}
