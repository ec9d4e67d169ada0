/// How one attempt is supervised: its time limits, what ends it early, and whether breakers watch its agent.
public struct SpawnPolicy: Sendable, Equatable {
    /// The name that files and the command line use.
    public var name: String
    /// The time limits of an attempt.
    public var timeout: TimeoutPolicy
    /// Whether an error pattern on stderr ends the attempt after a grace of 2 s, where the tool asks for it as well; see
    /// ``ToolReading/killsOnErrorPattern``.
    public var killsOnErrorPattern: Bool
    /// Whether writing more than the run's `max_output` ends the attempt; else only its files end there.
    public var killsOnMaxOutput: Bool
    /// How often an agent runs in all, the first time included, when no recovery policy is named.
    public var attempts: Int
    /// The delays between those attempts.
    public var backoff: Backoff
    /// Whether an attempt that timed out or was ended for an error pattern is tried again.
    public var retriesAfterKill: Bool
    /// Whether breakers guard the agents.
    public var usesBreaker: Bool

    /// Creates a policy.
    public init(
        name: String, timeout: TimeoutPolicy, killsOnErrorPattern: Bool, attempts: Int, backoff: Backoff,
        retriesAfterKill: Bool = true, usesBreaker: Bool = true, killsOnMaxOutput: Bool = false
    ) {
        self.name = name
        self.timeout = timeout
        self.killsOnErrorPattern = killsOnErrorPattern
        self.attempts = attempts
        self.backoff = backoff
        self.retriesAfterKill = retriesAfterKill
        self.usesBreaker = usesBreaker
        self.killsOnMaxOutput = killsOnMaxOutput
    }
}

/// The time limits of one attempt.
public struct TimeoutPolicy: Sendable, Equatable {
    /// How the limit moves.
    public enum Mode: String, Sendable, Codable, CaseIterable {
        /// It does not.
        case fixed
        /// When it expires on an attempt that was just active, it grows by half, up to the maximum.
        case progressive
        /// 1.5 × the 90th percentile of the agent's last 10 successes, once there are 3.
        case adaptive
    }

    /// How the limit moves.
    public var mode: Mode
    /// The limit at the start.
    public var first: Duration
    /// The limit that no extension passes.
    public var maximum: Duration
    /// A progressive limit is extended only for an attempt active within this time before it expired.
    public var activityThreshold: Duration
    /// An attempt silent for so long is idle; counted from its first byte of output.
    public var idle: Duration
    /// Whether an idle attempt is ended.
    public var killsOnIdle: Bool
    /// Counts idleness from the start rather than from the first byte.
    public var idleFromStart: Bool

    /// Creates time limits.
    public init(
        mode: Mode, first: Duration, maximum: Duration, activityThreshold: Duration = .zero, idle: Duration,
        killsOnIdle: Bool, idleFromStart: Bool = false
    ) {
        self.mode = mode
        self.first = first
        self.maximum = maximum
        self.activityThreshold = activityThreshold
        self.idle = idle
        self.killsOnIdle = killsOnIdle
        self.idleFromStart = idleFromStart
    }
}
