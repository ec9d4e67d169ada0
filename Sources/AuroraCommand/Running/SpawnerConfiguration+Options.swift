package import AuroraSpawner
import SpawnCore

extension SpawnerConfiguration {
    /// The configuration with every value that an option or a variable overrides.
    package func applying(_ options: ResolvedOptions) -> SpawnerConfiguration {
        var copy = self
        copy.tool = options.tool.value.name
        copy.model = options.model.value
        copy.maxConcurrent = options.maxConcurrent.value
        copy.staggerDelay = options.staggerDelay.value
        copy.deadline = options.deadline.value
        copy.defaultPolicy = options.policy.value
        copy.recovery = options.recovery.value
        copy.maxRetries = options.maxRetries.value
        copy.fallbackToLLM = options.fallbackToLLM.value
        copy.timeout = options.timeout.value
        copy.waitsForReset = options.waitsForReset.value
        // An option wins over everything in the file, also over what that says of one tool or agent.
        if case .flag = options.timeout.origin { copy.changeDefinitions { $0.timeout = nil } }
        if case .flag = options.policy.origin { copy.changeDefinitions { $0.policyName = nil } }
        return copy
    }

    private mutating func changeDefinitions(_ change: (inout ToolDefinition) -> Void) {
        func changed(_ definition: ToolDefinition) -> ToolDefinition {
            var definition = definition
            change(&definition)
            return definition
        }
        tools = tools.mapValues(changed)
        agents = agents.mapValues(changed)
    }
}
