extension ToolDefinition {
    /// What keeps Python and Node tools from wrapping, colouring and animating what they print.
    private static let plainTerminal: EnvironmentVariables = ["COLUMNS": "500", "NO_COLOR": "1", "TERM": "dumb"]

    /// All that is needed to start one attempt with this tool.
    ///
    /// - Parameters:
    ///   - agent: The agent to ask for; `nil` is the plain LLM.
    ///   - model: The model to ask for; `nil` leaves it to the tool.
    ///   - permissions: What it may do; `nil` leaves it to the tool.
    ///   - session: The conversation to go on with; `nil` begins one.
    ///   - budget: What it may cost; `nil` sets no bound.
    ///   - prompt: The whole prompt, context included.
    ///   - variables: Environment variables of this attempt; the tool's own win over them.
    /// - Returns: A spec whose stdin is the prompt or `/dev/null`, never an idle pipe: several tools would wait on it.
    package func makeSpec(
        agent: String?, model: String?, permissions: Permission? = nil, session: String? = nil,
        budget: USDollars? = nil, prompt: String, variables: [(name: String, value: String)] = []
    ) -> ProcessSpec {
        func value(_ name: Substring) -> String? {
            switch name {
            case "agent": agent ?? ""
            case "model": model ?? ""
            case "session": session ?? ""
            case "budget": budget?.digits ?? ""
            case "prompt" where self.prompt == .argument: prompt
            case "file" where self.prompt == .file: ProcessSpec.inputFile
            default: nil
            }
        }

        let template = template(
            hasAgent: agent != nil, hasModel: model != nil, permissions: permissions, resumes: session != nil,
            hasBudget: budget != nil)
        return ProcessSpec(
            executable: template.first.map { Self.expand($0, value) } ?? "",
            arguments: template.dropFirst().map { Self.expand($0, value) },
            environment: allVariables(variables), workingDirectory: workingDirectory,
            input: [.stdin, .file].contains(self.prompt) ? Array(prompt.utf8) : [],
            inputDelivery: self.prompt == .file ? .file : .stdin, leakPolicy: leakPolicy, tool: name)
    }

    /// Whether a prompt that begins with a dash would become an option: nothing says that the options are over.
    package var takesPromptForOption: Bool {
        let template = template(hasAgent: true, hasModel: true)
        guard let place = template.firstIndex(where: { $0.hasPrefix("{prompt}") }) else { return false }
        return prompt == .argument && !template[..<place].contains("--")
    }

    private func template(
        hasAgent: Bool, hasModel: Bool, permissions: Permission? = nil, resumes: Bool = false, hasBudget: Bool = false
    ) -> [String] {
        var template = command
        if hasAgent { template += agentArguments }
        if hasModel { template += modelArguments }
        if let permissions { template += permissionArguments[permissions] ?? [] }
        if hasBudget, tellsBudget { template += budgetArguments }
        if resumes { template += resumeArguments }
        if let placeholder = promptPlaceholder, !template.contains(where: { $0.contains(placeholder) }) {
            template.append(placeholder)
        }
        if endsOptions, prompt == .argument, let place = template.firstIndex(where: { $0.hasPrefix("{prompt}") }),
            !template[..<place].contains("--")
        {
            template.insert("--", at: place)
        }
        return template
    }

    /// Whether it can be told what it may cost, and its other arguments do not say so: as `--option 1` or as `--option=1`.
    var tellsBudget: Bool {
        guard let option = budgetArguments.first?.split(separator: "=").first else { return false }
        return !(command + agentArguments + modelArguments).contains { $0 == option || $0.hasPrefix("\(option)=") }
    }

    private func allVariables(_ variables: [(name: String, value: String)]) -> EnvironmentVariables {
        var all = Self.plainTerminal
        for (name, value) in variables { all.set(name, value) }
        return withOwnVariables(all)
    }

    /// What the tool itself says of its environment wins.
    private func withOwnVariables(_ variables: EnvironmentVariables) -> EnvironmentVariables {
        var all = variables
        for (name, value) in environment { all.set(name, value) }
        for name in removedVariables { all.remove(name) }
        for (name, value) in offeredVariables { all.offer(name, value) }
        return all
    }

    /// What the tool itself says of its environment.
    package var ownVariables: EnvironmentVariables { withOwnVariables([:]) }

    /// What must stand in the arguments for the prompt to arrive.
    private var promptPlaceholder: String? {
        switch prompt {
        case .argument: "{prompt}"
        case .file: "{file}"
        case .stdin, .none: nil
        }
    }

    /// Replaces every `{name}` that has a value, in one pass: a value that itself reads `{model}` stays as it is.
    private static func expand(_ template: String, _ value: (Substring) -> String?) -> String {
        guard template.utf8.contains(UInt8(ascii: "{")) else { return template }
        var result = ""
        var rest = Substring(template)
        while let open = rest.firstIndex(of: "{") {
            result += rest[..<open]
            rest = rest[open...]
            if let close = rest.firstIndex(of: "}"), let value = value(rest[..<close].dropFirst()) {
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
