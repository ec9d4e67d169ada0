import AuroraCommand
import AuroraSpawner
import DashboardTerminal
import Glibc
import SpawnCore

/// `aurora trust`: agrees to what the configuration of a directory runs.
struct TrustCommand {
    let options: RunOptions

    func run() throws -> Int32 {
        let directory = options.operands.first ?? "."
        let file = try ConfigurationFile.load(in: directory)
        guard let runs = file.runs else {
            Console.print("\(file.path ?? "") runs nothing of its own; there is nothing to agree to")
            return ExitCode.success
        }
        Console.print(lines: ["\(file.path ?? "") may have run, until it changes:"] + TrustReport.lines(runs))
        try Trust.agreements().add(runs, in: directory)
        return ExitCode.success
    }
}

/// Sees to it that nothing of a configuration is run to which nobody has agreed.
enum Trust {
    /// Asks, where there is somebody to ask.
    ///
    /// - Parameters:
    ///   - file: The configuration.
    ///   - options: What the command line says.
    /// - Throws: ``InputError`` where nobody agrees; nothing may be run then.
    static func require(_ file: ConfigurationFile, _ options: RunOptions) throws {
        guard let runs = unagreed(file, options) else { return }
        guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1, ForegroundJob.isOurs else { throw refusal(file) }
        Console.say("\(file.path ?? "") came with this directory, and would have run:")
        Console.say(lines: TrustReport.lines(runs))
        Console.say("Agree to that, until it changes? Type yes to agree, anything else does not:")
        let answer = readLine()?.lowercased()
        guard answer == "y" || answer == "yes" else { throw refusal(file) }
        try agreements().add(runs, in: ".")
    }

    /// Notes that a person has started a run here with these arguments, so that they may be given again by resuming it. Where there
    /// is no place for that, resuming needs ``RunOptions/trusts``.
    static func note(_ arguments: [String]) {
        guard let agreements = Agreements(environment: Environment.current) else { return }
        let record = record(of: arguments)
        guard !agreements.contain(record, in: ".") else { return }
        try? agreements.add(record, in: ".")
    }

    /// Sees to it that the arguments of a run that is resumed are a person's: a record that came with a cloned directory could
    /// name files to be written, a configuration to be run, and permissions.
    ///
    /// - Parameters:
    ///   - run: The run.
    ///   - arguments: Its arguments.
    ///   - options: What is said now.
    /// - Throws: ``InputError`` where nobody agrees; nothing may be run then.
    static func require(_ run: String, _ arguments: [String], _ options: RunOptions) throws {
        guard !options.trusts, Environment.current["AURORA_TRUST"] != "1",
            Agreements(environment: Environment.current)?.contain(record(of: arguments), in: ".") != true
        else { return }
        let command = ShellWord.line(["aurora", "spawn"] + arguments)
        let refusal = InputError(
            file: nil,
            message:
                "the run \(run) was not started here by you, and would be gone on with as '\(command)'; look at that, and "
                + "agree with --trust or AURORA_TRUST=1")
        guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1, ForegroundJob.isOurs else { throw refusal }
        Console.say("the run \(run) was not started here by you, and would be gone on with as:")
        Console.say("  \(command)")
        Console.say("Agree to that? Type yes to agree, anything else does not:")
        let answer = readLine()?.lowercased()
        guard answer == "y" || answer == "yes" else { throw refusal }
    }

    private static func record(of arguments: [String]) -> JSONValue {
        ["resumes": JSONValue(stringLiteral: ShellWord.line(arguments))]
    }

    /// What a configuration runs although nobody has agreed to it.
    static func unagreed(_ file: ConfigurationFile, _ options: RunOptions) -> JSONValue? {
        guard !file.isChosen, !options.trusts, Environment.current["AURORA_TRUST"] != "1", let runs = file.runs else {
            return nil
        }
        let isAgreed = Agreements(environment: Environment.current)?.contain(runs, in: ".") ?? false
        // In one expression `nil` would be the JSON value.
        if isAgreed { return nil }
        return runs
    }

    static func refusal(_ file: ConfigurationFile) -> InputError {
        InputError(
            file: file.path,
            message:
                "it runs programs of its own (\(file.runs?.keys ?? "")), to which nobody has agreed; look at them and agree "
                + "with aurora trust [DIR], or for one run with --trust or AURORA_TRUST=1")
    }

    /// What is said to a task that gives its agent more than changing files where it works, unless a person has said so: the
    /// task file may be somebody else's.
    ///
    /// - Parameters:
    ///   - tasks: The tasks of a file.
    ///   - permissions: What the run gives.
    ///   - options: What the command line says.
    /// - Returns: The refusal of the first such task; `nil` where there is none.
    static func excess(of tasks: [SpawnTask], _ permissions: Permission?, _ options: RunOptions) -> InputError? {
        guard permissions != .full, !options.trusts, Environment.current["AURORA_TRUST"] != "1",
            let task = tasks.first(where: { $0.permissions == .full && !$0.isDone })
        else { return nil }
        return InputError(
            file: options.taskFile, line: task.line,
            message:
                "task \(task.id) gives itself the permissions 'full', to which nobody has agreed; allowed are 'edit' and "
                + "'ask-nothing', or all of them with --permissions full, --trust or AURORA_TRUST=1")
    }

    static func agreements() throws -> Agreements {
        guard let agreements = Agreements(environment: Environment.current) else {
            throw UsageError(
                "there is no place to note it; HOME or XDG_STATE_HOME must name a directory, or use --trust")
        }
        return agreements
    }
}

extension JSONValue {
    fileprivate var keys: String { members.map(\.key).joined(separator: ", ") }
}
