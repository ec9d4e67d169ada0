/// One thing that happened in a run. The stream of these is all that a display, a log or a store needs to know.
public struct SpawnEvent: Sendable, Equatable {
    /// When it happened.
    public var moment: Moment
    /// What happened.
    public var kind: Kind

    /// Creates an event.
    package init(_ kind: Kind, at moment: Moment) {
        self.moment = moment
        self.kind = kind
    }

    /// What happened. `task` is always the task's place in the input, counted from 0.
    public enum Kind: Sendable, Equatable {
        /// The run began. One ``taskAdded(task:_:)`` for every task follows.
        case runStarted(RunDescription)
        /// A task is part of the run. Until it says something else it waits for its turn.
        indirect case taskAdded(task: Int, SpawnTask)
        /// A task waits, and why; also sent when the reason changes.
        case taskWaiting(task: Int, WaitReason)
        /// A child was started for a task.
        case attemptStarted(task: Int, AttemptStart)
        /// The child wrote something; at most ten times a second for each task.
        case attemptOutput(task: Int, OutputUpdate)
        /// A progressive time limit was extended: it now expires at `until`.
        case timeoutExtended(task: Int, until: Moment)
        /// The child is being ended.
        case attemptTerminating(task: Int, TerminationReason)
        /// An attempt is over.
        indirect case attemptEnded(task: Int, AttemptRecord)
        /// A task is over.
        indirect case taskEnded(SpawnResult)
        /// A person asked for a finished task to be run again: its result no longer counts.
        case taskReopened(task: Int)
        /// A breaker changed its state, and its snapshot says why, or its counts changed.
        indirect case breakerChanged(BreakerSnapshot)
        /// A tool is held until then: its service refuses everyone, or there is some other trouble with it. Without a moment
        /// it serves again; or, where there is trouble, it is held until a person asks for another try.
        indirect case cooldownChanged(tool: String, model: String?, until: Moment?, trouble: ToolTrouble?)
        /// The number of slots changed.
        case slotsChanged(Int)
        /// Starting was paused or resumed.
        case pauseChanged(isPaused: Bool)
        /// A person's command is carried out; what it changes follows. Stopping has an event of its own.
        case commandAccepted(UserCommand)
        /// A command could not be carried out, and why.
        case commandRefused(UserCommand, reason: String)
        /// The run is being stopped.
        case runStopping(StopCause)
        /// Every task is over; nothing runs. The run stays open where it was asked to.
        case allTasksEnded
        /// The run is over. Nothing follows.
        indirect case runEnded(RecoveryMetrics)
    }
}

/// What is known of a run when it begins.
public struct RunDescription: Sendable, Equatable {
    /// Names the run.
    public var runID: String
    /// How many tasks it has.
    public var taskCount: Int
    /// How many attempts may run at once.
    public var maxConcurrent: Int
    /// What it may cost; `nil` sets no bound.
    public var budget: USDollars?
    /// The tokens it may use; `nil` sets no bound.
    public var tokenBudget: Int?

    /// Creates a description.
    package init(
        runID: String, taskCount: Int, maxConcurrent: Int, budget: USDollars? = nil, tokenBudget: Int? = nil
    ) {
        self.budget = budget
        self.tokenBudget = tokenBudget
        self.runID = runID
        self.taskCount = taskCount
        self.maxConcurrent = maxConcurrent
    }
}

/// What is shown of a task.
public struct TaskDescription: Sendable, Equatable {
    /// The task's id.
    public var id: String
    /// What it shows for itself: its display name, else its prompt.
    public var title: String
    /// Its prompt.
    public var prompt: String
    /// The agent it asks for; `nil` is the plain LLM.
    public var agent: String?
    /// Ids of the tasks it waits for.
    public var dependsOn: [String]
    /// What all its attempts may cost; `nil` sets no bound.
    public var budget: USDollars?

    /// Creates a description.
    package init(
        id: String, title: String, prompt: String, agent: String?, dependsOn: [String], budget: USDollars? = nil
    ) {
        self.budget = budget
        self.id = id
        self.title = title
        self.prompt = prompt
        self.agent = agent
        self.dependsOn = dependsOn
    }

    /// What is shown of this one.
    package init(_ task: SpawnTask) {
        self.init(
            id: task.id, title: task.displayName ?? task.prompt, prompt: task.prompt, agent: task.agent,
            dependsOn: task.dependsOn, budget: task.budget)
    }
}

/// Why a task is not running.
public enum WaitReason: Sendable, Hashable {
    /// It waits for its turn: for a slot, or for those before it.
    case slot
    /// Tasks it depends on are not over: how many, and the id of the first.
    case dependencies(count: Int, first: String)
    /// The next retry comes at `until`, because of `failure`.
    case backoff(until: Moment, retry: Int, of: Int, failure: Failure)
    /// Its tool refuses everyone until then.
    case cooldown(tool: String, until: Moment)
    /// There is trouble with its tool, which is tried again then; `nil` while it is tried, or when a person has to say so.
    indirect case held(tool: String, until: Moment?, ToolTrouble)
    /// Starts are spread out.
    case stagger(until: Moment)
    /// There is too little memory, in bytes; it waits until more is there, or until no other runs.
    case memory(available: Int, needed: Int)
    /// The machine is short of something; its start is tried again at `until`, the `retry`-th time in a row.
    case exhausted(until: Moment, retry: Int, message: String)
    /// The plain LLM is next, because of `reason`.
    case fallback(reason: String)
    /// Starting is paused.
    case paused
}

/// A child that was started.
public struct AttemptStart: Sendable, Equatable {
    /// Counted from 1 within the task, fallback included.
    public var number: Int
    /// Which run of the agent this is, from 1 …
    public var tryNumber: Int
    /// … of how many it may have.
    public var tryLimit: Int
    /// The agent; `nil` is the plain LLM.
    public var agent: String?
    /// The tool.
    public var tool: String
    /// True when it stands in for a failing agent.
    public var isFallback: Bool
    /// True when it decides whether its agent's breaker closes.
    public var isProbe: Bool
    /// The attempt whose conversation it goes on with; `nil` where it begins one.
    public var continues: Int?
    /// The child's process id.
    public var pid: Int32
    /// When its time limit expires, as things stand.
    public var deadline: Moment

    /// Creates a start.
    package init(
        number: Int, tryNumber: Int, tryLimit: Int, agent: String?, tool: String, isFallback: Bool, isProbe: Bool,
        continues: Int? = nil, pid: Int32, deadline: Moment
    ) {
        self.number = number
        self.tryNumber = tryNumber
        self.tryLimit = tryLimit
        self.agent = agent
        self.tool = tool
        self.isFallback = isFallback
        self.isProbe = isProbe
        self.continues = continues
        self.pid = pid
        self.deadline = deadline
    }
}

/// How far a child's output has come.
public struct OutputUpdate: Sendable, Equatable {
    /// The attempt, counted from 1 within the task.
    public var number: Int
    /// Bytes on both streams since its start.
    public var byteCount: Int
    /// The last line with anything to see on it, safe to show on a terminal.
    public var line: String
    /// What the agent reported so far; `nil` where it reports nothing as data.
    package var agent: AgentReport?

    /// Creates an update.
    package init(number: Int, byteCount: Int, line: String, agent: AgentReport? = nil) {
        self.agent = agent
        self.number = number
        self.byteCount = byteCount
        self.line = line
    }
}
