import AuroraSpawner
import Testing

/// The examples of policies, configuration and breakers in the documentation.
struct PolicyExampleTests {
    @Test func `policies by name`() throws {
        // 2 retries with exponential backoff, then the LLM.
        #expect(RecoveryPolicy.default.maxRetries == 2 && RecoveryPolicy.default.fallbackToLLM)
        // 5 retries, no fallback: the agent must succeed.
        #expect(RecoveryPolicy.aggressiveRetry.maxRetries == 5 && !RecoveryPolicy.aggressiveRetry.fallbackToLLM)
        // No retries, the LLM at once.
        #expect(RecoveryPolicy.fastFallback.maxRetries == 0 && RecoveryPolicy.fastFallback.fallbackToLLM)
        // 3 retries with longer delays.
        #expect(RecoveryPolicy.patient.maxRetries == 3)
        #expect(RecoveryPolicy.patient.backoff.base > RecoveryPolicy.default.backoff.base)
    }

    @Test func `overrides for an agent`() {
        let policy = RecoveryPolicy.default.withOverride(
            "slow-agent",
            maxRetries: 5,
            baseDelay: .seconds(2))
        #expect(policy.resolved(for: "slow-agent").maxRetries == 5)
        #expect(policy.resolved(for: "slow-agent").backoff.base == .seconds(2))
        #expect(policy.resolved(for: "slow-agent").backoff.maximum == RecoveryPolicy.default.backoff.maximum)
        #expect(policy.resolved(for: "another") == .default)
    }

    @Test func `a policy from the configuration`() throws {
        let policy = try RecoveryPolicy.fromConfig([
            "spawner": [
                "recovery": [
                    "preset": "patient",
                    "max_retries": 4,
                ]
            ]
        ])
        #expect(policy.maxRetries == 4)
        #expect(policy.backoff == RecoveryPolicy.patient.backoff)
    }

    @Test func `a circuit breaker`() {
        var breaker = CircuitBreaker(
            failureThreshold: 2,  // failures to open
            resetTimeout: .seconds(120),  // before testing
            failureWindow: .seconds(300))  // for counting
        func fail(_ task: Int, at now: Moment) {
            guard case .admitted(let permit) = breaker.acquire(for: task, lease: .seconds(60), at: now) else { return }
            breaker.report(permit, .failure(kind: .transientError, attempt: 1), at: now)
        }
        #expect(breaker.state == .closed)
        fail(1, at: .start)
        #expect(breaker.state == .closed)
        fail(2, at: .start + .seconds(60))
        #expect(breaker.state == .open)
        // One request is let through when the time is over, and no second one.
        let later = Moment.start + .seconds(180)
        guard case .admitted(let probe) = breaker.acquire(for: 3, lease: .seconds(60), at: later) else {
            Issue.record("the probe was expected to be let through")
            return
        }
        #expect(breaker.state == .halfOpen)
        guard case .rejected = breaker.acquire(for: 4, lease: .seconds(60), at: later) else {
            Issue.record("one request is allowed, not two")
            return
        }
        breaker.report(probe, .success, at: later)
        #expect(breaker.state == .closed)
    }
}
