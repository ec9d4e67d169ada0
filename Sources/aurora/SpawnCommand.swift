import AuroraCommand
import AuroraSpawner
import DashboardTerminal
import Glibc
import SpawnCore
import SpawnProcess

/// `aurora spawn`: reads the task file and the configuration, and runs.
struct SpawnCommand {
    private let options: RunOptions
    /// The arguments of the command, to be given again when somebody goes on with the run.
    private let arguments: [String]
    /// The run that this one goes on with.
    private let resumed: ResumedRun?

    init(_ options: RunOptions, arguments: [String], resumed: ResumedRun? = nil) {
        self.options = options
        self.arguments = arguments
        self.resumed = resumed
    }

    @MainActor
    func run() async throws -> Int32 {
        do {
            if resumed == nil, !options.isDryRun, options.isStored, let other = try await resumeInstead() {
                return other
            }
            return try await runTasks()
        } catch var error as InputError where error.file == nil && error.line != nil {
            // Only here it is known what the line is a line of.
            error.file = options.taskFile
            throw error
        }
    }

    @MainActor
    private func runTasks() async throws -> Int32 {
        var warnings: [InputError] = []
        let (tasks, bytes) = try readTasks { warnings.append($0) }
        let tickedFile =
            try options.checksOff ? TickedTaskFile(path: options.taskFile, bytes: bytes, tasks: tasks) : nil
        let file = try ConfigurationFile.load(options.configFile, environment: Environment.current)
        let configuration = try ResolvedOptions(options, environment: Environment.current, file.configuration)
            .configuration
        try options.checkOutputs(readsTasks: true, configuration, environment: Environment.current)
        try configuration.check(tasks, file: options.taskFile)
        var plan = try RunPlan(tasks: tasks, configuration: configuration)
        let resumption = try resumed.map { (run) throws(InputError) in try run.resumption(of: plan) }
        let complaints = warnings.map(\.description) + plan.tools.warnings(for: tasks)
        let excess = Trust.excess(of: tasks, configuration.permissions, options)
        if options.isDryRun {
            complaints.forEach(Console.complain)
            Console.print(
                lines: resumption.map { ResumptionReport.lines($0, plan.tasks) } ?? DryRun.lines(plan))
            if Trust.unagreed(file, options) != nil { Console.complain("\(Trust.refusal(file))") }
            if let excess { Console.complain("\(excess)") }
            return ExitCode.success
        }
        try Trust.require(file, options)
        if let excess { throw excess }
        complaints.forEach(Console.complain)
        if options.isStored { Trust.note(arguments) }
        if let resumed, let resumption {
            Console.say(ResumptionReport.sentence(resumption, after: resumed.record.id))
            // One that was cut off after its last task has not written its results.
            guard resumption.runCount > 0 || resumed.isUnfinished else { return ExitCode.success }
            plan.take(resumption)
        }
        let run = TaskRun(
            title: options.taskFile, plan: plan, configuration: configuration, options: options,
            arguments: arguments, parent: resumed?.record.id, taskFile: bytes, stateDirectory: options.stateDirectory,
            tickedFile: tickedFile)
        return try await run.run()
    }

    /// Says that the last run of the task file did not come to its end, and goes on with that where somebody wants it.
    ///
    /// - Returns: The exit code of the run that went on with it; `nil` where none did.
    @MainActor
    private func resumeInstead() async throws -> Int32? {
        guard options.taskFile != "-", let store = try? RunStore.open(options.stateDirectory),
            let last = store.last(of: options.taskFile, in: WorkingDirectory.path), last.isUnfinished, !last.isLive
        else { return nil }
        let state = "the last run of \(options.taskFile), \(last.id), did not come to its end"
        guard options.userInterface != .none, isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1,
            ForegroundJob.isOurs
        else {
            Console.complain("\(state); aurora resume \(last.id) goes on with it")
            return nil
        }
        Console.say("\(state). Type r to go on with it, anything else begins anew:")
        guard readLine()?.lowercased().first == "r" else { return nil }
        var options = options
        options.operands = [last.id]
        return try await ResumeCommand(options: options, arguments: CommandLineParser.repeated(of: arguments)).run()
    }

    /// The tasks, and the bytes they come from. A run that goes on with one whose task file is gone, or was standard input, takes
    /// them from its record.
    private func readTasks(_ warn: (InputError) -> Void) throws(InputError) -> ([SpawnTask], [UInt8]) {
        let isStandard = options.taskFile == "-"
        let isGone = unsafe access(options.taskFile.cName, F_OK) != 0
        if let resumed, isStandard || isGone {
            let tasks = resumed.record.tasks.map(\.task)
            guard tasks.count >= resumed.taskCount else {
                throw InputError(
                    file: nil,
                    message:
                        "the record of \(resumed.record.id) has only \(tasks.count) of its \(resumed.taskCount) tasks, and their file is not there"
                )
            }
            if !isStandard {
                warn(InputError(file: options.taskFile, message: "is gone; its tasks are taken from the run's record"))
            }
            return (tasks, [])
        }
        let bytes = try InputFile.read(options.taskFile)
        return (try TaskFileParser.parse(bytes, file: isStandard ? "stdin" : options.taskFile, warn: warn), bytes)
    }
}

extension RunPlan {
    /// Goes on with an earlier run: what is carried over does not run, nor does what nobody asked for.
    fileprivate mutating func take(_ resumption: Resumption) {
        prior = resumption.carried
        sessions = resumption.sessions
        for (place, decision) in resumption.decisions.enumerated() {
            switch decision {
            case .carry, .skip: break
            // Its tick is of the run that is repeated.
            case .run: tasks[place].isDone = false
            case .leave:
                var result = SpawnResult(
                    taskIndex: place, taskID: tasks[place].id, prompt: tasks[place].prompt, agent: tasks[place].agent,
                    ending: .cancelled)
                result.error = "not among those of --only"
                prior[place] = result
            }
        }
    }
}
