import AuroraSpawner
import SpawnTestKit
import Testing

/// The examples of running tasks in the documentation, run as they stand there, with the sample agent as the tool.
struct SpawnExampleTests {
    private var configuration = SpawnerConfiguration()

    init() throws {
        var tool = ToolDefinition.sampleAgent
        tool.command[0] = try BuiltProgram.path("sample-agent")
        configuration.tool = tool.name
        configuration.tools = [tool.name: tool]
    }

    @Test func `quick start`() async throws {
        let task = SpawnTask(prompt: "Hello world\n@print Hello yourself")
        let result = try await spawn(task, configuration: configuration)
        #expect(result.output.text == "Hello yourself\n")
        #expect(result.success)
    }

    @Test func `parallel execution`() async throws {
        let tasks = (1...20).map { SpawnTask(prompt: "@print \($0)") }
        let results = try await spawnParallel(tasks: tasks, maxConcurrent: 5, configuration: configuration)
        #expect(results.map(\.output.text) == (1...20).map { "\($0)\n" })
        #expect(results.map(\.taskIndex) == Array(0..<20))
    }

    @Test func `parallel execution with recovery`() async throws {
        let tasks = [
            SpawnTask(prompt: "Implement feature A\n@fail connection 1\n@print done", agent: "coder"),
            SpawnTask(prompt: "Write tests for feature A\n@print done", agent: "tester"),
            SpawnTask(prompt: "Document feature A\n@fail connection 3\n@print done", agent: "writer"),
        ]

        let results = try await spawnParallelWithRecovery(
            tasks: tasks,
            maxRetries: 2,
            fallbackToLLM: true,
            recoveryPolicy: .default.withOverride("writer", baseDelay: .milliseconds(1)),
            configuration: configuration)

        var lines: [String] = []
        for result in results {
            lines.append("Task \(result.taskIndex): \(result.success ? "OK" : "FAILED")")
            if result.retryCount > 0 {
                lines.append("  Recovered after \(result.retryCount) retries")
            }
            if result.fallback, let agent = result.originalAgent {
                lines.append("  Used LLM fallback (original agent: \(agent))")
            }
        }
        #expect(
            lines == [
                "Task 0: OK", "  Recovered after 1 retries", "Task 1: OK", "Task 2: OK",
                "  Recovered after 2 retries", "  Used LLM fallback (original agent: writer)",
            ])
    }

    @Test func `recovery policies`() async throws {
        let tasks = [SpawnTask(prompt: "@fail connection\n", agent: "coder")]
        // Skip retries, immediate fallback to the LLM.
        let results = try await spawnParallelWithRecovery(
            tasks: tasks, recoveryPolicy: .fastFallback, configuration: configuration)
        #expect(results[0].retryCount == 0)
        #expect(results[0].originalAgent == "coder")
        #expect(!results[0].success)
    }

    @Test func `sequential execution`() async throws {
        let tasks = (1...3).map { SpawnTask(prompt: "@print \($0)") }
        let results = try await spawnSequential(tasks: tasks, configuration: configuration)
        let starts = results.compactMap(\.attempts.first).map { ($0.startedAt, $0.startedAt + $0.duration) }
        #expect(zip(starts, starts.dropFirst()).allSatisfy { $0.1 <= $1.0 })
    }

    @Test func `recovery metrics`() async throws {
        var configuration = configuration
        configuration.maxRetries = 0
        let spawner = try Spawner(
            tasks: [SpawnTask(prompt: "@print well", agent: "coder"), SpawnTask(prompt: "@exit 1")],
            configuration: configuration)
        let metrics = await spawner.run().metrics
        #expect("Success rate: \(metrics.successRate())%" == "Success rate: 50.0%")
        #expect("Recovery rate: \(metrics.recoveryRate())%" == "Recovery rate: 100.0%")
    }
}
