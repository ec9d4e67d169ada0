import AuroraCommand
import AuroraSpawner
import SpawnCore
import SpawnProcess

/// `aurora demo`: the scripted batch. Some of its tasks fail, as they should: its exit code says whether it ran to its end.
struct DemoCommand {
    private let options: RunOptions

    init(_ options: RunOptions) { self.options = options }

    @MainActor
    func run() async throws -> Int32 {
        let batch = DemoBatch(
            count: options.demoTasks ?? DemoBatch.standardTasks, seed: UInt64(bitPattern: Int64(options.demoSeed ?? 1)))
        let configuration = try ResolvedOptions(
            options, environment: [:],
            DemoBatch.configuration(agentPath: ProgramSearch.neighbour("sample-agent") ?? "sample-agent")
        ).configuration
        try options.checkOutputs(readsTasks: false, configuration, environment: Environment.current)
        let run = TaskRun(
            title: "demo", plan: try RunPlan(tasks: batch.tasks, configuration: configuration),
            configuration: configuration, options: options,
            leavesAfter: .seconds(5), expectsFailures: true)
        return try await run.run()
    }
}
