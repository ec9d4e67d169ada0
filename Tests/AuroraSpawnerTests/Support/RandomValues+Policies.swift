import AuroraSpawner

extension RandomValues {
    mutating func backoff() -> Backoff {
        Backoff(
            shape: one(Backoff.Shape.self), base: duration(), maximum: duration(),
            factor: Double.random(in: 1...10, using: &chance), jitter: one(Backoff.Jitter.self))
    }

    mutating func recoveryPolicy() -> RecoveryPolicy {
        RecoveryPolicy(
            maxRetries: int(0...1000), fallbackToLLM: bool(),
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
            retriesAfterKill: bool(), usesBreaker: bool(), killsOnMaxOutput: bool())
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

    mutating func configuration() -> SpawnerConfiguration {
        var configuration = SpawnerConfiguration()
        configuration.policies = Dictionary(several(3) { $0.spawnPolicy() }.map { ($0.name, $0) }) { $1 }
        let policies = configuration.policyNames
        configuration.tools = definitions(policies)
        configuration.agents = definitions(policies)
        configuration.tool = one(of: configuration.toolNames)
        configuration.model = maybe { $0.name() }
        configuration.maxConcurrent = int(1...10_000)
        configuration.staggerDelay = duration()
        let name = one(of: policies)
        configuration.defaultPolicy = configuration.policies[name] ?? SpawnPolicy.named(name) ?? .test
        configuration.maxRetries = maybe { $0.int(0...1000) }
        configuration.fallbackToLLM = maybe { $0.bool() }
        configuration.recovery = maybe { $0.recoveryPolicy() }
        configuration.retryBudget = maybe { $0.one(of: [0, 0.2, 3.5, 1000]) }
        configuration.budget = maybe { $0.one(of: [0.5, 12.25, 1000]) }
        configuration.tokenBudget = maybe { $0.int(1...1_000_000) }
        if bool() { configuration.prices = ["m": ModelPrice(input: 1.25, cachedInput: 0.125, output: 10)] }
        configuration.holdAfter = maybe { $0.int(2...1000) }
        configuration.maxHintWait = duration()
        configuration.waitsForReset = bool()
        configuration.breaker = breakerSettings()
        if bool() { configuration.patterns = [.transient: ["flaky.?backend"], .permanent: []] }
        configuration.fallback = maybe { $0.bool() ? ToolDefinition.llm : $0.definition("fallback", policies) }
        configuration.timeout = maybe { $0.duration() + .nanoseconds(1) }
        configuration.deadline = maybe { $0.duration() + .nanoseconds(1) }
        return configuration
    }

    private mutating func definitions(_ policies: [String]) -> [String: ToolDefinition] {
        Dictionary(several(3) { $0.name() }.map { ($0, definition($0, policies)) }) { $1 }
    }

    private mutating func definition(_ name: String, _ policies: [String]) -> ToolDefinition {
        var definition = ToolDefinition(
            name: name, command: [self.name()] + several(2) { $0.name() }, agentArguments: several(2) { $0.name() },
            modelArguments: several(2) { $0.name() }, prompt: one(ToolDefinition.PromptDelivery.self),
            environment: Dictionary(several(2) { ($0.name(), $0.bool() ? "" : $0.name()) }) { $1 },
            workingDirectory: maybe { $0.name() },
            reading: ToolReading(
                stdout: one(OutputChannel.self), stderr: one(OutputChannel.self),
                failurePatterns: several(1) { _ in "x+" },
                failsOnEmptyOutput: bool(), reportsErrorsAsData: bool(), killsOnErrorPattern: bool(),
                exitCodes: Dictionary(
                    several(3) { ($0.int(1...255), $0.one(of: ErrorMeaning.names)) }
                        .compactMap { code, name in ErrorMeaning(named: name).map { (Int32(code), $0) } }
                ) { $1 }),
            timeout: maybe { $0.duration() + .nanoseconds(1) }, policyName: maybe { $0.one(of: policies) })
        definition.leakPolicy = one(LeakPolicy.self)
        return definition
    }
}
