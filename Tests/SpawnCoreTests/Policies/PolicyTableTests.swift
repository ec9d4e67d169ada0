import SpawnCore
import Testing

/// The tables of the specification, as they stand there, against what the code says of itself in the same words.
struct PolicyTableTests {
    @Test func `the recovery presets are those of the specification`() {
        expect(
            RecoveryPolicy.presets.map { name, policy in
                let backoff = policy.backoff
                return [
                    name, policy.strategy.rawValue, "\(policy.maxRetries)", policy.fallbackToLLM.word,
                    backoff.base.word, backoff.maximum.word, "\(Int(backoff.factor))", backoff.shape.rawValue,
                    backoff.jitter.rawValue, policy.fallbackOnPermanent.word,
                ]
            },
            toBe: """
                | preset | strategy | retries | fallback | base | max | factor | shape | jitter | on permanent |
                | default | retry_then_fallback | 2 | yes | 1 | 30 | 2 | exponential | proportional | no |
                | aggressive_retry | retry_same | 5 | no | 0.5 | 60 | 2 | exponential | proportional | no |
                | fast_fallback | fallback_only | 0 | yes | 1 | 30 | 2 | exponential | proportional | no |
                | patient | retry_then_fallback | 3 | yes | 2 | 120 | 3 | exponential | proportional | no |
                | no_recovery | no_recovery | 0 | no | 1 | 30 | 2 | exponential | proportional | no |
                """)
    }

    @Test func `the spawn policies are those of the specification`() {
        expect(
            SpawnPolicy.presets.map { policy in
                let timeout = policy.timeout
                let backoff = policy.backoff
                let strategy =
                    backoff.shape == .immediate
                    ? "immediate"
                    : "\(backoff.shape) \(backoff.base.word)/\(backoff.maximum.word)/\(Int(backoff.factor))"
                return [
                    policy.name, timeout.mode.rawValue, timeout.first.word, timeout.maximum.word,
                    timeout.mode == .progressive ? timeout.activityThreshold.word : "–", timeout.idle.word,
                    timeout.killsOnIdle.word, policy.killsOnErrorPattern.word, "\(policy.attempts)", strategy,
                    policy.retriesAfterKill.word, policy.usesBreaker.word, timeout.idleFromStart.word,
                ]
            }.sorted { $0[0] < $1[0] },
            toBe: """
                | policy | mode | first | max | active | idle | kill idle | kill pattern | attempts | strategy \
                | retry after kill | breaker | idle from start |
                | agent | fixed | 3600 | 3600 | – | 600 | yes | yes | 2 | exponential 2/30/2 | yes | yes | no |
                | default | progressive | 60 | 300 | 10 | 30 | yes | yes | 3 | exponential 1/60/2 | yes | yes | no |
                | development | fixed | 1800 | 1800 | – | 300 | no | no | 1 | immediate | yes | no | no |
                | fast_fail | fixed | 60 | 60 | – | 15 | yes | yes | 1 | immediate | no | yes | no |
                | patient | progressive | 120 | 600 | 10 | 120 | no | yes | 2 | exponential 2/30/2 | yes | yes | no |
                | production | progressive | 120 | 600 | 15 | 60 | no | yes | 3 | exponential 2/120/2 | yes | yes | no |
                | test | fixed | 30 | 30 | – | 10 | yes | yes | 1 | immediate | no | no | no |
                """)
    }

    @Test func `the numbers of a run are those of the specification`() {
        let settings = RunSettings()
        #expect(settings.maxConcurrent == 4)
        #expect(settings.staggerDelay == .zero)
        #expect(settings.deadline == nil)
        #expect(settings.maxHintWait == .seconds(300))
        #expect(!settings.waitsForReset)
        #expect(settings.policy == .agent)
        #expect(settings.breaker == BreakerSettings())
        #expect(RetryBudget.ratio == 0.2)
        #expect(RetryBudget.floor == 10)
        #expect(TimeoutTracker.errorGrace == .seconds(2))
        #expect(AdaptiveLimit.remembered == 10)
        #expect(AdaptiveLimit.needed == 3)
        #expect(ProcessSpec(executable: "x").killGrace == .seconds(2))
    }

    @Test func `presets are found by the names that files use, and by no others`() {
        for (name, policy) in RecoveryPolicy.presets { #expect(RecoveryPolicy.named(name) == policy) }
        for policy in SpawnPolicy.presets { #expect(SpawnPolicy.named(policy.name) == policy) }
        #expect(RecoveryPolicy.named("Default") == nil)
        #expect(SpawnPolicy.named("") == nil)
    }

    private func expect(_ rows: [[String]], toBe table: String) {
        let expected = table.split(separator: "\n").dropFirst().map(String.init)
        #expect(rows.map { "| " + $0.joined(separator: " | ") + " |" } == expected)
    }
}

extension Bool {
    fileprivate var word: String { self ? "yes" : "no" }
}

extension Duration {
    fileprivate var word: String { inSeconds == inSeconds.rounded() ? "\(Int(inSeconds))" : "\(inSeconds)" }
}
