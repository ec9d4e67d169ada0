/// One attempt, as it really happened.
public struct AttemptRecord: Sendable, Equatable {
    /// Counted from 1 within the task, fallback included.
    public var number: Int
    /// The agent that ran; `nil` is the plain LLM.
    public var agent: String?
    /// The tool that ran it.
    public var tool: String
    /// True when it stood in for a failing agent.
    public var isFallback: Bool
    /// When the child was started.
    public var startedAt: Moment
    /// How long it ran.
    public var duration: Duration
    /// How the child ended; `nil` when it never started.
    public var exit: ExitStatus?
    /// How the attempt ended.
    public var outcome: AttemptOutcome
    /// Why we ended it; `nil` when it ended by itself.
    public var termination: TerminationReason?
    /// Processes that it left running when it ended well, as they were then.
    public var leaks: [LeakedProcess]
    /// The files with what it wrote, stdout before stderr; none for short output of a short life.
    public var spills: [SpillFile]
    /// What its agent told as data; `nil` where it did not.
    public var account: AgentAccount?
    /// The most bytes of memory that one of its processes held at once, its own or one that it waited for; `nil` where that is not
    /// known: nothing ran, or it held less than we do, which the kernel cannot tell apart.
    public var peakMemory: Int?

    /// What was wrong with an attempt that succeeded all the same; `nil` for any other.
    public var warning: String? {
        guard outcome.isSuccess else { return nil }
        if termination == .result { return "did not end after its result" }
        return switch exit {
        case .exited(let code) where code != 0 && termination == nil: "ended with exit \(code) after its result"
        case .signalled(let signal) where termination == nil: "ended by signal \(signal) after its result"
        case .exited, .signalled, nil: nil
        }
    }

    /// Creates a record.
    package init(
        number: Int, agent: String?, tool: String, isFallback: Bool, startedAt: Moment, duration: Duration,
        exit: ExitStatus?, outcome: AttemptOutcome, termination: TerminationReason?, leaks: [LeakedProcess] = [],
        spills: [SpillFile] = [], account: AgentAccount? = nil, peakMemory: Int? = nil
    ) {
        self.peakMemory = peakMemory
        self.number = number
        self.agent = agent
        self.tool = tool
        self.isFallback = isFallback
        self.startedAt = startedAt
        self.duration = duration
        self.exit = exit
        self.outcome = outcome
        self.termination = termination
        self.leaks = leaks
        self.spills = spills
        self.account = account
    }
}

/// Why an attempt was ended by us; it decides the outcome whatever the child's exit status says.
public enum TerminationReason: String, Sendable, Codable, CaseIterable {
    /// The time limit of the attempt ran out.
    case timeout
    /// It said nothing for too long.
    case noActivity = "no_activity"
    /// An error appeared on its stderr and it did not recover within the grace.
    case errorPattern = "error_pattern"
    /// Its final result was out, and it did not end. What the result says decides the outcome.
    case result
    /// It wrote more than it may.
    case maxOutput = "max_output"
    /// It has cost what its task may cost.
    case overBudget = "over_budget"
    /// A person cancelled it.
    case user
    /// The run was stopped.
    case shutdown
    /// The run's deadline passed.
    case deadline
}

/// How a child process ended.
public enum ExitStatus: Sendable, Equatable {
    /// It exited with a code, 0 to 255.
    case exited(Int32)
    /// A signal killed it.
    case signalled(Int32)

    /// True for exit code 0.
    public var isSuccess: Bool { self == .exited(0) }

    /// The exit code, where there is one.
    public var code: Int32? {
        switch self {
        case .exited(let code): code
        case .signalled: nil
        }
    }

    /// The signal, where one killed it.
    public var signal: Int32? {
        switch self {
        case .exited: nil
        case .signalled(let signal): signal
        }
    }
}
