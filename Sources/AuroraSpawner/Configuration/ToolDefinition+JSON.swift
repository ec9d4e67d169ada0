extension ToolDefinition {
    /// Every key of a tool, where these are the names of the spawn policies there are.
    package static func settings(policies: [String]) -> [Setting<ToolDefinition>] {
        [
            Setting("command", \.command, .command),
            Setting("agent_args", \.agentArguments, .arguments),
            Setting("model_args", \.modelArguments, .arguments),
            Setting("resume_args", \.resumeArguments, .arguments),
            Setting("budget_args", \.budgetArguments, .arguments),
            Setting("permission_args", \.permissionArguments, .permissionArguments),
            Setting("permissions", \.permissions, .orNull(.permissions)),
            Setting("prompt", \.prompt, .choice),
            Setting("end_of_options", \.endsOptions, .bool),
            Setting("env", \.variables, .variables),
            Setting("cwd", \.workingDirectory, .orNull(.directory)),
            Setting("after_exit", \.leakPolicy, .choice),
            Setting("max_concurrent", \.maxConcurrent, .orNull(.integer(SpawnerConfiguration.concurrencyRange))),
            Setting("timeout", \.timeout, .orNull(.positiveSeconds)),
            Setting("policy", \.policyName, .orNull(.name(of: policies))),
        ] + ToolReading.settings.map { $0.of(\.reading) }
    }

    /// Reads a tool, or an agent that is a command of its own.
    ///
    /// - Parameters:
    ///   - name: Its name.
    ///   - reader: What the file says of it.
    ///   - policies: The names of the spawn policies there are.
    /// - Throws: ``InputError`` for an unknown key or policy, and for a value of the wrong type or out of range.
    init(name: String, _ reader: JSONReader, policies: [String]) throws(InputError) {
        let settings = Self.settings(policies: policies)
        let fields = try reader.object(settings)
        guard fields["command"] != nil else {
            throw reader.failure(
                reader.value.line, "'\(reader.path)' has no command; allowed is an array such as [\"mycli\", \"run\"]")
        }
        self.init(name: name, command: [])
        try fields.read(settings, into: &self)
        // Who speaks the format of a known agent ends as that one does: with an answer.
        if reading.format != .text, fields["fail_on_empty_output"] == nil { reading.failsOnEmptyOutput = true }
        if reading.format == .claude { reading.noAnswers = Self.claude.reading.noAnswers }
    }

    /// What is set in its environment, and with `nil` what is taken away.
    fileprivate var variables: [String: String?] {
        get {
            let removed = removedVariables.map { ($0, String?.none) }
            return environment.mapValues(Optional.some).merging(removed) { $1 }
        }
        set {
            environment = newValue.compactMapValues { $0 }
            removedVariables = Set(newValue.filter { $0.value == nil }.keys)
        }
    }
}

extension ToolReading {
    static let settings: [Setting<ToolReading>] = [
        Setting(
            "channels", group: [Setting("stdout", \.stdout, .choice), Setting("stderr", \.stderr, .choice)]),
        Setting("format", \.format, .choice),
        Setting("failure_patterns", \.failurePatterns, .patterns),
        Setting("fail_on_empty_output", \.failsOnEmptyOutput, .bool),
        Setting("json_errors", \.reportsErrorsAsData, .bool),
        Setting("kill_on_error_pattern", \.killsOnErrorPattern, .bool),
        Setting("exit_codes", \.exitCodes, .exitCodes),
    ]
}

extension SettingForm<[String]> {
    fileprivate static var command: Self {
        Self(isRun: true) { (reader) throws(InputError) in
            let command = try reader.strings()
            guard !command.isEmpty else { throw reader.mismatch("a program and its arguments") }
            return command
        } write: {
            $1.values($0)
        }
    }
}

extension SettingForm<[Permission: [String]]> {
    fileprivate static var permissionArguments: Self {
        let form = SettingForm<[String]>.arguments
        return Self(isRun: true) { (reader) throws(InputError) in
            let fields = try reader.object(Permission.allCases.map(\.rawValue))
            var arguments: [Permission: [String]] = [:]
            for permission in Permission.allCases {
                if let field = fields[permission.rawValue] { arguments[permission] = try form.read(field) }
            }
            return arguments
        } write: { arguments, writer in
            writer.members(Dictionary(uniqueKeysWithValues: arguments.map { ($0.rawValue, $1) })) {
                form.write($1, &$0)
            }
        }
    }
}

extension SettingForm<[String: String?]> {
    fileprivate static var variables: Self {
        Self(isRun: true) { (reader) throws(InputError) in
            try reader.dictionary { (name, value) throws(InputError) -> String? in
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
        } write: {
            $1.members($0) { $0.value($1) }
        }
    }
}

extension SettingForm<[Int32: ErrorMeaning]> {
    fileprivate static var exitCodes: Self {
        Self { (reader) throws(InputError) in
            let meanings = try reader.dictionary { (code, value) throws(InputError) in
                guard let number = Int32(code), (1...255).contains(number) else {
                    throw value.failure(
                        value.value.line, "'\(code)' in \(reader.path) is no exit code; allowed are 1 to 255")
                }
                return try value.choice(
                    ErrorMeaning.names.compactMap { name in ErrorMeaning(named: name).map { (name, $0) } })
            }
            return meanings.reduce(into: [:]) { codes, entry in
                if let number = Int32(entry.key) { codes[number] = entry.value }
            }
        } write: { codes, writer in
            writer.members(Dictionary(uniqueKeysWithValues: codes.map { (String($0), $1) })) { writer, meaning in
                writer.value(ErrorMeaning.names.first { ErrorMeaning(named: $0) == meaning })
            }
        }
    }
}
