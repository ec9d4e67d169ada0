import AuroraSpawner
import SpawnCore

/// Options that set the values of a run: each stands for a key of the configuration.
extension OptionTable {
    static let agents = OptionGroup(
        "Who does the work",
        [
            CommandOption(
                setting: "tool", name: "--tool", placeholder: "NAME",
                help: "the agent CLI that runs tasks: one that is built in (\(names(builtIn))), or one of the "
                    + "configuration",
                standard: "claude", commands: values + [.doctor]
            ) { (value) throws(UsageError) in try value.json() },
            CommandOption(
                setting: "model", name: "--model", placeholder: "NAME", help: "the model to ask for",
                standard: "the tool's"
            ) { (value) throws(UsageError) in try value.json() },
            CommandOption(
                setting: "permissions", name: "--permissions", placeholder: "LEVEL",
                help:
                    "what agents may do: \(names(Permission.allCases.map(\.rawValue))); as shipped, most tools do nothing "
                    + "that they would have to ask for",
                standard: "the tool's"
            ) { (value) throws(UsageError) in
                JSONValue(stringLiteral: try value.choice(Permission.allCases.map { ($0.rawValue, $0) }).rawValue)
            },
        ])

    private static let builtIn = ToolDefinition.builtIn.keys.sorted()

    static let pace = OptionGroup(
        "How much at once, and for how long",
        [
            CommandOption(
                setting: "max_concurrent", name: "--max-concurrent", short: "j", placeholder: "N",
                help: "attempts that may run at once", standard: "4", commands: runs + [.configuration]
            ) { (value) throws(UsageError) in
                JSONValue(integerLiteral: try value.integer(SpawnerConfiguration.concurrencyRange))
            },
            CommandOption(
                setting: "max_concurrent", 1, name: "--sequential", help: "one attempt at a time, the same as -j 1",
                commands: runs + [.configuration]),
            CommandOption(
                setting: "max_concurrent", 1, name: "--no-parallel", help: "the same as --sequential",
                commands: runs + [.configuration]),
            CommandOption(
                setting: "stagger_delay", name: "--stagger-delay", placeholder: "S",
                help: "least seconds between two starts", standard: "0"
            ) { (value) throws(UsageError) in JSONValue(floatLiteral: try value.seconds()) },
            CommandOption(
                setting: "timeout", name: "--timeout", placeholder: "S",
                help: "hard limit for each attempt, in seconds; a task's own limit wins", standard: "the policy's"
            ) { (value) throws(UsageError) in JSONValue(floatLiteral: try value.positiveSeconds()) },
            CommandOption(
                setting: "deadline", name: "--deadline", placeholder: "S",
                help: "seconds the whole run may take; what runs then is ended, what waits never starts",
                standard: "none"
            ) { (value) throws(UsageError) in JSONValue(floatLiteral: try value.positiveSeconds()) },
            CommandOption(
                setting: "budget", name: "--budget", placeholder: "USD",
                help: "what the run may cost in dollars; nothing new starts once it is spent", standard: "none"
            ) { (value) throws(UsageError) in
                JSONValue(floatLiteral: try value.number(SpawnerConfiguration.budgetRange))
            },
            CommandOption(
                setting: "token_budget", name: "--token-budget", placeholder: "N",
                help: "the tokens that it may use", standard: "none"
            ) { (value) throws(UsageError) in
                JSONValue(integerLiteral: try value.integer(SpawnerConfiguration.tokenBudgetRange))
            },
            CommandOption(
                setting: "mem_per_task", name: "--mem-per-task", placeholder: "SIZE",
                help: "the memory that an attempt is expected to need, such as 2G: none starts while less is available",
                standard: "none"
            ) { (value) throws(UsageError) in JSONValue(integerLiteral: try value.memorySize()) },
            CommandOption(
                setting: "default_policy", name: "--policy", placeholder: "NAME",
                help:
                    "time limits of an attempt: \(names(SpawnPolicy.presets.map(\.name))), or one of the configuration; "
                    + "also its attempts and delays, where no recovery is named",
                standard: "agent"
            ) { (value) throws(UsageError) in try value.json() },
        ])

    static let recovery = OptionGroup(
        "What follows a failure",
        [
            CommandOption(
                setting: "recovery", name: "--recovery", placeholder: "NAME",
                help: "retries, delays and fallback: \(names(RecoveryPolicy.presets.map(\.name))); no time limits: "
                    + "patient and default here are not the policies of those names",
                standard: "the policy's"
            ) { (value) throws(UsageError) in
                let presets = RecoveryPolicy.presets.map(\.name)
                return ["preset": JSONValue(stringLiteral: try value.choice(presets.map { ($0, $0) }))]
            },
            CommandOption(
                setting: "max_retries", name: "--max-retries", placeholder: "N",
                help: "how often a failed agent runs again", standard: "the policy's"
            ) { (value) throws(UsageError) in
                JSONValue(integerLiteral: try value.integer(RecoveryPolicy.retryRange))
            },
            CommandOption(
                setting: "fallback_to_llm", false, name: "--no-fallback",
                help: "never let the plain LLM stand in for a failing agent"),
            CommandOption(
                setting: "wait_for_reset", true, name: "--wait-for-reset",
                help: "wait until a rate limit lifts, however long, rather than end with code 75"),
        ])
}
