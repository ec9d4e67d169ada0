/// Decides when an attempt has had its time.
///
///     limit   start --first--> ends --active just before, progressive--> ends later … --else--> kill(timeout)
///     idle    first byte (or start) --silent for the idle time--> kill(noActivity)
///     grace   error pattern --2 s--> kill(errorPattern)           grace --new stdout--> none
///     rest    final result --5 s--> kill(result)                  rest  --more work--> none
///
/// It reads no clock: tell it what the child did, ask ``nextMoment`` when to look again and then ``expire(at:)`` what
/// that means. Tell it first what the child wrote until then.
package struct TimeoutTracker: Sendable, Equatable {
    /// How long a child may go on after an error pattern without new output.
    package static let errorGrace = Duration.seconds(2)

    /// How long a child may go on after its final result.
    package static let resultGrace = Duration.seconds(5)

    /// The rule of the error pattern whose grace runs, or that ended the attempt.
    package private(set) var errorRule: String?

    private let policy: SpawnPolicy
    private let hardCap: TimeLimit?
    private let startedAt: Moment
    private var limit: Duration
    private var lastActivity: Moment?
    private var patternAt: Moment?
    private var lastStdout: Moment?
    private var resultAt: Moment?

    /// What became of a timer.
    package enum Expiry: Sendable, Equatable {
        /// The limit was extended and now expires then.
        case extended(until: Moment)
        /// The attempt must be ended.
        case kill(TerminationReason)
    }

    /// Starts the timers of an attempt.
    ///
    /// - Parameters:
    ///   - policy: The limits and what ends an attempt early.
    ///   - hardCap: The task's own limit, which no extension passes; `nil` when it has none.
    ///   - adaptiveLimit: What ``AdaptiveLimit/limit(in:)`` says; read in adaptive mode alone.
    ///   - startedAt: When the child was started.
    package init(policy: SpawnPolicy, hardCap: TimeLimit? = nil, adaptiveLimit: Duration? = nil, startedAt: Moment) {
        self.policy = policy
        self.hardCap = hardCap
        self.startedAt = startedAt
        limit = policy.timeout.mode == .adaptive ? adaptiveLimit ?? policy.timeout.first : policy.timeout.first
    }

    /// Says how far the child's output has come.
    package mutating func activity(lastActivity: Moment, lastStdout: Moment?) {
        self.lastActivity = max(lastActivity, self.lastActivity ?? lastActivity)
        self.lastStdout = lastStdout.map { max($0, self.lastStdout ?? $0) } ?? self.lastStdout
        if let patternAt, let stdout = self.lastStdout, stdout > patternAt { disarmGrace() }
    }

    /// Says that an error pattern was seen on stderr. A second one does not prolong the grace of the first.
    package mutating func errorPattern(rule: String, at moment: Moment) {
        guard policy.killsOnErrorPattern, patternAt == nil else { return }
        if let lastStdout, lastStdout > moment { return }
        patternAt = moment
        errorRule = rule
    }

    /// Says when the final result was out; `nil` when it was not the final one.
    package mutating func result(at moment: Moment?) { resultAt = moment }

    /// When the attempt ends as things stand.
    package var deadline: Moment { cappedMoment(after: limit) }

    /// The limit that an attempt runs into that is ended for this; `nil` where that is none of time.
    package func limit(behind reason: TerminationReason?) -> TimeLimit? {
        switch reason {
        case .timeout:
            if let hardCap, hardCap.length <= limit { return hardCap }
            return TimeLimit(limit, key: "\(limitKey) of policy \(policy.name)")
        case .noActivity: return TimeLimit(policy.timeout.idle, key: "idle_timeout of policy \(policy.name)")
        default: return nil
        }
    }

    /// What the policy's limit comes from as it stands now.
    private var limitKey: String {
        if limit == policy.timeout.first { return "first_timeout" }
        if limit == policy.timeout.maximum { return "max_timeout" }
        return policy.timeout.mode == .adaptive ? "mode adaptive" : "first_timeout, extended,"
    }

    /// When to call ``expire(at:)``: the earliest timer.
    package var nextMoment: Moment { nextTimer.moment }

    /// Does the first thing that is due.
    ///
    /// - Parameter now: The moment.
    /// - Returns: What it was, or `nil` when nothing is due. After an extension ask again.
    package mutating func expire(at now: Moment) -> Expiry? {
        let (moment, reason) = nextTimer
        guard moment <= now else { return nil }
        if reason == .timeout, let longer = extendedLimit() {
            limit = longer
            return .extended(until: deadline)
        }
        return .kill(reason)
    }

    /// The earliest timer. Of two at the same moment the one that tells more about the cause comes first.
    private var nextTimer: (moment: Moment, reason: TerminationReason) {
        var next = (moment: deadline, reason: TerminationReason.timeout)
        if policy.timeout.killsOnIdle,
            let silentSince = lastActivity ?? (policy.timeout.idleFromStart ? startedAt : nil),
            silentSince + policy.timeout.idle <= next.moment
        {
            next = (silentSince + policy.timeout.idle, .noActivity)
        }
        if let patternAt, patternAt + Self.errorGrace <= next.moment {
            next = (patternAt + Self.errorGrace, .errorPattern)
        }
        if let resultAt, resultAt + Self.resultGrace <= next.moment { next = (resultAt + Self.resultGrace, .result) }
        return next
    }

    /// The limit half as long again, where the policy grants that to an attempt that was just active and the hard cap,
    /// which is final, was not what expired.
    private func extendedLimit() -> Duration? {
        let timeout = policy.timeout
        guard timeout.mode == .progressive, limit < timeout.maximum, limit < hardCap?.length ?? timeout.maximum,
            let lastActivity, startedAt + limit - lastActivity <= timeout.activityThreshold
        else { return nil }
        return min(limit + limit / 2, timeout.maximum)
    }

    private func cappedMoment(after limit: Duration) -> Moment {
        startedAt + min(limit, hardCap?.length ?? limit)
    }

    private mutating func disarmGrace() {
        patternAt = nil
        errorRule = nil
    }
}
