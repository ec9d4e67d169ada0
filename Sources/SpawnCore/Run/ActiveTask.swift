/// What is known of a task that has begun and is not over.
struct ActiveTask: Sendable {
    /// What follows each attempt.
    var recovery: TaskRecovery
    /// Since when it could start.
    var readySince: Moment
    /// Its admission by the agent's breaker; `nil` where no breaker watches, and once it is settled.
    var permit: BreakerPermit?
    /// The attempts that are over.
    var attempts: [AttemptRecord] = []
    /// What the last of them wrote to its standard output.
    var lastOutput = CapturedOutput()
    /// When the tool's service said last that it will serve again, in seconds since 1970.
    var resetAt: Double?
    /// The attempt that is starting, running or being ended.
    var running: RunningAttempt?
    /// When its first child was started.
    var firstStart: Moment?
    /// True when a progressive limit was really extended.
    var timeoutExtended = false
    /// How often in a row the machine had too little of something to start it.
    var exhaustedStarts = 0

    init(rules: TaskRules, readySince: Moment) {
        recovery = TaskRecovery(rules: rules)
        self.readySince = readySince
    }

    /// Whether it has still to pass its agent's breaker: once, before the agent runs for the first time.
    var needsAdmission: Bool {
        permit == nil && recovery.agentRuns == 0 && !recovery.isFallback && recovery.rules.policy.usesBreaker
    }
}

/// The attempt of a task that holds a slot.
struct RunningAttempt: Sendable {
    var number: Int
    var agent: String?
    var tool: String
    var isFallback: Bool
    var isProbe: Bool
    /// When the child was started; `nil` while it is starting.
    var startedAt: Moment?
    /// Its limits, from the start on.
    var timeouts: TimeoutTracker?
    /// When the earliest timer set for the limits comes.
    var timerAt: Moment?
    /// Why we are ending it.
    var termination: TerminationReason?
}
