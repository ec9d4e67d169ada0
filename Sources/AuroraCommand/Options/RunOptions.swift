package import AuroraSpawner
package import SpawnCore

/// What a command line says about a run; `nil` where it says nothing.
package struct RunOptions: Sendable, Equatable {
    /// How much the plain reporter says.
    package enum Verbosity: Sendable { case quiet, normal, verbose }

    /// What people see of a run.
    package enum UserInterface: String, Sendable, CaseIterable { case auto, dashboard, plain, none }

    /// What stands on the command line beside options: files, `-` for standard input.
    package var operands: [String] = []
    /// The task file; `-` is standard input.
    package var taskFile: String { operands.first ?? "tasks.md" }
    /// What is said in the place of settings of a configuration, by their keys.
    package var overrides: [String: SettingOverride] = [:]
    /// The tool that a text which is classified comes from.
    package var tool: String?
    package var configFile: String?
    /// Where breakers are kept.
    package var stateDirectory = ".aurora"
    /// Keep a record of the run, to look at and to go on with.
    package var isStored = true
    /// Bring each result to the disk before anybody is told of it.
    package var isDurable = false
    /// Print JSON for programs in place of columns for people.
    package var isJSON = false
    package var isDryRun = false
    /// Run what the configuration here runs, without asking.
    package var trusts = false
    /// Tick tasks in the task file when they have succeeded.
    package var checksOff = false
    package var verbosity = Verbosity.normal
    package var userInterface = UserInterface.auto
    /// True when no key of the dashboard may act on the run.
    package var isReadOnly = false
    /// True when the dashboard draws with ASCII alone.
    package var usesASCII = false
    /// Where events go; `-` is standard output.
    package var eventsFile: String?
    /// Where results go; `-` is standard output.
    package var resultsFile: String?
    /// The exit code of the attempt whose text is classified.
    package var exitCode: Int32 = 1
    /// Runs that began longer ago are pruned.
    package var prunedAge: Duration?
    /// So many of the latest runs are kept when others are pruned.
    package var keptRuns: Int?
    /// Tasks that run again though they succeeded, when a run is gone on with.
    package var alsoTasks: [String] = []
    /// The only tasks that run then; empty for all that there is to do.
    package var onlyTasks: [String] = []
    /// The attempt whose output is printed; `nil` for the last.
    package var attempt: Int?
    /// Print what was written to stderr.
    package var showsErrors = false
    /// Go on with what is written as long as the run goes on.
    package var follows = false
    /// How many tasks the demonstration has.
    package var demoTasks: Int?
    /// What the demonstration's chance begins with.
    package var demoSeed: Int?

    package init() {}
}

/// What an option or a variable says in the place of a setting.
package struct SettingOverride: Sendable, Equatable {
    /// In the form that a configuration file has for it.
    package var value: JSONValue
    package var origin: ValueOrigin

    package init(_ value: JSONValue, from origin: ValueOrigin) {
        self.value = value
        self.origin = origin
    }
}

/// What `aurora config` does.
package enum ConfigurationAction: String, Sendable, CaseIterable { case show, check }

/// What `aurora runs` does.
package enum RunsAction: String, Sendable, CaseIterable { case list, prune }

/// What `aurora breakers` shall do to the breaker of an agent.
package struct BreakerRequest: Sendable, Equatable {
    package var action: BreakerAction
    package var agent: String

    package init(_ action: BreakerAction, agent: String) {
        self.action = action
        self.agent = agent
    }

    /// The actions by the words of the command line.
    static let actions: [(name: String, value: BreakerAction)] = [
        ("reset", .reset), ("open", .forceOpen), ("probe", .probe),
    ]
}

/// What a command line asks for.
package enum Invocation: Sendable, Equatable {
    case spawn(RunOptions)
    /// Go on with a run; the arguments are those that are about how.
    case resume(RunOptions, arguments: [String])
    case demo(RunOptions)
    case classify(RunOptions)
    case initialize
    /// Agree to what the configuration of a directory runs.
    case trust(RunOptions)
    case configuration(ConfigurationAction, RunOptions)
    /// Look at what a run would need.
    case doctor(RunOptions)
    /// List the breakers, or act on that of an agent.
    case breakers(BreakerRequest?, RunOptions)
    /// List what runs have left, or remove that of old ones.
    case runs(RunsAction, RunOptions)
    /// Show a run, or one of its tasks.
    case show(RunOptions)
    /// Print what an attempt has written.
    case logs(RunOptions)
    /// Print this text.
    case help(String)
    /// The manual page is to be printed.
    case manual
    case version
}

/// The commands there are.
package enum Command: String, Sendable, CaseIterable {
    case spawn, resume, demo, classify
    case initialize = "init"
    case trust
    case breakers, runs, show, logs
    case configuration = "config"
    case doctor

    var usage: String {
        switch self {
        case .spawn: "aurora spawn [TASKS] [options]"
        case .resume: "aurora resume [RUN] [options]"
        case .demo: "aurora demo [options]"
        case .classify: "aurora classify [FILE ...] [options]"
        case .initialize: "aurora init"
        case .trust: "aurora trust [DIR]"
        case .breakers: "aurora breakers [reset|open|probe AGENT] [options]"
        case .runs: "aurora runs [list|prune] [options]"
        case .show: "aurora show [RUN [TASK]] [options]"
        case .logs: "aurora logs [RUN] TASK [options]"
        case .configuration: "aurora config [show|check] [options]"
        case .doctor: "aurora doctor [options]"
        }
    }

    var summary: String {
        switch self {
        case .spawn: "run tasks; TASKS is a file (default tasks.md) or - for stdin"
        case .resume: "go on with a run: what succeeded and has not changed is kept, the rest runs"
        case .demo: "run a scripted batch of the bundled sample agent"
        case .classify: "say what the output of a failed attempt means: category, kind, rule and reset hint"
        case .initialize: "write a starter tasks.md and .aurora/config.json here; never overwrites"
        case .trust: "agree to what the .aurora/config.json of a directory runs, until it changes"
        case .breakers: "list the breakers that are kept here, or reset, open or probe one"
        case .runs: "list the runs that are kept here, or remove old ones"
        case .show: "show what came of each task of a run, or of one all that is known"
        case .logs: "print what an attempt of a task has written"
        case .configuration: "show each effective value and where it comes from, or only check them"
        case .doctor: "look at tools, configuration, terminal and limits, and say what to do about what is missing"
        }
    }

    /// How many arguments it takes beside options.
    var mostOperands: Int {
        switch self {
        case .spawn, .resume, .configuration, .trust, .runs: 1
        case .breakers, .show, .logs: 2
        case .classify: .max
        case .demo, .initialize, .doctor: 0
        }
    }
}
