/// How some tasks have fared: all of a run, or those of one agent. Every task is counted once.
public struct RecoveryFigures: Sendable, Equatable {
    private var tasks = Tally<TaskEnding>()
    private var causes = Tally<RejectCause>()
    /// Failed tasks that were run again or handed to the plain LLM.
    private var failedRecoveries = 0
    private var recoveryTime = Duration.zero
    /// How long the attempts ran, fallbacks included.
    public private(set) var attemptTimes = DurationHistogram()
    /// How long the tasks waited for their first attempt.
    public private(set) var queueWaits = DurationHistogram()

    /// What the attempts used and what that cost.
    public private(set) var expenses = Expenses()

    /// Creates empty figures.
    public init() {}

    /// What the agents of the tasks used, as far as they said.
    public var usage: TokenUsage { expenses.usage ?? TokenUsage() }

    /// What that cost, as far as it is known: unknown where it is of no attempt.
    public var cost: Cost { expenses.cost }

    /// How many tasks ended each way; what did not happen is missing.
    public var endings: [TaskEnding: Int] { tasks.counts }

    /// How many tasks ended this way.
    public func count(_ ending: TaskEnding) -> Int { tasks(ending) }

    /// How many tasks never ran because of this.
    public func count(rejectedBy cause: RejectCause) -> Int { causes(cause) }

    /// Tasks that are over, those left out that were done before the run.
    public var finished: Int { tasks.total - tasks(.skipped) - tasks(.carriedOver) }

    /// Tasks that succeeded, by whatever way.
    public var succeeded: Int { count(.firstTry) + recovered }

    /// Tasks that succeeded after a failure.
    public var recovered: Int { count(.recoveredByRetry) + count(.recoveredByFallback) }

    /// The rates, each `nil` where there is nothing to have one of: what is shown and written.
    public var rates: RecoveryRates {
        RecoveryRates(
            success: percent(succeeded, of: finished),
            agentsAlone: percent(succeeded - count(.recoveredByFallback), of: finished),
            recovery: percent(recovered, of: recovered + failedRecoveries))
    }

    /// Succeeded of finished, in percent; 0 when nothing ran, where ``rates`` has none.
    public func successRate() -> Double { rates.success ?? 0 }

    /// Recovered of those that tried to recover, in percent; 100 when none had to, where ``rates`` has none.
    public func recoveryRate() -> Double { rates.recovery ?? 100 }

    /// The mean time from a task's first failure to its success; `nil` when none recovered.
    public func meanTimeToRecover() -> Duration? { recovered == 0 ? nil : recoveryTime / recovered }

    /// Adds other tasks' figures. The order in which figures are merged does not matter.
    public mutating func merge(_ other: RecoveryFigures) {
        tasks.merge(other.tasks)
        causes.merge(other.causes)
        failedRecoveries += other.failedRecoveries
        recoveryTime += other.recoveryTime
        attemptTimes.merge(other.attemptTimes)
        queueWaits.merge(other.queueWaits)
        expenses.merge(other.expenses)
    }

    /// Counts a task, or takes it back for a `change` of −1: one code for both, so that they undo each other.
    mutating func add(_ result: SpawnResult, _ change: Int) {
        tasks.add(result.ending, change)
        if let cause = result.rejectionCause { causes.add(cause, change) }
        if result.ending == .failed && result.triedToRecover { failedRecoveries += change }
        if result.ending == .recoveredByRetry || result.ending == .recoveredByFallback {
            recoveryTime += result.timeToRecover * change
        }
        for attempt in result.attempts where attempt.ran {
            attemptTimes.add(attempt.duration, change)
            expenses.add(attempt, change)
        }
        if let wait = result.queueWait { queueWaits.add(wait, change) }
    }

    private func percent(_ part: Int, of whole: Int) -> Double? {
        whole == 0 ? nil : 100 * Double(part) / Double(whole)
    }
}

/// How much of what some tasks tried went well, in percent. A rate of nothing is none: neither 0 nor 100 would be true.
public struct RecoveryRates: Sendable, Equatable {
    /// Succeeded of finished.
    public var success: Double?
    /// Succeeded without the fallback of finished. A fallback hides a broken agent.
    public var agentsAlone: Double?
    /// Recovered of those that tried to recover.
    public var recovery: Double?

    /// Creates rates.
    package init(success: Double?, agentsAlone: Double?, recovery: Double?) {
        self.success = success
        self.agentsAlone = agentsAlone
        self.recovery = recovery
    }
}

extension SpawnResult {
    /// What kept it from running.
    fileprivate var rejectionCause: RejectCause? {
        switch ending {
        case .blocked: rejectedBy ?? .dependency
        case .rejected: rejectedBy ?? .breaker
        default: nil
        }
    }

    fileprivate var triedToRecover: Bool { retryCount > 0 || fallback || attempts.contains(where: \.isFallback) }

    /// From the end of the first attempt; from the beginning when the plain LLM was the first to run.
    fileprivate var timeToRecover: Duration {
        guard let first = attempts.first, !first.isFallback else { return executionTime }
        return executionTime - first.duration
    }
}

extension AttemptRecord {
    /// False for an attempt that was turned away.
    var ran: Bool {
        if case .rejected = outcome { false } else { true }
    }
}
