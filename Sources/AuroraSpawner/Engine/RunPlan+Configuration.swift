package import SpawnCore
internal import SpawnProcess

extension RunPlan {
    /// Plans a run: checks the tasks and finds the program of every tool they use. Nothing is started.
    ///
    /// - Parameters:
    ///   - tasks: The tasks in input order.
    ///   - configuration: What holds for all of them.
    /// - Throws: ``InputError`` and ``TaskGraphError``, each with one sentence saying what is wrong and what is allowed.
    package init(tasks: [SpawnTask], configuration: SpawnerConfiguration) throws {
        let concurrency = SpawnerConfiguration.concurrencyRange
        guard concurrency.contains(configuration.maxConcurrent) else {
            throw InputError(
                file: nil,
                message: "max_concurrent is \(configuration.maxConcurrent); allowed is a whole number from "
                    + "\(concurrency.lowerBound) to \(concurrency.upperBound)")
        }
        let graph = try TaskGraph(tasks)
        if let model = configuration.model { try Self.check(model: model, line: nil) }
        for task in tasks { try Self.check(task) }
        try configuration.check(tasks, file: nil)
        let tools = try ToolBox(for: tasks, configuration)
        for task in tasks where !task.isDone {
            try Self.checkLength(of: task, tools)
            try Self.checkBeginning(of: task, tools)
        }
        self.init(
            runID: RunID.make(), tasks: tasks, graph: graph, tools: tools, settings: RunSettings(configuration))
    }

    /// A prompt that cannot be an argument is known before anything runs, as far as it is known then: what dependencies
    /// put out comes on top of it.
    private static func checkLength(of task: SpawnTask, _ tools: ToolBox) throws(InputError) {
        let tool = tools.tool(for: task, asFallback: false)
        guard tool.prompt == .argument else { return }
        let spec = tool.makeSpec(agent: task.agent, model: task.model, prompt: (task.context ?? "") + task.prompt)
        let longest = spec.arguments.map(\.utf8.count).max() ?? 0
        guard longest > ToolDefinition.longestArgument else { return }
        throw InputError(
            file: nil, line: task.line,
            message:
                "the prompt of task \(task.id) makes an argument of \(longest) bytes for '\(tool.name)'; allowed are "
                + "\(ToolDefinition.longestArgument), or any length where the tool takes its prompt on stdin or in a file"
        )
    }

    /// An option in a prompt's clothes must not reach a tool, nor the one that would stand in for it.
    private static func checkBeginning(of task: SpawnTask, _ tools: ToolBox) throws(InputError) {
        // A context precedes the prompt in any case; outputs of dependencies may turn out to be missing.
        guard task.prompt.hasPrefix("-"), task.context == nil else { return }
        var used = [tools.tool(for: task, asFallback: false)]
        if task.agent != nil { used.append(tools.tool(for: task, asFallback: true)) }
        guard let tool = used.first(where: \.takesPromptForOption) else { return }
        throw InputError(
            file: nil, line: task.line,
            message:
                "the prompt of task \(task.id) begins with '-', which '\(tool.name)' would take for an option; allowed is "
                + "that with \"end_of_options\": true, where the tool takes '--', or where it takes its prompt on stdin or "
                + "in a file")
    }

    private static func check(_ task: SpawnTask) throws(InputError) {
        if let agent = task.agent, !AgentName.isValid(agent) {
            throw InputError(
                file: nil, line: task.line,
                message: "'\(agent)' is no name for an agent; allowed are \(AgentName.allowed)")
        }
        if let model = task.model { try check(model: model, line: task.line) }
        guard task.id.isEmpty || TaskFieldRules.isID(task.id) else {
            throw InputError(
                file: nil, line: task.line, message: "'\(task.id)' is no id; allowed is \(TaskFieldRules.ids)")
        }
    }

    private static func check(model: String, line: Int?) throws(InputError) {
        guard !ModelName.isValid(model) else { return }
        throw InputError(
            file: nil, line: line, message: "'\(model)' is no name for a model; allowed are \(ModelName.allowed)")
    }
}

extension RunSettings {
    init(_ configuration: SpawnerConfiguration) {
        self.init()
        maxConcurrent = configuration.maxConcurrent
        staggerDelay = configuration.staggerDelay
        deadline = configuration.deadline
        policy = configuration.defaultPolicy
        policies = configuration.policies
        recovery = configuration.recovery
        maxRetries = configuration.maxRetries
        fallbackToLLM = configuration.fallbackToLLM
        timeout = configuration.timeout
        maxHintWait = configuration.maxHintWait
        waitsForReset = configuration.waitsForReset
        maxOutput = configuration.maxOutput
        contextLimit = configuration.contextLimit
        retryBudget = configuration.retryBudget
        budget = configuration.budget.map { USDollars(nanodollars: Int(($0 * 1e9).rounded())) }
        tokenBudget = configuration.tokenBudget
        memoryPerTask = configuration.memoryPerTask
        prices = ModelPrices(configuration.prices)
        holdAfter = configuration.holdAfter
        breaker = configuration.breaker
        seed = UInt64.random(in: .min ... .max)
    }
}
