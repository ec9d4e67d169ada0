/// How an agent command line is called.
///
/// In every argument `{agent}`, `{model}` and, where the prompt goes into the arguments, `{prompt}` stand for the task's
/// values. They expand inside the one argument they stand in; no shell is involved, so nothing can break out of it.
public struct ToolDefinition: Sendable, Equatable {
    /// How a tool takes its prompt.
    public enum PromptDelivery: String, Sendable, Codable, CaseIterable {
        /// On its standard input.
        case stdin
        /// As the argument that holds `{prompt}`, or as one more argument. Others on the machine can read arguments.
        case argument
        /// In a file only we can read, whose path replaces `{file}` or is one more argument.
        case file
        /// Not at all: the command is complete.
        case none
    }

    /// The most bytes that one argument may have on Linux: 32 pages of 4 KiB, less the null character at its end
    /// (`MAX_ARG_STRLEN` in execve(2)).
    public static let longestArgument = 32 * 4096 - 1

    /// The name that files and the command line use.
    public var name: String
    /// The program and the arguments it always gets.
    public var command: [String]
    /// Arguments for a task that names an agent.
    public var agentArguments: [String]
    /// Arguments for a task that names a model.
    public var modelArguments: [String]
    /// Arguments that let it go on with a conversation, whose name stands for `{session}`; empty where it cannot.
    public var resumeArguments: [String]
    /// Arguments that tell it what it may cost, in dollars, which stand for `{budget}`; empty where it cannot be told. They are
    /// left out where other arguments hold the first of them already.
    public var budgetArguments: [String] = []
    /// Arguments that give it permissions, for each that it has words for.
    public var permissionArguments: [Permission: [String]] = [:]
    /// What it may do unless a task says otherwise; `nil` is what the run says.
    public var permissions: Permission?
    /// How it takes the prompt.
    public var prompt: PromptDelivery
    /// Whether it takes `--` as the end of its options: that precedes a prompt that is an argument.
    public var endsOptions = false
    /// Variables of its environment, on top of ours.
    public var environment: [String: String]
    /// Variables that it gets where neither ``environment`` nor ours has them.
    package var offeredVariables: [String: String] = [:]
    /// Variables that are not to be in its environment, whatever ours has.
    public var removedVariables: Set<String> = []
    /// Where it runs; `nil` is our working directory.
    public var workingDirectory: String?
    /// How its output is read for errors.
    public var reading: ToolReading
    /// What happens to processes that an attempt leaves running when it ends well.
    public var leakPolicy: LeakPolicy
    /// How many of its attempts may run at once, 1 to 10,000, beside the limit of the run; `nil` sets none of its own.
    public var maxConcurrent: Int?
    /// A limit for each attempt, where the tool has one of its own.
    public var timeout: Duration?
    /// The name of a ``SpawnPolicy`` for its attempts, where it has one of its own.
    public var policyName: String?

    /// Creates a definition.
    public init(
        name: String, command: [String], agentArguments: [String] = [], modelArguments: [String] = [],
        resumeArguments: [String] = [],
        prompt: PromptDelivery = .stdin, environment: [String: String] = [:], workingDirectory: String? = nil,
        reading: ToolReading = ToolReading(), leakPolicy: LeakPolicy = .kill, timeout: Duration? = nil,
        policyName: String? = nil
    ) {
        self.name = name
        self.command = command
        self.agentArguments = agentArguments
        self.modelArguments = modelArguments
        self.resumeArguments = resumeArguments
        self.prompt = prompt
        self.environment = environment
        self.workingDirectory = workingDirectory
        self.reading = reading
        self.leakPolicy = leakPolicy
        self.timeout = timeout
        self.policyName = policyName
    }
}
