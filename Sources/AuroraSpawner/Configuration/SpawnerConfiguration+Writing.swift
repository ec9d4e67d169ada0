extension JSONWriter {
    /// A configuration in its own form, the object under the key `spawner`; what is left open is null.
    mutating func fields(of configuration: SpawnerConfiguration) {
        field("tool", configuration.tool)
        field("model", configuration.model)
        field("max_concurrent", configuration.maxConcurrent)
        field("stagger_delay", configuration.staggerDelay)
        field("deadline", configuration.deadline)
        field("timeout", configuration.timeout)
        field("default_policy", configuration.defaultPolicy.name)
        members("policies", configuration.policies) { writer, policy in writer.object { $0.fields(of: policy) } }
        field("max_retries", configuration.maxRetries)
        field("fallback_to_llm", configuration.fallbackToLLM)
        object("recovery", configuration.recovery) { $0.fields(of: $1) }
        field("retry_budget", configuration.retryBudget)
        field("hold_after", configuration.holdAfter)
        field("max_hint_wait", configuration.maxHintWait)
        field("wait_for_reset", configuration.waitsForReset)
        field("max_output", configuration.maxOutput)
        field("context_limit", configuration.contextLimit)
        key("circuit_breaker")
        object { $0.fields(of: configuration.breaker) }
        key("patterns")
        object { writer in
            for category in ErrorCategory.allCases {
                if let patterns = configuration.patterns[category] { writer.field(category.rawValue, patterns) }
            }
        }
        members("tools", configuration.tools) { writer, tool in writer.object { $0.fields(of: tool) } }
        members("agents", configuration.agents) { writer, agent in writer.object { $0.fields(of: agent) } }
        object("fallback", configuration.fallback) { writer, fallback in
            if fallback == configuration.tools[fallback.name] ?? ToolDefinition.builtIn[fallback.name] {
                writer.field("tool", fallback.name)
            } else {
                writer.fields(of: fallback)
            }
        }
    }

    private mutating func fields(of tool: ToolDefinition) {
        field("command", tool.command)
        field("agent_args", tool.agentArguments)
        field("model_args", tool.modelArguments)
        field("resume_args", tool.resumeArguments)
        field("prompt", tool.prompt.rawValue)
        field("end_of_options", tool.endsOptions)
        let removed = tool.removedVariables.map { ($0, String?.none) }
        members("env", tool.environment.mapValues(Optional.some).merging(removed) { $1 }) { $0.value($1) }
        field("cwd", tool.workingDirectory)
        field("after_exit", tool.leakPolicy.rawValue)
        field("timeout", tool.timeout)
        field("policy", tool.policyName)
        key("channels")
        object {
            $0.field("stdout", tool.reading.stdout.rawValue)
            $0.field("stderr", tool.reading.stderr.rawValue)
        }
        field("format", tool.reading.format.rawValue)
        field("failure_patterns", tool.reading.failurePatterns)
        field("fail_on_empty_output", tool.reading.failsOnEmptyOutput)
        field("json_errors", tool.reading.reportsErrorsAsData)
        field("kill_on_error_pattern", tool.reading.killsOnErrorPattern)
        let codes = Dictionary(uniqueKeysWithValues: tool.reading.exitCodes.map { (String($0), $1) })
        members("exit_codes", codes) { writer, meaning in
            writer.value(ErrorMeaning.names.first { ErrorMeaning(named: $0) == meaning })
        }
    }

    /// An object with a member for every name.
    private mutating func members<Value>(
        _ key: String, _ values: [String: Value], _ write: (inout JSONWriter, Value) -> Void
    ) {
        self.key(key)
        object { writer in
            for (name, value) in values.sorted(by: { $0.key < $1.key }) {
                writer.key(name)
                write(&writer, value)
            }
        }
    }

    /// An object, or null.
    private mutating func object<Value>(
        _ key: String, _ value: Value?, _ fields: (inout JSONWriter, Value) -> Void
    ) {
        self.key(key)
        guard let value else { return self.value(String?.none) }
        object { fields(&$0, value) }
    }
}

extension SpawnerConfiguration {
    /// What stands under `spawner` in its own form.
    package var value: JSONValue { JSONValue { $0.fields(of: self) } }
}

extension SpawnerConfiguration: Codable {
    /// Reads the form of a configuration file.
    ///
    /// - Parameter decoder: The decoder.
    /// - Throws: ``InputError`` for an unknown key, and for a value of the wrong type or out of range.
    public init(from decoder: any Decoder) throws {
        try self.init(JSONReader(decoder))
    }

    /// Writes the form of a configuration file.
    ///
    /// - Parameter encoder: The encoder.
    /// - Throws: What the encoder throws.
    public func encode(to encoder: any Encoder) throws {
        try JSONValue {
            $0.key("spawner")
            $0.object { $0.fields(of: self) }
        }.encode(to: encoder)
    }
}
