/// What is known of a task that has begun and is not over: there are few, however many tasks there are.
///
/// It belongs to one ``RunState``, which cannot be copied. As a value it would be copied whenever one field is read, which
/// was a sixth of the engine's time.
final class ActiveTask {
    /// What follows each attempt.
    var recovery: TaskRecovery
    /// Since when it could start.
    var readySince: Moment
    /// Its admission by the agent's breaker; `nil` where no breaker watches, and once it is settled.
    var permit: BreakerPermit?
    /// The attempts that are over.
    var attempts: [AttemptRecord] = []
    /// What they have cost, as far as that is known.
    private(set) var spent = USDollars(nanodollars: 0)
    /// What the last of them wrote to its standard output.
    var lastOutput = CapturedOutput()
    /// The conversation that a next attempt of the agent can go on with; `nil` where there is none.
    var session: AgentSession?
    /// When the tool's service said last that it will serve again, in seconds since 1970.
    var resetAt: Double?
    /// What is wrong with its tool, for which it is not started.
    var trouble: ToolTrouble?
    /// The attempt that is starting, running or being ended.
    var running: RunningAttempt?
    /// When its first child was started.
    var firstStart: Moment?
    /// True when a progressive limit was really extended.
    var timeoutExtended = false
    /// What it waits for, as long as it is in backoff.
    var waitReason: WaitReason?
    /// How often in a row the machine had too little of something to start it.
    var exhaustedStarts = 0
    /// The same for its whole life.
    var startRetries = 0

    init(rules: TaskRules, readySince: Moment) {
        recovery = TaskRecovery(rules: rules)
        self.readySince = readySince
    }

    /// Whether it has still to pass its agent's breaker: once, before the agent runs for the first time.
    var needsAdmission: Bool {
        permit == nil && recovery.agentRuns == 0 && !recovery.isFallback && recovery.rules.policy.usesBreaker
    }

    /// The child that was asked for runs.
    ///
    /// - Parameters:
    ///   - pid: Its process id.
    ///   - moment: Since when.
    ///   - adaptiveLimit: What its agent's last successes say of its limit.
    /// - Returns: What is to be told of it; `nil` when no child was asked for.
    func start(pid: Int32, at moment: Moment, adaptiveLimit: Duration?) -> AttemptStart? {
        let nextTry = recovery.nextTry
        let timeouts = TimeoutTracker(
            policy: recovery.rules.policy, hardCap: recovery.rules.hardCap, adaptiveLimit: adaptiveLimit,
            startedAt: moment)
        running?.child = RunStatus.Child(pid: pid, startedAt: moment)
        running?.timeouts = timeouts
        recovery.started()
        exhaustedStarts = 0
        firstStart = firstStart ?? moment
        return running.map {
            AttemptStart(
                number: $0.number, tryNumber: nextTry.number, tryLimit: nextTry.limit, agent: $0.agent, tool: $0.tool,
                isFallback: $0.isFallback, isProbe: $0.isProbe, continues: $0.continues?.attempt, pid: pid,
                deadline: timeouts.deadline)
        }
    }

    /// Its attempt is over.
    ///
    /// - Parameters:
    ///   - outcome: How it ended.
    ///   - report: What the child left behind; `nil` when there was none.
    ///   - model: The model that was asked for, where its agent does not say which answered.
    ///   - prices: What models ask for, where its agent does not say what it cost.
    ///   - moment: When.
    /// - Returns: The record of it; `nil` when there was none.
    func conclude(
        _ outcome: AttemptOutcome, _ report: ProcessReport?, model: String?, _ prices: ModelPrices, at moment: Moment
    ) -> AttemptRecord? {
        guard let running else { return nil }
        let startedAt = running.child?.startedAt ?? moment
        let record = AttemptRecord(
            number: running.number, agent: running.agent, tool: running.tool, isFallback: running.isFallback,
            startedAt: startedAt, duration: moment - startedAt, exit: report?.unended == nil ? report?.exit : nil,
            outcome: outcome,
            termination: running.termination, leaks: report?.leaks ?? [],
            spills: report?.spills ?? [],
            account: report?.agent.map { agent in
                var account = AgentAccount(agent, continues: running.continues?.attempt)
                account.model = account.model ?? model
                if account.cost == .unknown { account.cost = prices.cost(of: account.usage, model: account.model) }
                return account
            }, peakMemory: report?.peakMemory)
        session = AgentSession(after: running, report?.agent)
        self.running = nil
        attempts.append(record)
        if let cost = record.account?.cost.amount { spent = spent + cost }
        lastOutput = report?.answer ?? CapturedOutput()
        resetAt = report?.finding?.hint?.resetAt
        return record
    }
}

/// The attempt of a task that holds a slot; one value for all who ask, as ``ActiveTask``.
final class RunningAttempt {
    let number: Int
    let agent: String?
    let tool: String
    let isFallback: Bool
    let isProbe: Bool
    /// The conversation it goes on with; `nil` where it begins one.
    let continues: AgentSession?
    /// Whether the child was told what it may cost.
    var knowsBudget = false
    /// The child; `nil` while it is starting.
    var child: RunStatus.Child?
    /// The last line that it wrote with anything to see on it.
    var line = ""
    /// Its limits, from the start on.
    var timeouts: TimeoutTracker?
    /// When the earliest timer set for the limits comes.
    var timerAt: Moment?
    /// Why we are ending it.
    var termination: TerminationReason?

    init(number: Int, agent: String?, tool: String, isFallback: Bool, isProbe: Bool, continues: AgentSession? = nil) {
        self.continues = continues
        self.number = number
        self.agent = agent
        self.tool = tool
        self.isFallback = isFallback
        self.isProbe = isProbe
    }
}
