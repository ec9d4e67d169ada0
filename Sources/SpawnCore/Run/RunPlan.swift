/// Everything a run needs to know before it begins. Making one starts nothing.
package struct RunPlan: Sendable {
    /// Names the run.
    package var runID: String
    /// The tasks in input order, every one with an id.
    package var tasks: [SpawnTask]
    /// Who waits for whom.
    package var graph: TaskGraph
    /// The tools and how tasks find theirs.
    package var tools: ToolBox
    /// The numbers of the run.
    package var settings: RunSettings
    /// The results of tasks that need not run, by their place in the input: what a run has from the one it goes on with.
    package var prior: [Int: SpawnResult] = [:]
    /// The conversations that tasks go on with, by their place in the input.
    package var sessions: [Int: AgentSession] = [:]

    package init(runID: String, tasks: [SpawnTask], graph: TaskGraph, tools: ToolBox, settings: RunSettings) {
        self.runID = runID
        self.tasks = tasks
        for index in self.tasks.indices where self.tasks[index].id.isEmpty {
            self.tasks[index].id = String(index + 1)
        }
        self.graph = graph
        self.tools = tools
        self.settings = settings
    }

    /// The rules for one task: what it says itself wins over what the definition of its agent or tool says, and that over
    /// the run's.
    package func rules(for task: SpawnTask) -> TaskRules {
        let definition = tools.tool(for: task, asFallback: false)
        let policy = (task.policyName ?? definition.policyName).flatMap(settings.policy(named:)) ?? settings.policy
        var recovery =
            settings.recovery?.resolved(for: task.agent)
            ?? RecoveryPolicy(
                maxRetries: max(0, policy.attempts - 1), fallbackToLLM: true, backoff: policy.backoff)
        if let retries = settings.maxRetries { recovery.maxRetries = retries }
        if let fallback = settings.fallbackToLLM { recovery.fallbackToLLM = fallback }
        return TaskRules(
            policy: policy, recovery: recovery,
            hardCap: task.timeout.map { TimeLimit($0, key: "timeout of its task") }
                ?? definition.timeout.map { TimeLimit($0, key: "timeout of \(definition.name)") }
                ?? settings.timeout.map { TimeLimit($0, key: "timeout of the run") },
            maxHintWait: settings.longestHintWait, waitsForReset: settings.waitsForReset,
            hasFallback: tools.hasFallback(for: task),
            fallbackSharesTool: tools.toolName(for: task, asFallback: true) == definition.name)
    }
}

/// The numbers of a run.
package struct RunSettings: Sendable {
    /// How many attempts may run at once.
    package var maxConcurrent = 4
    /// The least time between two starts.
    package var staggerDelay: Duration = .zero
    /// How long the whole run may take; `nil` for ever.
    package var deadline: Duration?
    /// How attempts are supervised, unless a task says otherwise.
    package var policy = SpawnPolicy.agent
    /// Policies beside the presets, by name.
    package var policies: [String: SpawnPolicy] = [:]
    /// Retries and fallback; `nil` leaves them to the spawn policy.
    package var recovery: RecoveryPolicy?
    /// An explicit number of retries; it wins over every policy.
    package var maxRetries: Int?
    /// An explicit yes or no to the fallback; it wins over every policy.
    package var fallbackToLLM: Bool?
    /// A hard limit for each attempt, unless a task has its own.
    package var timeout: Duration?
    /// The numbers of the breakers.
    package var breaker = BreakerSettings()
    /// The longest wait for a service's reset that is slept on.
    package var maxHintWait: Duration = .seconds(300)
    /// The most bytes of an attempt's output in files, both streams together.
    package var maxOutput = 1 << 30
    /// The most bytes of its dependencies' outputs that precede a task's prompt.
    package var contextLimit = 65_536
    /// Whether tasks wait for a service's reset however far away it is, as long as the run's deadline allows.
    package var waitsForReset = false
    /// Whether the run stays open when every task is over, for a person who may want one run again.
    package var staysOpen = false
    /// How many different tasks of a tool must fail alike in a row, within seconds, for the tool to be held; `nil` holds none
    /// for what its tasks fail of.
    package var holdAfter: Int? = 3
    /// The retries of each tool for every first attempt with it, beside ``RetryBudget/floor``; `nil` sets no bound.
    package var retryBudget: Double? = RetryBudget.ratio
    /// What the run may cost; `nil` sets no bound.
    package var budget: USDollars?
    /// The tokens it may use; `nil` sets no bound.
    package var tokenBudget: Int?
    /// The memory that an attempt is expected to need, in bytes: none starts while less is available, unless no other runs;
    /// `nil` asks for none.
    package var memoryPerTask: Int?
    /// What models ask for their tokens.
    package var prices = ModelPrices()
    /// The seed of everything random in the run.
    package var seed: UInt64 = 0

    package init() {}

    /// The longest wait that is slept on, all things considered.
    package var longestHintWait: Duration { waitsForReset ? .nanoseconds(Int64.max) : maxHintWait }

    /// The policy of that name, or the preset; `nil` when there is none.
    package func policy(named name: String) -> SpawnPolicy? { policies[name] ?? SpawnPolicy.named(name) }
}

/// The tools of a run, and which of them runs what.
package struct ToolBox: Sendable {
    /// The tools by name.
    package var tools: [String: ToolDefinition]
    /// Agents that are commands of their own.
    package var agents: [String: ToolDefinition]
    /// The tool of tasks that name none; a key of ``tools``.
    package var defaultTool: String
    /// The tool that stands in for failing agents; `nil` is the task's own tool without its agent.
    package var fallbackTool: String?
    /// The model of tasks that name none.
    package var model: String?
    /// What agents may do where neither task nor tool says it.
    package var permissions: Permission?
    /// Tools whose program was not there when the run began. It is not away for a moment, so nobody waits for it.
    package var unseen: Set<String> = []

    package init(
        tools: [String: ToolDefinition], agents: [String: ToolDefinition] = [:], defaultTool: String,
        fallbackTool: String? = nil, model: String? = nil, permissions: Permission? = nil
    ) {
        self.tools = tools
        self.agents = agents
        self.defaultTool = defaultTool
        self.fallbackTool = fallbackTool
        self.model = model
        self.permissions = permissions
    }

    /// The formats in which tools and agents with commands of their own tell what they do, by name.
    package var formats: [String: AgentFormat] {
        let definitions = Array(tools.values) + agents.values
        return Dictionary(definitions.map { ($0.name, $0.reading.format) }) { $1 }
    }

    /// The tool that runs a task, or stands in for its agent.
    package func tool(for task: SpawnTask, asFallback: Bool) -> ToolDefinition {
        if !asFallback, let own = ownTool(of: task.agent) { return own }
        guard let tool = tools[commonToolName(for: task, asFallback: asFallback)] else {
            preconditionFailure("the plan was made with a tool it does not have")
        }
        return tool
    }

    /// The name of that tool.
    package func toolName(for task: SpawnTask, asFallback: Bool) -> String {
        if !asFallback, let own = ownTool(of: task.agent) { return own.name }
        return commonToolName(for: task, asFallback: asFallback)
    }

    /// How many attempts of a tool may run at once, where it has a limit of its own.
    package var limits: [String: Int] {
        tools.compactMapValues(\.maxConcurrent).merging(
            agents.values.compactMap { agent in agent.maxConcurrent.map { (agent.name, $0) } }, uniquingKeysWith: min)
    }

    /// What a tool may do for a task: what the task says, else what the tool says, else what the run says.
    package func permissions(for task: SpawnTask, of tool: ToolDefinition) -> Permission? {
        task.permissions ?? tool.permissions ?? permissions
    }

    /// Whether something else than what failed can stand in for a task. The very same command again cannot.
    package func hasFallback(for task: SpawnTask) -> Bool {
        call(tool(for: task, asFallback: false), task, agent: task.agent)
            != call(tool(for: task, asFallback: true), task, agent: nil)
    }

    /// All that a child is given, whatever the tool is called.
    private func call(_ tool: ToolDefinition, _ task: SpawnTask, agent: String?) -> ProcessSpec {
        // A tool of one's own may read this variable; of the built-in ones it is known that they do not.
        let isBuiltIn = ToolDefinition.builtIn[tool.name]?.command == tool.command
        var spec = tool.makeSpec(
            agent: agent, model: task.model ?? model, permissions: permissions(for: task, of: tool), prompt: "",
            variables: isBuiltIn ? [] : [("AURORA_AGENT", agent ?? "")])
        spec.tool = ""
        return spec
    }

    private func ownTool(of agent: String?) -> ToolDefinition? { agent.flatMap { agents[$0] } }

    private func commonToolName(for task: SpawnTask, asFallback: Bool) -> String {
        let own = task.tool ?? defaultTool
        return asFallback ? fallbackTool ?? own : own
    }
}
