import AuroraCommand
import AuroraSpawner
import SpawnCore
import SpawnProcess

/// `aurora resume`: goes on with a run that is over, with what was said on its command line and what is said now.
struct ResumeCommand {
    let options: RunOptions
    /// What is said now, the run's name and what is about resuming left out.
    let arguments: [String]

    @MainActor
    func run() async throws -> Int32 {
        guard let store = try RunStore.open(options.stateDirectory) else {
            throw InputError(file: options.stateDirectory, message: "no run is recorded here")
        }
        let run = try store.find(options.operands.first)
        guard let manifest = run.manifest else {
            throw InputError(file: nil, message: run.damage ?? "the run \(run.id) was not recorded")
        }
        guard !run.isLive else { throw InputError(file: nil, message: "the run \(run.id) goes on still") }
        guard manifest.directory == WorkingDirectory.path else {
            throw InputError(
                file: nil, message: "the run \(run.id) was started in \(manifest.directory); resume it there")
        }
        if !options.isDryRun { try Trust.require(run.id, manifest.arguments, options) }
        let record = try store.lineage(of: run)
        if let damage = record.damage { Console.complain(damage) }
        let arguments = CommandLineParser.merged(manifest.arguments, with: arguments)
        guard case .spawn(var spawnOptions) = try CommandLineParser.parse(["spawn"] + arguments) else {
            throw InputError(file: nil, message: "the run \(run.id) has no options that can be used again")
        }
        spawnOptions.isDryRun = options.isDryRun
        spawnOptions.stateDirectory = options.stateDirectory
        return try await SpawnCommand(
            spawnOptions, arguments: arguments,
            resumed: ResumedRun(
                record: record, taskCount: manifest.taskCount, isUnfinished: run.isUnfinished, also: options.alsoTasks,
                only: options.onlyTasks)
        ).run()
    }
}

/// The run that another goes on with.
struct ResumedRun {
    let record: RecordedRun
    /// How many tasks it had; more than are in its record where that is cut short.
    let taskCount: Int
    /// Whether it did not come to its end, so that its results may be nowhere.
    let isUnfinished: Bool
    /// Tasks that run again though they succeeded.
    let also: [String]
    /// The only tasks that run; empty for all.
    let only: [String]

    /// What is done with each task.
    ///
    /// - Throws: ``InputError`` for a name that is none of a task.
    func resumption(of plan: RunPlan) throws(InputError) -> Resumption {
        let ids = Set(plan.tasks.map(\.id))
        for (option, names) in [("--also", also), ("--only", only)] {
            if let unknown = names.first(where: { !ids.contains($0) }) {
                throw InputError(file: nil, message: "\(option) names '\(unknown)', which is no task of this run")
            }
        }
        return Resumption(
            of: plan.tasks, plan.graph, after: record, also: Set(also), only: only.isEmpty ? nil : Set(only))
    }
}
