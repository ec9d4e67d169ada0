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

/// All options of all commands.
package enum OptionTable {
    private static let runs = [Command.spawn, .demo]
    private static let values = [Command.spawn, .configuration]

    package static let options: [CommandOption] = [
        CommandOption(
            name: "--max-concurrent", short: "j", placeholder: "N", help: "attempts that may run at once",
            standard: "4", commands: runs + [.configuration]
        ) { (options, value) throws(UsageError) in
            options.maxConcurrent = try value.integer(SpawnerConfiguration.concurrencyRange)
        },
        CommandOption(
            name: "--sequential", help: "one attempt at a time, the same as -j 1", commands: runs + [.configuration]
        ) {
            (options, _) in options.maxConcurrent = 1
        },
        CommandOption(name: "--no-parallel", help: "the same as --sequential", commands: runs + [.configuration]) {
            (options, _) in options.maxConcurrent = 1
        },
        CommandOption(
            name: "--stagger-delay", placeholder: "S", help: "least seconds between two starts", standard: "0",
            commands: values
        ) { (options, value) throws(UsageError) in options.staggerDelay = try value.seconds() },
        CommandOption(
            name: "--deadline", placeholder: "S", help: "seconds the whole run may take", standard: "none",
            commands: values
        ) { (options, value) throws(UsageError) in options.deadline = try value.positiveSeconds() },
        CommandOption(
            name: "--policy", placeholder: "NAME",
            help: names("time limits and attempts", SpawnPolicy.presets.map(\.name)) + ", or one of the configuration",
            standard: "patient", commands: values
        ) { (options, value) throws(UsageError) in options.policy = try value.text() },
        CommandOption(
            name: "--recovery", placeholder: "NAME",
            help: names("what happens after a failure", RecoveryPolicy.presets.map(\.name)), standard: "the policy's",
            commands: values
        ) { (options, value) throws(UsageError) in
            options.recovery = try value.choice(RecoveryPolicy.presets.map { ($0.name, $0.policy) })
        },
        CommandOption(
            name: "--max-retries", placeholder: "N", help: "how often a failed agent runs again",
            standard: "the policy's", commands: values
        ) { (options, value) throws(UsageError) in
            options.maxRetries = try value.integer(RecoveryPolicy.retryRange)
        },
        CommandOption(
            name: "--no-fallback", help: "never let the plain LLM stand in for a failing agent", commands: values
        ) {
            (options, _) in options.fallbackToLLM = false
        },
        CommandOption(
            name: "--timeout", placeholder: "S", help: "hard limit for each attempt, in seconds",
            standard: "the policy's", commands: values
        ) { (options, value) throws(UsageError) in options.timeout = try value.positiveSeconds() },
        CommandOption(
            name: "--wait-for-reset", help: "wait until a rate limit lifts, however long, rather than end with code 75",
            commands: values
        ) { (options, _) in options.waitsForReset = true },
        CommandOption(
            name: "--tool", placeholder: "NAME", help: "the agent CLI that runs tasks; else AURORA_SPAWN_TOOL",
            standard: "claude", commands: values
        ) { (options, value) throws(UsageError) in options.tool = try value.text() },
        CommandOption(
            name: "--model", placeholder: "NAME", help: "the model to ask for; else AURORA_SPAWN_MODEL",
            standard: "the tool's", commands: values
        ) { (options, value) throws(UsageError) in options.model = try value.text() },
        CommandOption(
            name: "--config", placeholder: "FILE", help: "the configuration to use in place of .aurora/config.json",
            commands: [.spawn, .classify, .configuration, .breakers]
        ) { (options, value) throws(UsageError) in options.configFile = try value.text() },
        CommandOption(
            name: "--state-dir", placeholder: "DIR", help: "where breakers are kept from run to run",
            standard: ".aurora",
            commands: [.spawn, .breakers]
        ) { (options, value) throws(UsageError) in options.stateDirectory = try value.text() },
        CommandOption(name: "--dry-run", help: "check everything, show what would run, start nothing") {
            (options, _) in options.isDryRun = true
        },
        CommandOption(
            name: "--check-off", help: "tick the tasks that succeeded in the task file, which must be Markdown"
        ) {
            (options, _) in options.checksOff = true
        },
        CommandOption(name: "--yes", short: "y", help: "accepted for scripts: nothing is asked before a run") {
            (options, _) in options.assumesYes = true
        },
        CommandOption(name: "--verbose", short: "v", help: "plain lines also for starts and output", commands: runs) {
            (options, _) in options.verbosity = .verbose
        },
        CommandOption(
            name: "--quiet", short: "q", help: "plain lines only for failures and the summary", commands: runs
        ) { (options, _) in options.verbosity = .quiet },
        CommandOption(
            name: "--ui", placeholder: "KIND",
            help: names("what to show", RunOptions.UserInterface.allCases.map(\.rawValue)), standard: "auto",
            commands: runs
        ) { (options, value) throws(UsageError) in
            options.userInterface = try value.choice(RunOptions.UserInterface.allCases.map { ($0.rawValue, $0) })
        },
        CommandOption(name: "--readonly", help: "a dashboard that only looks: no key acts on the run", commands: runs) {
            (options, _) in options.isReadOnly = true
        },
        CommandOption(name: "--ascii", help: "a dashboard without anything but ASCII", commands: runs) {
            (options, _) in options.usesASCII = true
        },
        CommandOption(
            name: "--events", placeholder: "FILE", help: "write one JSON object a line for every event; - is stdout",
            commands: runs
        ) { (options, value) throws(UsageError) in options.eventsFile = try value.text() },
        CommandOption(
            name: "--results", placeholder: "FILE", help: "write one JSON document at the end; - is stdout",
            commands: runs
        ) { (options, value) throws(UsageError) in options.resultsFile = try value.text() },
        CommandOption(
            name: "--tool", placeholder: "NAME", help: "the tool it comes from, which decides what counts",
            standard: "any", commands: [.classify]
        ) { (options, value) throws(UsageError) in options.tool = try value.text() },
        CommandOption(
            name: "--exit", placeholder: "N", help: "the exit code of the attempt", standard: "1", commands: [.classify]
        ) { (options, value) throws(UsageError) in options.exitCode = Int32(try value.integer(0...255)) },
        CommandOption(
            name: "--json", help: "print JSON in place of columns", commands: [.configuration, .breakers]
        ) { (options, _) in options.isJSON = true },
        CommandOption(name: "--tasks", placeholder: "N", help: "how many tasks it has", commands: [.demo]) {
            (options, value) throws(UsageError) in options.demoTasks = try value.integer(1...100_000)
        },
        CommandOption(
            name: "--seed", placeholder: "S", help: "a whole number; the same seed gives the same batch",
            commands: [.demo]
        ) { (options, value) throws(UsageError) in options.demoSeed = try value.integer(0...Int.max) },
    ]

    /// The options of one command.
    package static func options(of command: Command) -> [CommandOption] {
        options.filter { $0.commands.contains(command) }
    }

    private static func names(_ help: String, _ names: [String]) -> String {
        "\(help): \(names.joined(separator: ", "))"
    }
}
