import AuroraCommand
import AuroraSpawner
import Glibc
import SpawnCore

/// `aurora demo`: the scripted batch. Some of its tasks fail, as they should: its exit code says whether it ran to its end.
struct DemoCommand {
    private let options: RunOptions

    init(_ options: RunOptions) { self.options = options }

    @MainActor
    func run() async throws -> Int32 {
        let batch = DemoBatch(
            count: options.demoTasks ?? DemoBatch.standardTasks, seed: UInt64(bitPattern: Int64(options.demoSeed ?? 1)))
        var configuration = DemoBatch.configuration(agentPath: Self.bundledAgent)
        if let slots = options.maxConcurrent { configuration.maxConcurrent = slots }
        let run = TaskRun(
            title: "demo", tasks: batch.tasks, configuration: configuration, options: options,
            leavesAfter: .seconds(5), expectsFailures: true)
        return try await run.run()
    }

    /// The agent that was built with us: beside this program, or in its neighbourhood on PATH.
    private static var bundledAgent: String {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = unsafe readlink("/proc/self/exe", &buffer, buffer.count - 1)
        guard count > 0 else { return "sample-agent" }
        let path = String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
        let neighbour = path.dropLast(path.split(separator: "/").last?.count ?? 0) + "sample-agent"
        return unsafe access(String(neighbour), X_OK) == 0 ? String(neighbour) : "sample-agent"
    }
}
