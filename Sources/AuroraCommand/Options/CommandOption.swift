/// An option of a command. Parsing and every help text are made from these.
package struct CommandOption: Sendable {
    package let name: String
    package var short: Character?
    /// What stands for its value in help; `nil` for a switch.
    package var placeholder: String?
    package let help: String
    /// What holds without it, as help shows it.
    package var standard: String?
    package var commands: [Command] = [.spawn]
    let apply: @Sendable (inout RunOptions, OptionValue) throws(UsageError) -> Void
}

/// Options that belong together in help.
package struct OptionGroup: Sendable {
    package let title: String
    package let options: [CommandOption]

    init(_ title: String, _ options: [CommandOption]) {
        self.title = title
        self.options = options
    }
}
