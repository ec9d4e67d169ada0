/// How a run has fared, in total and for each agent: every finished task counted once, by the agent it asked for.
///
/// ```swift
/// print("Success rate: \(metrics.successRate())%, recovery rate: \(metrics.recoveryRate())%")
/// ```
public struct RecoveryMetrics: Sendable, Equatable {
    /// All tasks together.
    public private(set) var total = RecoveryFigures()
    /// The tasks of each agent, by its name; those that asked for the plain LLM under `nil`. They sum to ``total``.
    public private(set) var agents: [String?: RecoveryFigures] = [:]
    /// The attempts of each agent, by its name; those of the plain LLM, fallbacks included, under `nil`.
    public private(set) var health: [String?: AgentHealth] = [:]

    /// What attempts used and cost by the model that answered, of those that told anything; under `nil` where they did not say
    /// which.
    public private(set) var models: [String?: Expenses] = [:]

    /// Creates empty metrics.
    public init() {}

    /// Counts a finished task.
    package mutating func record(_ result: SpawnResult) { add(result, 1) }

    /// Takes back a finished task that is to run again, as if it had never been counted.
    package mutating func withdraw(_ result: SpawnResult) { add(result, -1) }

    /// Adds the metrics of other tasks. The order in which metrics are merged does not matter.
    public mutating func merge(_ other: RecoveryMetrics) {
        total.merge(other.total)
        agents.merge(other.agents) { $0.merged(with: $1) }
        health.merge(other.health) { $0.merged(with: $1) }
        models.merge(other.models) { $0.merged(with: $1) }
    }

    /// How many tasks ended each way; what did not happen is missing.
    public var endings: [TaskEnding: Int] { total.endings }

    /// How many tasks ended this way.
    public func count(_ ending: TaskEnding) -> Int { total.count(ending) }

    /// Tasks that succeeded, by whatever way.
    public var succeeded: Int { total.succeeded }

    /// Tasks that succeeded after a failure.
    public var recovered: Int { total.recovered }

    /// Tasks that are over, those skipped left out.
    public var finished: Int { total.finished }

    /// The rates of all tasks together, each `nil` where there is nothing to have one of.
    public var rates: RecoveryRates { total.rates }

    /// Succeeded of finished, in percent; 0 when nothing ran, where ``rates`` has none.
    public func successRate() -> Double { total.successRate() }

    /// Recovered of those that tried to recover, in percent; 100 when none had to, where ``rates`` has none.
    public func recoveryRate() -> Double { total.recoveryRate() }

    private mutating func add(_ result: SpawnResult, _ change: Int) {
        total.add(result, change)
        agents[result.agent, default: RecoveryFigures()].add(result, change)
        if change < 0, agents[result.agent] == RecoveryFigures() { agents[result.agent] = nil }
        for attempt in result.attempts where attempt.ran {
            health[attempt.agent, default: AgentHealth()].add(attempt, change)
            if change < 0, health[attempt.agent]?.attempts == 0 { health[attempt.agent] = nil }
            guard let account = attempt.account else { continue }
            models[account.model, default: Expenses()].add(attempt, change)
            if change < 0, models[account.model]?.attempts == 0 { models[account.model] = nil }
        }
    }
}

extension RecoveryFigures {
    fileprivate func merged(with other: RecoveryFigures) -> RecoveryFigures {
        var sum = self
        sum.merge(other)
        return sum
    }
}

extension Expenses {
    fileprivate func merged(with other: Expenses) -> Expenses {
        var sum = self
        sum.merge(other)
        return sum
    }
}

extension AgentHealth {
    fileprivate func merged(with other: AgentHealth) -> AgentHealth {
        var sum = self
        sum.merge(other)
        return sum
    }
}
