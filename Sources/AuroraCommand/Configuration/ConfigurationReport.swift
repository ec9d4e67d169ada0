package import AuroraSpawner

/// What `aurora config` prints.
package enum ConfigurationReport {
    /// Each value with its origin, in columns.
    package static func lines(_ values: [EffectiveValue]) -> [String] {
        TextTable.lines([["KEY", "VALUE", "FROM"]] + values.map { [$0.key, text($0), $0.origin.description] })
    }

    /// The same as one JSON document.
    package static func json(_ values: [EffectiveValue], _ file: ConfigurationFile) -> String {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("file", file.path)
            writer.key("values")
            writer.array { writer in
                for value in values {
                    writer.startLine()
                    writer.object {
                        $0.field("key", value.key)
                        $0.field("value", value.value)
                        $0.field("origin", value.origin.kind)
                        $0.field("place", value.origin.place)
                    }
                }
            }
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// What `check` says of a configuration that can be used.
    package static func verdict(_ file: ConfigurationFile, environment: [String: String]) -> String {
        if let path = file.path { return "OK: \(path)" }
        let places = ConfigurationFile.candidates(environment: environment).joined(separator: ", ")
        return "OK: no configuration file, so the defaults hold; looked for \(places)"
    }

    /// What the file names and is not there, or cannot be used: a sentence for each program and each directory.
    package static func faults(_ file: ConfigurationFile) -> [String] {
        let configuration = file.configuration
        var named: [(title: String, tool: ToolDefinition, path: [String])] = []
        if file.line(of: ["tool"]) != nil, configuration.tools[configuration.tool] == nil,
            let tool = ToolDefinition.builtIn[configuration.tool]
        {
            named.append(("tool", tool, ["tool"]))
        }
        for (name, tool) in configuration.tools.sorted(by: { $0.key < $1.key }) {
            named.append(("tool", tool, ["tools", name]))
        }
        for (name, agent) in configuration.agents.sorted(by: { $0.key < $1.key }) {
            named.append(("agent", agent, ["agents", name]))
        }
        if let fallback = configuration.fallback, configuration.tools[fallback.name] != fallback {
            named.append(("fallback", fallback, ["fallback"]))
        }
        return named.flatMap { title, tool, path in
            let faults = tool.faults
            return [(faults.program, "command"), (faults.directory, "cwd")].compactMap { fault, key in
                fault.map { fault in
                    let line = file.line(of: path + [key]) ?? file.line(of: path)
                    return InputError(
                        file: file.path, line: line, message: "\(title) '\(tool.name)' cannot be started: \(fault)"
                    ).description
                }
            }
        }
    }

    /// A value as people write it: a text without quotes, what is left open in words.
    package static func text(_ value: EffectiveValue) -> String {
        switch value.value.content {
        case .null: return openValues[value.key] ?? "-"
        case .string(let text): return text
        case .number(let number): return Int(exactly: number).map(String.init) ?? String(number)
        case .bool, .integer, .array, .object:
            var writer = JSONWriter()
            writer.value(value.value)
            return String(decoding: writer.bytes, as: UTF8.self)
        }
    }

    private static let openValues = [
        "model": "(the tool's)", "deadline": "(none)", "timeout": "(the policy's)", "max_retries": "(the policy's)",
        "fallback_to_llm": "(the policy's)", "recovery": "(the policy's)", "fallback": "(the same tool)",
    ]
}
