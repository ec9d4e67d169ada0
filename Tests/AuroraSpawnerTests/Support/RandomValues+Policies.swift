import AuroraSpawner

extension RandomValues {
    mutating func backoff() -> Backoff {
        Backoff(
            shape: one(Backoff.Shape.self), base: duration(), maximum: duration(),
            factor: Double.random(in: 1...10, using: &chance), jitter: one(Backoff.Jitter.self))
    }

    mutating func recoveryPolicy() -> RecoveryPolicy {
        RecoveryPolicy(
            strategy: one(RecoveryPolicy.Strategy.self), maxRetries: int(0...1000), fallbackToLLM: bool(),
            backoff: backoff(), fallbackOnPermanent: bool(),
            agentOverrides: Dictionary(several(3) { ($0.text(), $0.override()) }) { $1 })
    }

    private mutating func override() -> RecoveryPolicy.Override {
        RecoveryPolicy.Override(
            maxRetries: maybe { $0.int(0...1000) }, fallbackToLLM: maybe { $0.bool() },
            baseDelay: maybe { $0.duration() }, maxDelay: maybe { $0.duration() },
            backoffFactor: maybe { Double.random(in: 1...10, using: &$0.chance) },
            jitter: maybe { $0.one(Backoff.Jitter.self) })
    }

    mutating func spawnPolicy() -> SpawnPolicy {
        let mode = one(TimeoutPolicy.Mode.self)
        let first = duration() + .nanoseconds(1)
        let timeout = TimeoutPolicy(
            mode: mode, first: first, maximum: mode == .fixed ? first : first + .milliseconds(int(0...99_999)),
            activityThreshold: duration(), idle: duration() + .nanoseconds(1), killsOnIdle: bool(),
            idleFromStart: bool())
        return SpawnPolicy(
            name: name(), timeout: timeout, killsOnErrorPattern: bool(), attempts: int(1...1001), backoff: backoff(),
            retriesAfterKill: bool(), usesBreaker: bool())
    }

    mutating func breakerSettings() -> BreakerSettings {
        BreakerSettings(
            failureThreshold: int(1...one(of: [3, 1000])), resetTimeout: .milliseconds(int(0...9_999_999)),
            failureWindow: duration() + .nanoseconds(1),
            resetMultiplier: Double.random(in: 1...10, using: &chance), maxProbes: int(1...1000))
    }

    /// A breaker that has lived: whatever it is like, it can come to be so.
    mutating func breaker() -> CircuitBreaker {
        var breaker = CircuitBreaker(agent: name(), settings: breakerSettings())
        var permits: [BreakerPermit] = []
        var now = Moment.start
        for task in 0..<int(0...40) {
            now = now + .nanoseconds(Int64(int(0...3_000_000_000)))
            switch int(0...7) {
            case 0: breaker.perform(one(BreakerAction.self), at: now)
            case 1: breaker.markAsAdHoc()
            case 2...4:
                if case .admitted(let permit) = breaker.acquire(for: task, lease: .seconds(9), at: now) {
                    permits.append(permit)
                }
            default:
                guard let permit = permits.popLast() else { break }
                breaker.report(permit, bool() ? .success : .failure(kind: one(FailureKind.self), attempt: 1), at: now)
            }
        }
        return breaker
    }
}
