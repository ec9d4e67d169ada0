import AuroraCommand
import AuroraSpawner
import SpawnCore

/// `aurora spawn`: reads the task file and the configuration, and runs.
struct SpawnCommand {
    private let options: RunOptions

    init(_ options: RunOptions) { self.options = options }

    @MainActor
    func run() async throws -> Int32 {
        do {
            return try await runTasks()
        } catch var error as InputError where error.file == nil && error.line != nil {
            // Only here it is known what the line is a line of.
            error.file = options.taskFile
            throw error
        }
    }

    @MainActor
    private func runTasks() async throws -> Int32 {
        let bytes = try InputFile.read(options.taskFile)
        var warnings: [InputError] = []
        let tasks = try TaskFileParser.parse(bytes, file: options.taskFile == "-" ? "stdin" : options.taskFile) {
            warnings.append($0)
        }
        let tickedFile =
            try options.checksOff ? TickedTaskFile(path: options.taskFile, bytes: bytes, tasks: tasks) : nil
        let file = try ConfigurationFile.load(options.configFile, environment: Environment.current)
        let configuration = try ResolvedOptions(options, environment: Environment.current, file.configuration)
            .configuration
        try options.checkOutputs(readsTasks: true, configuration, environment: Environment.current)
        try configuration.check(tasks, file: options.taskFile)
        let plan = try RunPlan(tasks: tasks, configuration: configuration)
        let complaints = warnings.map(\.description) + plan.tools.warnings(for: tasks)
        let excess = Trust.excess(of: tasks, configuration.permissions, options)
        if options.isDryRun {
            complaints.forEach(Console.complain)
            Console.print(lines: DryRun.lines(plan))
            if Trust.unagreed(file, options) != nil { Console.complain("\(Trust.refusal(file))") }
            if let excess { Console.complain("\(excess)") }
            return ExitCode.success
        }
        try Trust.require(file, options)
        if let excess { throw excess }
        complaints.forEach(Console.complain)
        let run = TaskRun(
            title: options.taskFile, plan: plan, configuration: configuration, options: options,
            stateDirectory: options.stateDirectory, tickedFile: tickedFile)
        return try await run.run()
    }
}
