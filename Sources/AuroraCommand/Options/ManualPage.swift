/// The manual page, made from the ``OptionTable``, the ``HelpNotes`` and the keys of the dashboard.
package enum ManualPage {
    /// A heading, and under it words with what they mean.
    package typealias Section = (title: String, rows: [(String, String)])

    /// The page in the language of man(7).
    ///
    /// - Parameter keys: The keys of the dashboard, group by group.
    /// - Returns: The page.
    package static func text(keys: [Section]) -> String {
        var lines = [
            ".TH AURORA 1", ".SH NAME", #"aurora \- run agent command lines in parallel, with recovery"#,
            ".SH SYNOPSIS",
        ]
        for command in Command.allCases { lines += [".B \(escaped(command.usage))", ".br"] }
        lines.append(".SH COMMANDS")
        for command in Command.allCases {
            lines += [".SS aurora \(command.rawValue)", escaped(HelpNotes.description(of: command))]
            for group in OptionTable.groups {
                let options = group.options.filter { $0.commands.contains(command) }
                if !options.isEmpty { lines += listed((group.title, options.map(row))) }
            }
        }
        lines.append(".SH KEYS OF THE DASHBOARD")
        for group in keys { lines += [".SS \(escaped(group.title))"] + group.rows.flatMap(item) }
        for section in HelpNotes.sections(of: .spawn) {
            lines += [".SH \(escaped(section.title.uppercased()))"] + section.rows.flatMap(item)
        }
        return lines.joined(separator: "\n")
    }

    private static func row(_ option: CommandOption) -> (String, String) {
        let short = option.short.map { "-\($0), " } ?? ""
        let value = option.placeholder.map { " \($0)" } ?? ""
        return (short + option.name + value, option.help + (option.standard.map { " (\($0))" } ?? ""))
    }

    private static func listed(_ section: Section) -> [String] {
        [".PP", ".I \(escaped(section.title))"] + section.rows.flatMap(item)
    }

    private static func item(_ words: String, _ meaning: String) -> [String] {
        [".TP", ".B \(escaped(words))", escaped(meaning)]
    }

    /// A backslash begins a command of roff, and so does a dot or an apostrophe at the beginning of a line; a bare minus sign is a
    /// hyphen there.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text {
            switch character {
            case "\\": escaped += #"\e"#
            case "-": escaped += #"\-"#
            case "\"": escaped += #"\(dq"#
            default:
                for scalar in character.unicodeScalars {
                    escaped += scalar.isASCII ? String(scalar) : #"\[u"# + hexadecimal(scalar.value) + "]"
                }
            }
        }
        return escaped.hasPrefix(".") || escaped.hasPrefix("'") ? #"\&"# + escaped : escaped
    }

    /// At least four digits, as roff wants them.
    private static func hexadecimal(_ number: UInt32) -> String {
        let digits = String(number, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
