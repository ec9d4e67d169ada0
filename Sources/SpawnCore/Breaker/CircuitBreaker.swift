/// Keeps tasks away from an agent that keeps failing, and lets single probes find out when it is well again.
///
/// ```swift
/// var breaker = CircuitBreaker(failureThreshold: 2, resetTimeout: .seconds(120), failureWindow: .seconds(300))
/// ```
///
///     CLOSED --threshold or fast fail--> OPEN --open time over--> HALF_OPEN --probe succeeds--> CLOSED, history cleared
///                                         ^                           |--probe fails, or its lease expires--> OPEN
///     OPEN --probe--> HALF_OPEN
///     any --force open--> FORCED_OPEN     any --disable--> DISABLED     any --reset--> CLOSED, as new
///
/// It is a value for one agent and reads no clock: every method takes the moment, which must not go back. Where a moment
/// is late, what was due before happens first, at the moment it was due, so it does not matter how often one looks.
///
/// Every change of state begins a new generation and forgets who was admitted before it. A permit of an older generation
/// is worth nothing, so no late report can change a breaker that has moved on: a late success never closes it.
public struct CircuitBreaker: Sendable, Equatable {
    /// The agent it guards.
    public let agent: String
    /// The numbers it works with.
    public let settings: BreakerSettings
    /// Whether the agent was made up for one occasion, which earns it more patience.
    public package(set) var isAdHoc: Bool
    /// Its state, as far as it was told the time.
    public package(set) var state = BreakerState.closed
    /// What brought it into its state; `nil` when nothing has happened yet.
    public package(set) var lastChange: BreakerChange?

    package var generation = 0
    /// Permits of this generation that are not settled, by serial: admitted tasks in CLOSED, probes in HALF_OPEN.
    package var holders: [Int: Holder] = [:]
    /// Permits given in this generation.
    package var permitsGiven = 0
    /// When OPEN ends; the start of the run elsewhere.
    package var opensUntil = Moment.start
    /// What the reset timeout is multiplied by: multiplierᵏ after k failed probes in a row.
    package var openFactor = 1.0
    /// Counted failures, oldest first; those that left the window go when the next one comes.
    package var failures: [BreakerFailure] = []
    /// The last failure of a kind that opens fast.
    package var lastFastFailure: BreakerFailure?
    package var recentKinds: [FailureKind] = []
    package var trippedBy: [BreakerFailure] = []
    package var rejections = 0

    /// Who holds a permit.
    package struct Holder: Sendable, Equatable {
        /// The task, by its place in the input; `nil` when it is a task of another run.
        package var task: Int?
        /// The task when it is one of another run.
        package var foreignTask: ForeignTask?
        /// When a probe that has not reported is given up.
        package var leaseEnds: Moment
        /// How long it may take in all.
        package var lease: Duration
        /// The last attempt that was reported, so that none counts twice.
        package var lastAttempt = 0

        package init(
            task: Int?, foreignTask: ForeignTask? = nil, leaseEnds: Moment, lease: Duration, lastAttempt: Int = 0
        ) {
            self.task = task
            self.foreignTask = foreignTask
            self.leaseEnds = leaseEnds
            self.lease = lease
            self.lastAttempt = lastAttempt
        }
    }

    /// Creates a closed breaker.
    ///
    /// - Parameters:
    ///   - agent: The agent it guards. Some names tell that it is ad hoc; see ``isAdHocName(_:)``.
    ///   - settings: The numbers it works with. An ad-hoc agent has a threshold of its own.
    public init(agent: String, settings: BreakerSettings = BreakerSettings()) {
        precondition(settings.failureThreshold >= 1, "a breaker opens after at least one failure")
        precondition(settings.maxProbes >= 1, "a breaker without probes never closes")
        precondition(settings.resetMultiplier >= 1, "the time a breaker stays open never shrinks")
        self.agent = agent
        self.settings = settings
        isAdHoc = Self.isAdHocName(agent)
    }

    /// Creates a closed breaker for no agent in particular.
    public init(
        failureThreshold: Int = 2, resetTimeout: Duration = .seconds(120), failureWindow: Duration = .seconds(300)
    ) {
        self.init(
            agent: "",
            settings: BreakerSettings(
                failureThreshold: failureThreshold, resetTimeout: resetTimeout, failureWindow: failureWindow))
    }

    /// Asks whether a task may begin with the agent. Ask once for each task, not for each of its attempts.
    ///
    /// - Parameters:
    ///   - task: The task, by its place in the input.
    ///   - lease: How long a probe may stay silent before it is given up: its deadline, the kill grace and 5 s.
    ///   - now: The moment.
    /// - Returns: A permit, or when to ask again. Call ``advance(to:)`` first to see a change that is due.
    public mutating func acquire(for task: Int, lease: Duration, at now: Moment) -> BreakerAdmission {
        while advance(to: now) != nil {}
        switch state {
        case .closed, .disabled:
            return .admitted(admit(task, lease, at: now, asProbe: false))
        case .halfOpen where holders.count < settings.maxProbes:
            return .admitted(admit(task, lease, at: now, asProbe: true))
        case .open, .halfOpen, .forcedOpen:
            rejections += 1
            return .rejected(retryAfter: state == .open ? opensUntil - now : nil)
        }
    }

    /// Reports how one attempt of an admitted task ended.
    ///
    /// A task in CLOSED may report several attempts, each once: it keeps its own retries whatever they do to the breaker,
    /// and counts once however many of them fail within the window. What one task cannot do says little of the agent.
    /// A success, or any counted outcome of a probe, settles the permit. A probe's neutral outcome gives its place back.
    ///
    /// - Parameters:
    ///   - permit: What ``acquire(for:lease:at:)`` gave the task.
    ///   - verdict: How the attempt ended.
    ///   - now: The moment.
    /// - Returns: What changed, if anything.
    @discardableResult
    public mutating func report(_ permit: BreakerPermit, _ verdict: BreakerVerdict, at now: Moment) -> BreakerChange? {
        let due = catchUp(to: now)
        guard permit.generation == generation, var holder = holders[permit.serial] else { return due }
        switch verdict {
        case .failure(let kind, let attempt) where kind != .rateLimit:
            guard attempt > holder.lastAttempt else { return due }
            holder.lastAttempt = attempt
            holders[permit.serial] = holder
            return fail(BreakerFailure(task: holder.task, attempt: attempt, moment: now, kind: kind ?? .unknown), kind)
        case .success where permit.isProbe:
            return close(because: .probeSucceeded, at: now)
        case .success:
            holders[permit.serial] = nil
        case .failure, .neutral:
            if permit.isProbe { holders[permit.serial] = nil }
        }
        return due
    }

    /// Says that a task is over. A probe that never reported gives its place back, as if it had been cancelled.
    public mutating func release(_ permit: BreakerPermit) {
        guard permit.generation == generation else { return }
        holders[permit.serial] = nil
    }

    private mutating func admit(
        _ task: Int, _ lease: Duration, at now: Moment, asProbe isProbe: Bool
    ) -> BreakerPermit {
        let permit = BreakerPermit(generation: generation, serial: permitsGiven, isProbe: isProbe)
        permitsGiven += 1
        // A disabled breaker counts nothing, so it need not know who was let through.
        if state != .disabled { holders[permit.serial] = Holder(task: task, leaseEnds: now + lease, lease: lease) }
        return permit
    }
}
