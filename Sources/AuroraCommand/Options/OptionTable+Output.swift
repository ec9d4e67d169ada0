/// Options about what people see of a run and what it leaves behind.
extension OptionTable {
    static let display = OptionGroup(
        "What is shown",
        [
            CommandOption(
                name: "--ui", placeholder: "KIND",
                help:
                    "\(names(RunOptions.UserInterface.allCases.map(\.rawValue))); auto is the dashboard in a terminal, "
                    + "else plain lines on stderr",
                standard: "auto", commands: runs
            ) { (options, value) throws(UsageError) in
                options.userInterface = try value.choice(RunOptions.UserInterface.allCases.map { ($0.rawValue, $0) })
            },
            CommandOption(
                name: "--verbose", short: "v", help: "plain lines also for starts and every line of output",
                commands: runs
            ) { (options, _) in options.verbosity = .verbose },
            CommandOption(
                name: "--quiet", short: "q", help: "plain lines only for failures and the summary", commands: runs
            ) { (options, _) in options.verbosity = .quiet },
            CommandOption(
                name: "--readonly", help: "a dashboard that only looks: no key acts on the run", commands: runs
            ) { (options, _) in options.isReadOnly = true },
            CommandOption(
                name: "--ascii", help: "a dashboard without anything but ASCII, as where the locale is not UTF-8",
                commands: runs
            ) {
                (options, _) in options.usesASCII = true
            },
            CommandOption(
                name: "--dry-run", help: "check everything, show what would be done, do nothing",
                commands: [.spawn, .resume, .runs]
            ) { (options, _) in options.isDryRun = true },
            CommandOption(
                name: "--json", help: "print JSON in place of columns",
                commands: [.configuration, .breakers, .runs, .show]
            ) { (options, _) in options.isJSON = true },
        ])

    static let files = OptionGroup(
        "Files",
        [
            CommandOption(
                name: "--config", placeholder: "FILE", help: "the configuration to use in place of those listed below",
                commands: [.spawn, .classify, .configuration, .breakers, .doctor]
            ) { (options, value) throws(UsageError) in options.configFile = try value.text() },
            CommandOption(
                name: "--trust",
                help: "run what .aurora/config.json here has run, without asking; aurora trust agrees for good",
                commands: [.spawn, .doctor]
            ) { (options, _) in options.trusts = true },
            CommandOption(
                name: "--state-dir", placeholder: "DIR",
                help: "where breakers, runs, and the output of tasks are kept",
                standard: ".aurora", commands: [.spawn, .resume, .breakers, .runs, .show, .logs, .doctor]
            ) { (options, value) throws(UsageError) in options.stateDirectory = try value.text() },
            CommandOption(
                name: "--no-store", help: "keep no record of the run: it cannot be looked at or resumed later"
            ) { (options, _) in options.isStored = false },
            CommandOption(
                name: "--durable",
                help: "bring each result to the disk before anybody is told, for the sake of power cuts"
            ) { (options, _) in options.isDurable = true },
            CommandOption(
                name: "--older-than", placeholder: "AGE", help: "remove runs that began longer ago: 7d, 12h, 30m",
                commands: [.runs]
            ) { (options, value) throws(UsageError) in options.prunedAge = try value.age() },
            CommandOption(
                name: "--keep", placeholder: "N", help: "remove all but the latest N runs", commands: [.runs]
            ) { (options, value) throws(UsageError) in options.keptRuns = try value.integer(0...1_000_000) },
            CommandOption(
                name: "--events", placeholder: "FILE",
                help: "write one JSON object a line for every event, as it happens; - is stdout", commands: runs
            ) { (options, value) throws(UsageError) in options.eventsFile = try value.text() },
            CommandOption(
                name: "--results", placeholder: "FILE", help: "write one JSON document at the end; - is stdout",
                commands: runs
            ) { (options, value) throws(UsageError) in options.resultsFile = try value.text() },
            CommandOption(
                name: "--check-off",
                help: "tick the tasks that succeeded in the task file, which must be Markdown; one that has changed "
                    + "meanwhile is left alone"
            ) { (options, _) in options.checksOff = true },
        ])
}
