/// A breaker as it stands at one moment. Taking one changes nothing.
public struct BreakerSnapshot: Sendable, Equatable {
    /// The agent it guards.
    public var agent: String
    /// Its state.
    public var state: BreakerState
    /// Counted failures within the window.
    public var failures: Int
    /// How many of them open it.
    public var threshold: Int
    /// Failures a minute within the window; 0 for fewer than 2.
    public var failureVelocity: Double
    /// How close it is to harm.
    public var risk: BreakerRisk
    /// The kinds of the last failures, at most 10, oldest first.
    public var recentKinds: [FailureKind]
    /// The attempts whose failures opened it.
    public var trippedBy: [BreakerFailure]
    /// When an open breaker lets a probe through; `nil` in every other state.
    public var probeAt: Moment?
    /// The task that is the probe, by its place in the input; `nil` when none is in flight.
    public var probeTask: Int?
    /// How many admissions it has turned away since it opened.
    public var rejections: Int
    /// What brought it into its state; `nil` when nothing has happened yet.
    public var lastChange: BreakerChange?

    /// Creates a snapshot.
    package init(
        agent: String, state: BreakerState, failures: Int, threshold: Int, failureVelocity: Double, risk: BreakerRisk,
        recentKinds: [FailureKind], trippedBy: [BreakerFailure], probeAt: Moment?, probeTask: Int?, rejections: Int,
        lastChange: BreakerChange? = nil
    ) {
        self.agent = agent
        self.state = state
        self.failures = failures
        self.threshold = threshold
        self.failureVelocity = failureVelocity
        self.risk = risk
        self.recentKinds = recentKinds
        self.trippedBy = trippedBy
        self.probeAt = probeAt
        self.probeTask = probeTask
        self.rejections = rejections
        self.lastChange = lastChange
    }
}

/// The states of a breaker.
public enum BreakerState: String, Sendable, Codable, CaseIterable {
    /// Attempts pass; failures are counted.
    case closed
    /// Attempts are turned away until the reset timeout is over.
    case open
    /// One attempt at a time may pass, to see whether the agent is well again.
    case halfOpen = "half_open"
    /// An operator opened it; only a reset closes it.
    case forcedOpen = "forced_open"
    /// An operator switched it off: attempts pass, nothing is counted.
    case disabled

    /// As people read it.
    package var words: String {
        switch self {
        case .closed: "closed"
        case .open: "open"
        case .halfOpen: "half-open"
        case .forcedOpen: "forced open"
        case .disabled: "disabled"
        }
    }
}

/// How close a breaker is to harm.
public enum BreakerRisk: String, Sendable, Codable, CaseIterable {
    /// Nothing to see.
    case low
    /// One more failure opens it.
    case medium
    /// Half-open.
    case high
    /// Open.
    case critical
}

/// A failure as a breaker remembers it.
public struct BreakerFailure: Sendable, Equatable {
    /// The task, by its place in the input; `nil` when it was a task of another run.
    public var task: Int?
    /// The task when it was one of another run, as far as that is known.
    package var foreignTask: ForeignTask?
    /// The attempt, counted from 1 within the task.
    public var attempt: Int
    /// When it failed.
    public var moment: Moment
    /// What it failed of.
    public var kind: FailureKind

    /// Creates a failure.
    package init(
        task: Int?, foreignTask: ForeignTask? = nil, attempt: Int, moment: Moment, kind: FailureKind
    ) {
        self.task = task
        self.foreignTask = foreignTask
        self.attempt = attempt
        self.moment = moment
        self.kind = kind
    }

    /// True for two failures of one task.
    func isOfSameTask(as other: BreakerFailure) -> Bool {
        task == other.task && foreignTask == other.foreignTask && (task != nil || foreignTask != nil)
    }
}

/// A task of another run, known well enough to be told from all others.
package struct ForeignTask: Sendable, Hashable {
    /// The name of the run.
    package var run: String
    /// The task's place in its input.
    package var task: Int

    package init(run: String, task: Int) {
        self.run = run
        self.task = task
    }
}
