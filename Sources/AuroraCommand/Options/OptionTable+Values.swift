import AuroraSpawner

/// Options that set the values of a run; a configuration file has a key for each.
extension OptionTable {
    static let agents = OptionGroup(
        "Who does the work",
        [
            CommandOption(
                name: "--tool", placeholder: "NAME",
                help: "the agent CLI that runs tasks: one that is built in (\(names(builtIn))), or one of the "
                    + "configuration",
                standard: "claude", commands: values
            ) { (options, value) throws(UsageError) in options.tool = try value.text() },
            CommandOption(
                name: "--model", placeholder: "NAME", help: "the model to ask for", standard: "the tool's",
                commands: values
            ) { (options, value) throws(UsageError) in options.model = try value.text() },
        ])

    private static let builtIn = ToolDefinition.builtIn.keys.sorted()

    static let pace = OptionGroup(
        "How much at once, and for how long",
        [
            CommandOption(
                name: "--max-concurrent", short: "j", placeholder: "N", help: "attempts that may run at once",
                standard: "4", commands: runs + [.configuration]
            ) { (options, value) throws(UsageError) in
                options.maxConcurrent = try value.integer(SpawnerConfiguration.concurrencyRange)
            },
            CommandOption(
                name: "--sequential", help: "one attempt at a time, the same as -j 1",
                commands: runs + [.configuration]
            ) { (options, _) in options.maxConcurrent = 1 },
            CommandOption(
                name: "--no-parallel", help: "the same as --sequential", commands: runs + [.configuration]
            ) { (options, _) in options.maxConcurrent = 1 },
            CommandOption(
                name: "--stagger-delay", placeholder: "S", help: "least seconds between two starts", standard: "0",
                commands: values
            ) { (options, value) throws(UsageError) in options.staggerDelay = try value.seconds() },
            CommandOption(
                name: "--timeout", placeholder: "S",
                help: "hard limit for each attempt, in seconds; a task's own limit wins", standard: "the policy's",
                commands: values
            ) { (options, value) throws(UsageError) in options.timeout = try value.positiveSeconds() },
            CommandOption(
                name: "--deadline", placeholder: "S",
                help: "seconds the whole run may take; what runs then is ended, what waits never starts",
                standard: "none", commands: values
            ) { (options, value) throws(UsageError) in options.deadline = try value.positiveSeconds() },
            CommandOption(
                name: "--policy", placeholder: "NAME",
                help:
                    "time limits of an attempt: \(names(SpawnPolicy.presets.map(\.name))), or one of the configuration; "
                    + "also its attempts and delays, where no recovery is named",
                standard: "agent", commands: values
            ) { (options, value) throws(UsageError) in options.policy = try value.text() },
        ])

    static let recovery = OptionGroup(
        "What follows a failure",
        [
            CommandOption(
                name: "--recovery", placeholder: "NAME",
                help: "retries, delays and fallback: \(names(RecoveryPolicy.presets.map(\.name))); no time limits: "
                    + "patient and default here are not the policies of those names",
                standard: "the policy's", commands: values
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
            ) { (options, _) in options.fallbackToLLM = false },
            CommandOption(
                name: "--wait-for-reset",
                help: "wait until a rate limit lifts, however long, rather than end with code 75", commands: values
            ) { (options, _) in options.waitsForReset = true },
        ])
}
