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
        return copy
    }
}
