import AuroraSpawner

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

extension CommandOption {
    /// An option that says something in the place of a setting. The command line only has to make sense by itself; that the
    /// setting can take the value is seen when it meets the configuration.
    init(
        setting key: String, name: String, short: Character? = nil, placeholder: String? = nil, help: String,
        standard: String? = nil, commands: [Command] = OptionTable.values,
        value: @escaping @Sendable (OptionValue) throws(UsageError) -> JSONValue
    ) {
        self.init(
            name: name, short: short, placeholder: placeholder, help: help, standard: standard, commands: commands
        ) { (options, text) throws(UsageError) in
            options.overrides[key] = SettingOverride(try value(text), from: .flag(name))
        }
    }

    /// A switch that says one thing in the place of a setting.
    init(setting key: String, _ value: JSONValue, name: String, help: String, commands: [Command] = OptionTable.values)
    {
        self.init(setting: key, name: name, help: help, commands: commands) { (_) throws(UsageError) in value }
    }
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
