package import AuroraSpawner

/// One value that a run would work with, and where it comes from.
package struct EffectiveValue: Sendable {
    /// The keys that lead to it under `spawner`, as a configuration file has them.
    package let path: [String]
    package let value: JSONValue
    package let origin: ValueOrigin

    /// The keys in one word.
    package var key: String { path.joined(separator: ".") }

    /// Every value, in the order of the configuration's own form.
    ///
    /// - Parameters:
    ///   - options: What options, variables and file come to.
    ///   - file: The configuration file.
    /// - Returns: The values; variables of a tool's environment are hidden, because they may be keys.
    package static func all(_ options: ResolvedOptions, _ file: ConfigurationFile) -> [EffectiveValue] {
        var configuration = options.configuration
        // What the policy in force says, also where it is a preset.
        configuration.policies[configuration.defaultPolicy.name] = configuration.defaultPolicy
        return leaves(of: configuration.value, at: []).map { path, value in
            let isSecret = path.count == 4 && path[2] == "env"
            return EffectiveValue(
                path: path, value: isSecret ? "(hidden)" : value, origin: origin(of: path, options, file))
        }
    }

    /// The values that hold no others, each with its way.
    private static func leaves(of value: JSONValue, at path: [String]) -> [([String], JSONValue)] {
        let members = value.members
        return members.isEmpty ? [(path, value)] : members.flatMap { leaves(of: $0.value, at: path + [$0.key]) }
    }

    private static func origin(
        of path: [String], _ options: ResolvedOptions, _ file: ConfigurationFile
    ) -> ValueOrigin {
        if let origin = options.origin(of: path) { return origin }
        guard let name = file.path else { return .standard }
        // A value that is not there itself may be that of the preset beside it.
        let line = file.line(of: path) ?? file.line(of: path.dropLast() + ["preset"])
        return line.map { .file("\(name):\($0)") } ?? .standard
    }
}
