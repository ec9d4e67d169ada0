/// What a configuration file says: everything in it is optional, and this is what holds then.
public struct SpawnerConfiguration: Sendable, Equatable {
    /// The tool that runs tasks that name none.
    public var tool = ToolDefinition.claude.name
    /// The model to ask for; `nil` leaves it to the tool.
    public var model: String?
    /// What agents may do where neither their tasks nor their tools say it; `nil` leaves it to the tools.
    public var permissions: Permission?
    /// How many attempts may run at once; 1 to 10,000.
    public var maxConcurrent = 4
    /// The least time between two starts.
    public var staggerDelay = Duration.zero
    /// How attempts are supervised unless a task says otherwise.
    public var defaultPolicy = SpawnPolicy.agent
    /// Policies beside the presets, by name. One of the same name replaces a preset.
    public var policies: [String: SpawnPolicy] = [:]
    /// Wins over the retries of every policy; `nil` leaves them to the policy.
    public var maxRetries: Int?
    /// Wins over the fallback of every policy; `nil` leaves it to the policy.
    public var fallbackToLLM: Bool?
    /// What happens after failures; `nil` leaves it to the spawn policy.
    public var recovery: RecoveryPolicy?
    /// What the run may cost in dollars, above 0; `nil` sets no bound.
    public var budget: Double?
    /// The tokens that it may use, at least 1; `nil` sets no bound.
    public var tokenBudget: Int?
    /// The memory that an attempt is expected to need, in bytes, 1 to 2^50: none starts while less is available, unless no other
    /// runs. `nil` asks for none.
    public var memoryPerTask: Int?
    /// What models ask for their tokens, beside the built-in prices and before them.
    public var prices: [String: ModelPrice] = [:]
    /// Bounds the retries of each tool, so that they do not multiply its load when everything fails: 10, and so many for
    /// each first attempt, 0 to 1,000. `nil` sets no bound.
    public var retryBudget: Double? = 0.2
    /// How many different tasks of a tool must fail alike in a row, within seconds, before the tool is held and tried by one at
    /// a time, 2 to 1,000. `nil` holds no tool for what its tasks fail of, not for a login error either.
    public var holdAfter: Int? = 3
    /// The longest wait for a service's reset that is slept on; beyond it a task ends rate limited.
    public var maxHintWait = Duration.seconds(300)
    /// Whether tasks wait for a service's reset however far away it is, as far as the deadline of the run allows.
    public var waitsForReset = false
    /// The most bytes of an attempt's output kept in files, both streams together: 1 GiB, from 0, which keeps none, up to
    /// 2^53. Beyond it only the end of the output is kept, in memory, or the attempt is ended where its policy says so. A
    /// run that has no directory for files keeps the head and the tail of each output alone.
    public var maxOutput = 1 << 30
    /// The most bytes of its dependencies' outputs that precede a task's prompt, all of them together: 64 KiB, which is
    /// some 16,000 tokens and half of what an argument may hold; from 0, which gives none, up to 2^30.
    public var contextLimit = 65_536
    /// How many old runs are kept.
    public var retention = RunRetention()
    /// The numbers of the circuit breakers.
    public var breaker = BreakerSettings()
    /// Error patterns beside the built-in ones, by the category they stand for.
    public var patterns: [ErrorCategory: [String]] = [:]
    /// Tools beside the built-in ones, by name. One of the same name replaces a built-in one.
    public var tools: [String: ToolDefinition] = [:]
    /// Agents that are commands of their own, by name.
    public var agents: [String: ToolDefinition] = [:]
    /// What answers in place of a failing agent; `nil` is the same tool without an agent.
    public var fallback: ToolDefinition?
    /// A hard limit for each attempt; `nil` leaves it to the policy.
    public var timeout: Duration?
    /// How long the whole run may take; `nil` is as long as it likes.
    public var deadline: Duration?

    /// Creates the configuration that holds where no file says otherwise.
    public init() {}

    /// The tool of that name, configured or built in.
    ///
    /// - Parameter name: The name, as files and the command line use it.
    /// - Returns: Its definition.
    /// - Throws: ``InputError`` naming the tools there are.
    public func tool(named name: String) throws(InputError) -> ToolDefinition {
        if let found = tools[name] ?? ToolDefinition.builtIn[name] { return found }
        throw InputError(
            file: nil, message: "unknown tool '\(name)'; allowed are \(toolNames.joined(separator: ", "))")
    }

    /// The spawn policy of that name, configured or preset.
    ///
    /// - Parameter name: The name, as files and the command line use it.
    /// - Returns: The policy.
    /// - Throws: ``InputError`` naming the policies there are.
    public func policy(named name: String) throws(InputError) -> SpawnPolicy {
        if let found = policies[name] ?? SpawnPolicy.named(name) { return found }
        throw InputError(
            file: nil, message: "unknown policy '\(name)'; allowed are \(policyNames.joined(separator: ", "))")
    }

    /// Checks that every tool and every policy the tasks name is known.
    package func check(_ tasks: [SpawnTask], file: String?) throws(InputError) {
        for task in tasks {
            do {
                if let name = task.tool { _ = try tool(named: name) }
                if let name = task.policyName { _ = try policy(named: name) }
            } catch {
                throw InputError(file: file, line: task.line, message: error.message)
            }
        }
    }

    /// The names of all tools, configured and built in.
    public var toolNames: [String] { Set(tools.keys).union(ToolDefinition.builtIn.keys).sorted() }

    /// The names of all spawn policies, presets first.
    public var policyNames: [String] {
        let presets = SpawnPolicy.presets.map(\.name)
        return presets + policies.keys.filter { !presets.contains($0) }.sorted()
    }
}
