/// How a run, or an agent, has fared: every finished task counted once.
public struct RecoveryMetrics: Sendable, Equatable {
    /// How many tasks ended each way.
    public private(set) var endings: [TaskEnding: Int] = [:]

    /// Creates empty metrics.
    public init() {}

    /// Counts a finished task.
    package mutating func record(_ result: SpawnResult) {
        endings[result.ending, default: 0] += 1
    }

    /// Takes back a finished task that is to run again.
    package mutating func withdraw(_ result: SpawnResult) {
        endings[result.ending, default: 0] -= 1
    }

    /// How many tasks ended this way.
    public func count(_ ending: TaskEnding) -> Int { endings[ending, default: 0] }

    /// Tasks that succeeded, by whatever way.
    public var succeeded: Int { count(.firstTry) + recovered }

    /// Tasks that succeeded after a failure.
    public var recovered: Int { count(.recoveredByRetry) + count(.recoveredByFallback) }

    /// Tasks that are over, those skipped left out.
    public var finished: Int { endings.values.reduce(0, +) - count(.skipped) }

    /// Succeeded of finished, in percent; 0 when nothing ran.
    public func successRate() -> Double {
        finished == 0 ? 0 : 100 * Double(succeeded) / Double(finished)
    }

    /// Recovered of those that needed recovery, in percent; 100 when none did.
    public func recoveryRate() -> Double {
        let tried = recovered + count(.failed)
        return tried == 0 ? 100 : 100 * Double(recovered) / Double(tried)
    }
}
