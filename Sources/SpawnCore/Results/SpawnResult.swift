/// What became of one task, with the story of its recovery.
public struct SpawnResult: Sendable, Equatable {
    /// The task's place in the input, counted from 0.
    public var taskIndex: Int
    /// The task's id.
    public var taskID: String
    /// The prompt as it was given, without context.
    public var prompt: String
    /// The agent that was asked for; `nil` is the plain LLM.
    public var agent: String?
    /// How the task ended.
    public var ending: TaskEnding
    /// The standard output of the attempt that ended it: at most its first and last 64 KiB.
    public var output: CapturedOutput
    /// One sentence saying why it failed; `nil` for a success.
    public var error: String?
    /// The exit code of the last attempt; `nil` when nothing ran or a signal ended it.
    public var exitCode: Int32?
    /// True when the plain LLM, or the configured fallback, ran in place of the agent.
    public var fallback: Bool
    /// The agent the fallback stood in for; `nil` when none did, and for a task that asked for no agent.
    public var originalAgent: String?
    /// How often the agent was really run again.
    public var retryCount: Int
    /// How often a start was put off because the machine was short of something; nobody's failure.
    public var startRetries: Int
    /// True when a progressive timeout was really extended.
    public var timeoutExtended: Bool
    /// From the start of the first attempt to the end of the last; zero when nothing ran.
    public var executionTime: Duration
    /// When the service says it will serve again, in seconds since 1970; only for ``TaskEnding/rateLimited``.
    public var resetAt: Double?
    /// What kept it from running, or from running again; `nil` when nothing did.
    public var rejectedBy: RejectCause?
    /// From the moment it could have started to the start of its first attempt; `nil` when nothing ran.
    public var queueWait: Duration?
    /// The run that did it, for ``TaskEnding/carriedOver``.
    public var carriedFrom: String?
    /// Every attempt, in order.
    public var attempts: [AttemptRecord]

    /// True when the agent, or its fallback, succeeded.
    public var success: Bool { ending.isSuccess }

    /// Creates a result for a task on which nothing has run yet.
    package init(taskIndex: Int, taskID: String, prompt: String, agent: String?, ending: TaskEnding) {
        self.taskIndex = taskIndex
        self.taskID = taskID
        self.prompt = prompt
        self.agent = agent
        self.ending = ending
        output = CapturedOutput()
        error = nil
        exitCode = nil
        fallback = false
        originalAgent = nil
        retryCount = 0
        startRetries = 0
        timeoutExtended = false
        executionTime = .zero
        resetAt = nil
        rejectedBy = nil
        queueWait = nil
        carriedFrom = nil
        attempts = []
    }
}

/// How a task ended. Each task ends in exactly one of these, and they sum to the tasks.
public enum TaskEnding: String, Sendable, Codable, CaseIterable {
    /// The first attempt succeeded.
    case firstTry = "first_try"
    /// A later attempt of the same agent succeeded.
    case recoveredByRetry = "recovered_by_retry"
    /// The plain LLM succeeded in place of the agent.
    case recoveredByFallback = "recovered_by_fallback"
    /// Every attempt failed.
    case failed
    /// A breaker, or a tool that fails whoever asks, kept it from running.
    case rejected
    /// A task it depends on did not succeed.
    case blocked
    /// The service refuses until later; see ``SpawnResult/resetAt``.
    case rateLimited = "rate_limited"
    /// Somebody cancelled it, or the run was stopped.
    case cancelled
    /// It was already ticked in the task file and did not run.
    case skipped
    /// It succeeded in an earlier run that this one goes on with, and did not run.
    case carriedOver = "carried_over"

    /// True for the three ways to succeed.
    public var isSuccess: Bool {
        switch self {
        case .firstTry, .recoveredByRetry, .recoveredByFallback: true
        case .failed, .rejected, .blocked, .rateLimited, .cancelled, .skipped, .carriedOver: false
        }
    }

    /// True when a task that depends on this one may start.
    package var satisfiesDependents: Bool { isSuccess || isBeforehand }

    /// True where there is an output for tasks that depend on this one.
    package var hasAnswer: Bool { isSuccess || self == .carriedOver }

    /// True for what was done before the run began.
    package var isBeforehand: Bool { self == .skipped || self == .carriedOver }
}
