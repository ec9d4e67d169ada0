/// One piece of work: a prompt for an agent, or for the plain LLM.
///
/// ```swift
/// let task = SpawnTask(prompt: "Implement feature A", agent: "coder")
/// ```
public struct SpawnTask: Sendable, Equatable {
    /// The task's name within its run. Empty means: its number in the input, counted from 1.
    public var id: String
    /// What the agent is asked to do. It reaches the child on its standard input, unless its tool takes prompts no other way than
    /// as an argument or from a file.
    public var prompt: String
    /// The agent that should do it; `nil` is the plain LLM.
    public var agent: String?
    /// Text that precedes the prompt.
    public var context: String?
    /// A hard limit for each attempt; `nil` leaves the limit to the policy.
    public var timeout: Duration?
    /// The name of a ``SpawnPolicy`` for this task alone; `nil` takes the run's.
    public var policyName: String?
    /// What people see in place of the prompt.
    public var displayName: String?
    /// Ids of the tasks that must have succeeded before this one starts.
    public var dependsOn: [String]
    /// The model to ask for; `nil` takes the run's.
    public var model: String?
    /// The tool that runs it; `nil` takes the run's.
    public var tool: String?
    /// What its agent may do; `nil` takes the tool's or the run's.
    public var permissions: Permission?
    /// What all its attempts together may cost; `nil` sets no bound of its own.
    public var budget: USDollars?
    /// True for a task that a task file already ticks: it is not run, and counts as done for its dependents.
    public var isDone: Bool
    /// The line of the task file it was read from; `nil` when it came from elsewhere.
    public var line: Int?

    /// Creates a task; only the prompt is needed.
    public init(
        id: String = "", prompt: String, agent: String? = nil, context: String? = nil, timeout: Duration? = nil,
        policyName: String? = nil, displayName: String? = nil, dependsOn: [String] = [], model: String? = nil,
        tool: String? = nil, permissions: Permission? = nil, budget: USDollars? = nil, isDone: Bool = false,
        line: Int? = nil
    ) {
        self.id = id
        self.prompt = prompt
        self.agent = agent
        self.context = context
        self.timeout = timeout
        self.policyName = policyName
        self.displayName = displayName
        self.dependsOn = dependsOn
        self.model = model
        self.tool = tool
        self.permissions = permissions
        self.budget = budget
        self.isDone = isDone
        self.line = line
    }
}
