import SpawnCore
import SpawnTestKit
import Testing

/// Whose word counts: a task's over its agent's or tool's, theirs over the run's, and an explicit value over every policy.
struct RulePrecedenceTests {
    private func rules(
        _ task: SpawnTask, tools: [ToolDefinition] = [], agents: [ToolDefinition] = [], fallback: String? = nil,
        _ change: (inout RunSettings) -> Void = { _ in }
    ) throws -> TaskRules {
        var settings = RunSettings()
        change(&settings)
        return try RunPlan.fake([task], settings, tools: tools, agents: agents, fallback: fallback).rules(for: task)
    }

    @Test(arguments: SpawnPolicy.presets)
    func `without a recovery policy the spawn policy's attempts and delays hold`(policy: SpawnPolicy) throws {
        let rules = try rules(SpawnTask(prompt: "p")) { $0.policy = policy }
        #expect(rules.policy == policy)
        #expect(rules.recovery.maxRetries == policy.attempts - 1)
        #expect(rules.recovery.backoff == policy.backoff)
        #expect(rules.recovery.fallbackToLLM)
    }

    @Test(arguments: RecoveryPolicy.presets.map(\.policy))
    func `a recovery policy's retries and delays hold where one is named`(policy: RecoveryPolicy) throws {
        let rules = try rules(SpawnTask(prompt: "p")) { $0.recovery = policy }
        #expect(rules.recovery == policy)
        #expect(rules.policy == .agent)
    }

    @Test func `explicit retries and fallback win over every policy, zero and no included`() throws {
        for recovery in [nil, RecoveryPolicy.aggressiveRetry, .default.withOverride("a", maxRetries: 9)] {
            let rules = try rules(SpawnTask(prompt: "p", agent: "a")) {
                $0.recovery = recovery
                $0.maxRetries = 0
                $0.fallbackToLLM = false
            }
            #expect(rules.recovery.maxRetries == 0)
            #expect(!rules.recovery.fallbackToLLM)
        }
    }

    @Test func `an agent's override inherits what it does not set`() throws {
        let policy = RecoveryPolicy.patient.withOverride("slow", maxRetries: 5, maxDelay: .seconds(7))
        let slow = try rules(SpawnTask(prompt: "p", agent: "slow")) { $0.recovery = policy }.recovery
        var expected = RecoveryPolicy.patient
        expected.maxRetries = 5
        expected.backoff.maximum = .seconds(7)
        #expect(slow == expected)
        #expect(try rules(SpawnTask(prompt: "p", agent: "quick")) { $0.recovery = policy }.recovery == .patient)
        #expect(try rules(SpawnTask(prompt: "p")) { $0.recovery = policy }.recovery == .patient)
    }

    @Test func `limits and policies of a task, its agent and the run`() throws {
        var agent = ToolDefinition(name: "tester", command: ["pytest"], timeout: .seconds(600))
        agent.policyName = "fast_fail"
        let tool = ToolDefinition(name: "slow", command: ["slow"], timeout: .seconds(30))
        let run: (inout RunSettings) -> Void = { $0.timeout = .seconds(5) }
        #expect(try rules(SpawnTask(prompt: "p"), run).hardCap == TimeLimit(.seconds(5), key: "timeout of the run"))
        #expect(
            try rules(SpawnTask(prompt: "p", tool: "slow"), tools: [tool], run).hardCap
                == TimeLimit(.seconds(30), key: "timeout of slow"))
        var task = SpawnTask(prompt: "p", agent: "tester")
        #expect(try rules(task, agents: [agent], run).hardCap == TimeLimit(.seconds(600), key: "timeout of tester"))
        #expect(try rules(task, agents: [agent], run).policy == .failFast)
        task.timeout = .seconds(1)
        task.policyName = "test"
        #expect(try rules(task, agents: [agent], run).hardCap == TimeLimit(.seconds(1), key: "timeout of its task"))
        #expect(try rules(task, agents: [agent], run).policy == .test)
    }

    @Test func `a probe's lease is its longest attempt, the kill grace and 5 s`() throws {
        var task = SpawnTask(prompt: "p")
        #expect(try rules(task).lease == .seconds(3607))
        task.timeout = .seconds(50)
        #expect(try rules(task).lease == .seconds(57))
        task.timeout = .seconds(5000)
        #expect(try rules(task).lease == .seconds(3607), "the policy ends it before")
    }

    @Test func `the fallback shares a rate limit only where it is the same tool`() throws {
        let other = ToolDefinition(name: "other", command: ["other"])
        let agent = ToolDefinition(name: "tester", command: ["pytest"])
        let task = SpawnTask(prompt: "p", agent: "tester")
        #expect(try rules(task).fallbackSharesTool)
        #expect(try !rules(task, tools: [other], fallback: "other").fallbackSharesTool)
        #expect(try !rules(task, agents: [agent]).fallbackSharesTool)
        #expect(try rules(SpawnTask(prompt: "p", agent: "a", tool: "other"), tools: [other]).fallbackSharesTool)
    }
}
