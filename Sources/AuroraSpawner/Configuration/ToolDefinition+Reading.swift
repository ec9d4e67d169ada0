extension ToolDefinition {
    static let keys =
        [
            "command", "agent_args", "model_args", "resume_args", "prompt", "end_of_options", "env", "cwd",
            "after_exit",
            "timeout", "policy",
        ]
        + ToolReading.keys

    /// Reads a tool, or an agent that is a command of its own.
    ///
    /// - Parameters:
    ///   - name: Its name.
    ///   - reader: What the file says of it.
    ///   - policies: The names of the spawn policies there are.
    /// - Throws: ``InputError`` for an unknown key or policy, and for a value of the wrong type or out of range.
    init(name: String, _ reader: JSONReader, policies: [String]) throws(InputError) {
        let fields = try reader.object(Self.keys)
        guard let commandField = fields["command"] else {
            throw reader.failure(
                reader.value.line, "'\(reader.path)' has no command; allowed is an array such as [\"mycli\", \"run\"]")
        }
        let command = try commandField.strings()
        guard !command.isEmpty else { throw commandField.mismatch("a program and its arguments") }
        self.init(name: name, command: command)

        if let field = fields["agent_args"] { agentArguments = try field.strings() }
        if let field = fields["model_args"] { modelArguments = try field.strings() }
        if let field = fields["resume_args"] { resumeArguments = try field.strings() }
        if let field = fields["prompt"] { prompt = try field.choice(PromptDelivery.self) }
        if let field = fields["end_of_options"] { endsOptions = try field.bool() }
        if let field = fields["env"] {
            let variables = try field.dictionary { (name, value) throws(InputError) -> String? in
                guard !name.isEmpty, !name.utf8.contains(where: { $0 == 0 || $0 == UInt8(ascii: "=") }) else {
                    throw value.failure(
                        value.value.line, "'\(name)' is no name for a variable; a name without '=' is needed")
                }
                switch value.value.content {
                case .null: return nil
                case .string(""): return ""
                default: return try value.string("a text, or null to take the variable away")
                }
            }
            environment = variables.compactMapValues { $0 }
            removedVariables = Set(variables.keys.filter { environment[$0] == nil })
        }
        workingDirectory = try fields.unlessNull("cwd")?.string("a directory")
        reading = try ToolReading(fields)
        if let field = fields["after_exit"] { leakPolicy = try field.choice(LeakPolicy.self) }
        timeout = try fields.unlessNull("timeout")?.positiveSeconds()
        policyName = try fields.unlessNull("policy")?.choice(policies.map { ($0, $0) })
    }
}
