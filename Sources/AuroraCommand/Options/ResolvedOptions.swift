package import AuroraSpawner

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

/// What holds for a run: option before environment before file before default.
package struct ResolvedOptions: Sendable {
    /// The file's configuration with all that overrides it.
    package let configuration: SpawnerConfiguration
    private let overrides: [String: SettingOverride]

    /// Variables that stand for a key.
    private static let variables = [("AURORA_SPAWN_TOOL", "tool"), ("AURORA_SPAWN_MODEL", "model")]

    /// Merges the sources of values.
    ///
    /// - Parameters:
    ///   - options: What the command line says.
    ///   - environment: The environment, for `AURORA_SPAWN_TOOL` and `AURORA_SPAWN_MODEL`; an empty variable says nothing.
    ///   - configuration: The configuration without them.
    /// - Throws: ``InputError`` for what a setting cannot be, as a tool or a policy that is not known.
    package init(
        _ options: RunOptions, environment: [String: String], _ configuration: SpawnerConfiguration
    ) throws(InputError) {
        var overrides: [String: SettingOverride] = [:]
        for (name, key) in Self.variables {
            guard let text = environment[name], !text.isEmpty else { continue }
            overrides[key] = SettingOverride(JSONValue(stringLiteral: text), from: .environment(name))
        }
        overrides.merge(options.overrides) { $1 }
        var configuration = configuration
        for (key, override) in overrides.sorted(by: { $0.key < $1.key }) {
            try configuration.override(key, with: override.value, saidBy: override.origin.description)
        }
        // An option wins over everything in the file, also over what that says of one tool or agent.
        if overrides["timeout"] != nil { configuration.changeDefinitions { $0.timeout = nil } }
        if overrides["permissions"] != nil { configuration.changeDefinitions { $0.permissions = nil } }
        if overrides["default_policy"] != nil { configuration.changeDefinitions { $0.policyName = nil } }
        self.configuration = configuration
        self.overrides = overrides
    }

    /// What overrides the value at a path of keys under `spawner`; `nil` where nothing does.
    package func origin(of path: [String]) -> ValueOrigin? {
        if ["tools", "agents"].contains(path[0]), path.count == 3 {
            // What is taken out of the definitions of tools and agents.
            let key = path[2] == "policy" ? "default_policy" : path[2]
            return ["timeout", "default_policy", "permissions"].contains(key) ? overrides[key]?.origin : nil
        }
        return overrides[path[0]]?.origin
    }
}

extension SpawnerConfiguration {
    fileprivate mutating func changeDefinitions(_ change: (inout ToolDefinition) -> Void) {
        func changed(_ definition: ToolDefinition) -> ToolDefinition {
            var definition = definition
            change(&definition)
            return definition
        }
        tools = tools.mapValues(changed)
        agents = agents.mapValues(changed)
    }
}
