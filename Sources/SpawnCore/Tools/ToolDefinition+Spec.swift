extension ToolDefinition {
    /// What keeps Python and Node tools from wrapping, colouring and animating what they print.
    private static let plainTerminal = ["COLUMNS": "500", "NO_COLOR": "1", "TERM": "dumb"]

    /// All that is needed to start one attempt with this tool.
    ///
    /// - Parameters:
    ///   - agent: The agent to ask for; `nil` is the plain LLM.
    ///   - model: The model to ask for; `nil` leaves it to the tool.
    ///   - prompt: The whole prompt, context included.
    ///   - variables: Environment variables of this attempt; the tool's own win over them.
    /// - Returns: A spec whose stdin is the prompt or `/dev/null`, never an idle pipe: several tools would wait on it.
    package func makeSpec(
        agent: String?, model: String?, prompt: String, variables: [String: String] = [:]
    ) -> ProcessSpec {
        var values = ["agent": agent ?? "", "model": model ?? ""]
        if self.prompt == .argument { values["prompt"] = prompt }
        if self.prompt == .file { values["file"] = ProcessSpec.inputFile }

        var template = command
        if agent != nil { template += agentArguments }
        if model != nil { template += modelArguments }
        if let placeholder = promptPlaceholder, !template.contains(where: { $0.contains(placeholder) }) {
            template.append(placeholder)
        }
        let words = template.map { Self.expand($0, values) }

        return ProcessSpec(
            executable: words.first ?? "", arguments: Array(words.dropFirst()),
            environment: Self.plainTerminal.merging(variables) { $1 }.merging(environment) { $1 },
            workingDirectory: workingDirectory,
            input: [.stdin, .file].contains(self.prompt) ? Array(prompt.utf8) : [],
            inputDelivery: self.prompt == .file ? .file : .stdin, leakPolicy: leakPolicy, tool: name)
    }

    /// What must stand in the arguments for the prompt to arrive.
    private var promptPlaceholder: String? {
        switch prompt {
        case .argument: "{prompt}"
        case .file: "{file}"
        case .stdin, .none: nil
        }
    }

    /// Replaces every `{name}` that has a value, in one pass: a value that itself reads `{model}` stays as it is.
    private static func expand(_ template: String, _ values: [String: String]) -> String {
        var result = ""
        var rest = Substring(template)
        while let open = rest.firstIndex(of: "{") {
            result += rest[..<open]
            rest = rest[open...]
            if let close = rest.firstIndex(of: "}"), let value = values[String(rest[..<close].dropFirst())] {
                result += value
                rest = rest[rest.index(after: close)...]
            } else {
                result.append("{")
                rest = rest.dropFirst()
            }
        }
        return result + rest
    }
}
