package import AuroraSpawner
import SpawnCore

/// Where an effective value comes from.
package enum ValueOrigin: Sendable, Equatable, CustomStringConvertible {
    case standard
    case file(String)
    case environment(String)
    case flag(String)

    package var description: String { place ?? kind }
}

extension ValueOrigin {
    /// What kind of place it is.
    package var kind: String {
        switch self {
        case .standard: "default"
        case .file: "file"
        case .environment: "environment"
        case .flag: "flag"
        }
    }

    /// The file and its line, the variable or the option; `nil` for a default.
    package var place: String? {
        switch self {
        case .standard: nil
        case .file(let name), .environment(let name), .flag(let name): name
        }
    }
}

/// An effective value and where it comes from.
package struct Resolved<Value: Sendable>: Sendable {
    package var value: Value
    package var origin: ValueOrigin
}

/// What holds for a run: option before environment before file before default.
package struct ResolvedOptions: Sendable {
    package let tool: Resolved<ToolDefinition>
    package let model: Resolved<String?>
    package let maxConcurrent: Resolved<Int>
    package let staggerDelay: Resolved<Duration>
    package let deadline: Resolved<Duration?>
    package let policy: Resolved<SpawnPolicy>
    package let recovery: Resolved<RecoveryPolicy?>
    package let maxRetries: Resolved<Int?>
    package let fallbackToLLM: Resolved<Bool?>
    package let timeout: Resolved<Duration?>
    package let waitsForReset: Resolved<Bool>

    /// Merges the sources of values.
    ///
    /// - Parameters:
    ///   - options: What the command line says.
    ///   - environment: The environment, for `AURORA_SPAWN_TOOL` and `AURORA_SPAWN_MODEL`; an empty variable says nothing.
    ///   - file: The configuration.
    /// - Throws: ``InputError`` for a tool or a policy that is not known.
    package init(
        _ options: RunOptions, environment: [String: String], file: ConfigurationFile
    ) throws(InputError) {
        let configuration = file.configuration
        let said = environment.filter { !$0.value.isEmpty }
        func resolved<Value>(
            _ flag: String, _ isGiven: Bool, variable: String? = nil, _ key: String, _ value: Value
        ) -> Resolved<Value> {
            let origin: ValueOrigin =
                if isGiven { .flag(flag) } else if let variable, said[variable] != nil {
                    .environment(variable)
                } else if let path = file.path, file.keys.contains(key) { .file(path) } else { .standard }
            return Resolved(value: value, origin: origin)
        }

        let name = resolved(
            "--tool", options.tool != nil, variable: "AURORA_SPAWN_TOOL", "tool",
            options.tool ?? said["AURORA_SPAWN_TOOL"] ?? configuration.tool)
        tool = try Self.known(name, configuration.tool(named:))
        model = resolved(
            "--model", options.model != nil, variable: "AURORA_SPAWN_MODEL", "model",
            options.model ?? said["AURORA_SPAWN_MODEL"] ?? configuration.model)
        if let name = model.value, !ModelName.isValid(name) {
            throw InputError(
                file: model.origin.description,
                message: "'\(name)' is no name for a model; allowed are \(ModelName.allowed)")
        }
        maxConcurrent = resolved(
            "--max-concurrent", options.maxConcurrent != nil, "max_concurrent",
            options.maxConcurrent ?? configuration.maxConcurrent)
        staggerDelay = resolved(
            "--stagger-delay", options.staggerDelay != nil, "stagger_delay",
            options.staggerDelay ?? configuration.staggerDelay)
        deadline = resolved(
            "--deadline", options.deadline != nil, "deadline", options.deadline ?? configuration.deadline)
        let policyName = resolved(
            "--policy", options.policy != nil, "default_policy", options.policy ?? configuration.defaultPolicy.name)
        policy = try Self.known(policyName, configuration.policy(named:))
        recovery = resolved(
            "--recovery", options.recovery != nil, "recovery", options.recovery ?? configuration.recovery)
        maxRetries = resolved(
            "--max-retries", options.maxRetries != nil, "max_retries", options.maxRetries ?? configuration.maxRetries)
        fallbackToLLM = resolved(
            "--no-fallback", options.fallbackToLLM != nil, "fallback_to_llm",
            options.fallbackToLLM ?? configuration.fallbackToLLM)
        waitsForReset = resolved(
            "--wait-for-reset", options.waitsForReset != nil, "wait_for_reset",
            options.waitsForReset ?? configuration.waitsForReset)
        timeout = resolved("--timeout", options.timeout != nil, "timeout", options.timeout ?? configuration.timeout)
    }

    /// What a name stands for; one that nobody knows is named with where it comes from.
    private static func known<Value>(
        _ name: Resolved<String>, _ find: (String) throws(InputError) -> Value
    ) throws(InputError) -> Resolved<Value> {
        do { return Resolved(value: try find(name.value), origin: name.origin) } catch {
            throw InputError(file: name.origin.description, message: error.message)
        }
    }

    /// Where the value of a key under `spawner` comes from; `nil` for a key that has no option.
    package func origin(of key: String) -> ValueOrigin? {
        switch key {
        case "tool": tool.origin
        case "model": model.origin
        case "max_concurrent": maxConcurrent.origin
        case "stagger_delay": staggerDelay.origin
        case "deadline": deadline.origin
        case "default_policy": policy.origin
        case "recovery": recovery.origin
        case "max_retries": maxRetries.origin
        case "fallback_to_llm": fallbackToLLM.origin
        case "timeout": timeout.origin
        case "wait_for_reset": waitsForReset.origin
        default: nil
        }
    }
}
