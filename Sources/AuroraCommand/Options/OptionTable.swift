import AuroraSpawner

/// All options of all commands, in the order and the groups in which help shows them.
package enum OptionTable {
    package static let groups = [agents, pace, recovery, display, files, input, demonstration]

    package static let options: [CommandOption] = groups.flatMap(\.options)

    /// The options of one command.
    package static func options(of command: Command) -> [CommandOption] {
        options.filter { $0.commands.contains(command) }
    }

    /// Commands that run tasks.
    static let runs = [Command.spawn, .demo]
    /// Commands that work with the values of a run.
    static let values = [Command.spawn, .configuration]

    static func names(_ names: [String]) -> String { names.joined(separator: ", ") }

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
