extension SpawnerConfiguration {
    /// Reads a configuration written in code: `["spawner": ["max_concurrent": 8]]`.
    ///
    /// - Parameter value: An object with the key `spawner`.
    /// - Throws: ``InputError`` for an unknown key, and for a value of the wrong type or out of range.
    public init(_ value: JSONValue) throws(InputError) {
        try self.init(JSONReader(value, file: nil))
    }

    /// Reads the JSON text of a configuration.
    ///
    /// - Parameters:
    ///   - json: The text.
    ///   - file: The name of its file, for errors.
    /// - Throws: ``InputError`` for text that is no JSON, an unknown key, and a value of the wrong type or out of range.
    public init(json: String, file: String? = nil) throws(InputError) {
        try self.init(JSONReader(try JSONParser.parse(Array(json.utf8), file: file), file: file))
    }

    init(_ reader: JSONReader) throws(InputError) {
        self.init()
        guard let fields = try reader.object(["spawner"])["spawner"]?.object(Self.keys) else { return }

        if let field = fields["policies"] {
            policies = try field.dictionary { (name, reader) throws(InputError) in
                try SpawnPolicy(name: name, reader)
            }
        }
        if let field = fields["tools"] {
            tools = try field.dictionary { (name, reader) throws(InputError) in
                try ToolDefinition(name: name, reader, policies: policyNames)
            }
        }
        if let field = fields["agents"] {
            agents = try field.dictionary { (name, reader) throws(InputError) in
                guard AgentName.isValid(name) else {
                    throw reader.failure(
                        reader.value.line, "'\(name)' is no name for an agent; allowed are \(AgentName.allowed)")
                }
                return try ToolDefinition(name: name, reader, policies: policyNames)
            }
        }
        if let field = fields["tool"] { tool = try knownTool(field).name }
        model = try fields.unlessNull("model")?.model()
        if let field = fields["max_concurrent"] { maxConcurrent = try field.integer(Self.concurrencyRange) }
        if let field = fields["stagger_delay"] { staggerDelay = try field.seconds() }
        if let field = fields["default_policy"] {
            defaultPolicy = try policy(named: field.choice(policyNames.map { ($0, $0) }))
        }
        maxRetries = try fields.unlessNull("max_retries")?.integer(RecoveryPolicy.retryRange)
        fallbackToLLM = try fields.unlessNull("fallback_to_llm")?.bool()
        if let field = fields.unlessNull("recovery") { recovery = try RecoveryPolicy(field) }
        if fields["retry_budget"] != nil {
            retryBudget = try fields.unlessNull("retry_budget")?.number(in: Self.retryBudgetRange)
        }
        if fields["hold_after"] != nil { holdAfter = try fields.unlessNull("hold_after")?.integer(2...1000) }
        if let field = fields["max_hint_wait"] { maxHintWait = try field.seconds() }
        if let field = fields["wait_for_reset"] { waitsForReset = try field.bool() }
        if let field = fields["max_output"] { maxOutput = try field.integer(Self.outputRange) }
        if let field = fields["context_limit"] { contextLimit = try field.integer(0...1 << 30) }
        if let field = fields["circuit_breaker"] { breaker = try BreakerSettings(field) }
        if let field = fields["patterns"] { patterns = try Self.readPatterns(field) }
        timeout = try fields.unlessNull("timeout")?.positiveSeconds()
        deadline = try fields.unlessNull("deadline")?.positiveSeconds()
        if let field = fields.unlessNull("fallback") { fallback = try readFallback(field) }
    }

    static let keys = [
        "tool", "model", "max_concurrent", "stagger_delay", "default_policy", "policies", "max_retries",
        "fallback_to_llm",
        "recovery", "retry_budget", "hold_after", "max_hint_wait", "wait_for_reset", "max_output", "context_limit",
        "circuit_breaker",
        "patterns",
        "tools", "agents",
        "fallback",
        "timeout",
        "deadline",
    ]

    /// How many attempts may run at once.
    package static let concurrencyRange = 1...10_000

    /// How many retries each first attempt of a tool may bring.
    private static let retryBudgetRange = 0.0...1000

    /// How many bytes of an attempt's output may be kept in files. Up to there every number of a JSON file is exact.
    private static let outputRange = 0...1 << 53

    private func knownTool(_ reader: JSONReader) throws(InputError) -> ToolDefinition {
        try reader.choice(
            toolNames.compactMap { name in (tools[name] ?? ToolDefinition.builtIn[name]).map { (name, $0) } })
    }

    /// `unknown` is no category to match for: it is what is left when nothing matches.
    private static func readPatterns(_ reader: JSONReader) throws(InputError) -> [ErrorCategory: [String]] {
        let categories = ErrorCategory.allCases.filter { $0 != .unknown }
        let fields = try reader.object(categories.map(\.rawValue))
        var patterns: [ErrorCategory: [String]] = [:]
        for category in categories {
            if let field = fields[category.rawValue] { patterns[category] = try field.patterns() }
        }
        return patterns
    }

    /// The name of a tool, or a command of its own.
    private func readFallback(_ reader: JSONReader) throws(InputError) -> ToolDefinition {
        let fields = try reader.object(["tool"] + ToolDefinition.keys)
        guard let name = fields["tool"] else {
            return try ToolDefinition(name: "fallback", reader, policies: policyNames)
        }
        _ = try reader.object(["tool"])
        return try knownTool(name)
    }
}
