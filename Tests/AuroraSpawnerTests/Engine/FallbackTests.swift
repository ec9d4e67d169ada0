import AuroraSpawner
import SpawnCore
import SpawnTestKit
import Testing

/// When the plain LLM stands in for an agent, and what the result says of it.
@Suite(.timeLimit(.minutes(1)))
struct FallbackTests {
    private let task = [SpawnTask.named("a", agent: "coder")]

    @Test func `when its retries are spent the plain LLM stands in, once`() async throws {
        let run = try await FakeRun.of(
            task, .exact(fallback: true), children: [[.fails(), .fails(), .fails(), .succeeds(saying: "plain")]])
        let result = run.results[0]
        #expect(result.ending == .recoveredByFallback)
        #expect(result.fallback)
        #expect(result.originalAgent == "coder")
        #expect(result.retryCount == 2)
        #expect(result.output.text == "plain")
        #expect(result.attempts.map(\.agent) == ["coder", "coder", "coder", nil])
        #expect(result.attempts.map(\.isFallback) == [false, false, false, true])
        #expect(run.world.starts.last?.spec.environment["AURORA_AGENT"] == "")
        #expect(run.waits(of: 0).last?.value == .fallback(reason: "3 attempts failed"))
    }

    @Test func `a fallback that fails ends the task and is never the agent's fault`() async throws {
        let run = try await FakeRun.of(task, .exact(retries: 0, fallback: true), children: [[.fails()]])
        #expect(run.results.endings == [.failed])
        #expect(run.results[0].fallback)
        #expect(run.results[0].originalAgent == "coder")
        #expect(run.world.starts.count == 2)
        let failures = run.told { if case .breakerChanged(let breaker) = $0 { breaker.failures } else { nil } }
        #expect(failures.map(\.value).max() == 1)
    }

    @Test func `there is none for a task without an agent, nor where it is not wanted`() async throws {
        let plain = try await FakeRun.of(.some(1), .exact(retries: 1, fallback: true), children: [[.fails()]])
        #expect(plain.world.starts.count == 2)
        #expect(!plain.results[0].fallback)
        let unwanted = try await FakeRun.of(task, .exact(retries: 1), children: [[.fails()]])
        #expect(unwanted.world.starts.count == 2)
        #expect(unwanted.results[0].originalAgent == nil)
    }

    @Test(arguments: [false, true])
    func `a permanent failure has one only where the policy says so`(isWanted: Bool) async throws {
        let settings = RunSettings.exact(fallback: true) { $0.recovery?.fallbackOnPermanent = isWanted }
        let run = try await FakeRun.of(task, settings, children: [[.fails(.permanent), .succeeds()]])
        #expect(run.results.endings == [isWanted ? .recoveredByFallback : .failed])
        #expect(run.world.starts.count == (isWanted ? 2 : 1))
        #expect(run.results[0].retryCount == 0)
    }

    @Test func `a rate limit is nothing the same tool could help with, but another may`() async throws {
        let children: FakeWorld.Script = { attempt, spec in
            spec.executable == "other" ? .succeeds() : .isLimited()
        }
        let same = try await FakeRun.of(task, .exact(retries: 1, fallback: true), script: children)
        #expect(same.results.endings == [.failed])
        #expect(same.world.starts.count == 2)
        let plan = try RunPlan.fake(
            task, .exact(retries: 1, fallback: true), tools: [ToolDefinition(name: "other", command: ["other"])],
            fallback: "other")
        let other = await FakeRun.of(plan, in: FakeWorld(script: children))
        #expect(other.results.endings == [.recoveredByFallback])
        #expect(other.world.starts.count == 3)
    }

    @Test(arguments: ["coder", nil])
    func
        `a configured fallback is used by all tasks of a tool that is limited, the first and those without an agent too`(
            agent: String?
        ) async throws
    {
        let plan = try RunPlan.fake(
            .some(8, agent: agent), .exact(retries: 1, fallback: true) { $0.maxConcurrent = 1 },
            tools: [ToolDefinition(name: "other", command: ["other"])], fallback: "other")
        let run = await FakeRun.of(
            plan, in: FakeWorld { _, spec in spec.executable == "other" ? .succeeds() : .isLimited(hint: 3600) })
        #expect(run.report.metrics.endings == [.recoveredByFallback: 8])
        #expect(run.world.starts.filter { $0.spec.executable == "fake" }.count == 1)
        #expect(run.results.allSatisfy { $0.originalAgent == agent })
    }

    @Test(arguments: [("codex", "coder"), ("codex", nil), ("claude", nil)])
    func `the very same command again is no fallback`(tool: String, agent: String?) async throws {
        let known = try #require(ToolDefinition.builtIn[tool])
        var task = SpawnTask.named("a", agent: agent)
        task.tool = tool
        for fallback in [nil, tool] {
            let plan = try RunPlan.fake([task], .exact(retries: 1, fallback: true), tools: [known], fallback: fallback)
            let run = await FakeRun.of(plan, in: FakeWorld { _, _ in .fails() })
            #expect(run.world.starts.count == 2)
            #expect(run.results.endings == [.failed])
        }
    }

    @Test func `an agent that is a command of its own falls back to the tool`() async throws {
        let plan = try RunPlan.fake(
            task, .exact(retries: 0, fallback: true), agents: [ToolDefinition(name: "coder", command: ["pytest"])])
        let run = await FakeRun.of(
            plan, in: FakeWorld { _, spec in spec.executable == "fake" ? .succeeds() : .fails() })
        #expect(run.results.endings == [.recoveredByFallback])
        #expect(run.results[0].attempts.map(\.tool) == ["coder", "fake"])
    }
}
