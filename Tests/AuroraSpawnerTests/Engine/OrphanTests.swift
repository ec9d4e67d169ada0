import AuroraSpawner
import SpawnTestKit
import Testing

/// What becomes of processes that get away from a run of the library.
struct OrphanTests {
    /// In a process of its own, which becomes the parent of all orphans.
    @Test func `a program that asks for it keeps no orphan`() async throws {
        await #expect(processExitsWith: .success) {
            let mark = TestMark("adopt")
            var configuration = SpawnerConfiguration()
            configuration.tools["t"] = ToolDefinition(
                name: "t", command: ["sh", "-c", "setsid sleep 600 & exit 1"], prompt: .none,
                environment: mark.environment)
            configuration.tool = "t"
            configuration.recovery = .noRecovery
            let spawner = try Spawner(
                tasks: (1...5).map { SpawnTask(id: "\($0)", prompt: "x") }, configuration: configuration,
                adoptsOrphans: true)
            let report = await spawner.run()
            #expect(report.results.allSatisfy { !$0.success })
            #expect(mark.survivors.isEmpty)
        }
    }
}
