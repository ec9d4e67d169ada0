import AuroraSpawner

/// All options of all commands, in the order and the groups in which help shows them.
package enum OptionTable {
    package static let groups = [resumption, agents, pace, recovery, display, attempts, files, input, demonstration]

    package static let options: [CommandOption] = groups.flatMap(\.options)

    /// The options of one command.
    package static func options(of command: Command) -> [CommandOption] {
        // A run that goes on with another takes whatever that took.
        options.filter { $0.commands.contains(command) || command == .resume && $0.commands.contains(.spawn) }
    }

    /// Commands that run tasks.
    static let runs = [Command.spawn, .demo]
    /// Commands that work with the values of a run.
    static let values = [Command.spawn, .configuration]

    static func names(_ names: [String]) -> String { names.joined(separator: ", ") }

    private static let attempts = OptionGroup(
        "What is printed",
        [
            CommandOption(
                name: "--attempt", placeholder: "N", help: "the attempt", standard: "the last", commands: [.logs]
            ) { (options, value) throws(UsageError) in options.attempt = try value.integer(1...1_000_000) },
            CommandOption(name: "--stderr", help: "what it wrote to stderr", commands: [.logs]) { (options, _) in
                options.showsErrors = true
            },
            CommandOption(
                name: "--follow", short: "f", help: "go on as long as the run does", commands: [.logs]
            ) { (options, _) in options.follows = true },
        ])

    private static let resumption = OptionGroup(
        "What runs again",
        [
            CommandOption(
                name: "--also", placeholder: "TASK,…",
                help: "run these again though they succeeded, and what needs them",
                commands: [.resume]
            ) { (options, value) throws(UsageError) in options.alsoTasks += try value.names() },
            CommandOption(
                name: "--only", placeholder: "TASK,…", help: "run these alone, and what they need",
                commands: [.resume]
            ) { (options, value) throws(UsageError) in options.onlyTasks += try value.names() },
        ])

    private static let input = OptionGroup(
        "What is classified",
        [
            CommandOption(
                name: "--tool", placeholder: "NAME", help: "the tool it comes from, which decides what counts",
                standard: "any", commands: [.classify]
            ) { (options, value) throws(UsageError) in options.tool = try value.text() },
            CommandOption(
                name: "--exit", placeholder: "N", help: "the exit code of the attempt", standard: "1",
                commands: [.classify]
            ) { (options, value) throws(UsageError) in options.exitCode = Int32(try value.integer(0...255)) },
        ])

    private static let demonstration = OptionGroup(
        "The batch",
        [
            CommandOption(name: "--tasks", placeholder: "N", help: "how many tasks it has", commands: [.demo]) {
                (options, value) throws(UsageError) in options.demoTasks = try value.integer(1...100_000)
            },
            CommandOption(
                name: "--seed", placeholder: "S", help: "a whole number; the same seed gives the same batch",
                commands: [.demo]
            ) { (options, value) throws(UsageError) in options.demoSeed = try value.integer(0...Int.max) },
        ])
}
