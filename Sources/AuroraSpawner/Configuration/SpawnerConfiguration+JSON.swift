extension SpawnerConfiguration {
    /// Every key under `spawner`, in the order in which it is written.
    package static let settings: [Setting<SpawnerConfiguration>] = [
        Setting("tool", isRun: false) { (configuration, reader) throws(InputError) in
            configuration.tool = try configuration.knownTool(reader).name
        } write: {
            $1.field("tool", $0.tool)
        },
        Setting("model", \.model, .orNull(.model)),
        Setting("permissions", \.permissions, .orNull(.permissions)),
        Setting("max_concurrent", \.maxConcurrent, .integer(concurrencyRange)),
        Setting("stagger_delay", \.staggerDelay, .seconds),
        Setting("deadline", \.deadline, .orNull(.positiveSeconds)),
        Setting("timeout", \.timeout, .orNull(.positiveSeconds)),
        Setting("default_policy", isRun: false) { (configuration, reader) throws(InputError) in
            let name = try reader.choice(configuration.policyNames.map { ($0, $0) })
            configuration.defaultPolicy = try configuration.policy(named: name)
        } write: {
            $1.field("default_policy", $0.defaultPolicy.name)
        },
        policySettings,
        Setting("max_retries", \.maxRetries, .orNull(.integer(RecoveryPolicy.retryRange))),
        Setting("fallback_to_llm", \.fallbackToLLM, .orNull(.bool)),
        Setting("recovery", \.recovery, .orNull(.recovery)),
        Setting("budget", \.budget, .orNull(.number(in: budgetRange))),
        Setting("token_budget", \.tokenBudget, .orNull(.integer(tokenBudgetRange))),
        Setting("mem_per_task", \.memoryPerTask, .orNull(.memorySize)),
        Setting("prices", \.prices, .prices),
        Setting("retry_budget", \.retryBudget, .orNull(.number(in: 0...1000))),
        Setting("hold_after", \.holdAfter, .orNull(.integer(2...1000))),
        Setting("max_hint_wait", \.maxHintWait, .seconds),
        Setting("wait_for_reset", \.waitsForReset, .bool),
        // Up to there every number of a JSON file is exact.
        Setting("max_output", \.maxOutput, .integer(0...1 << 53)),
        Setting("context_limit", \.contextLimit, .integer(0...1 << 30)),
        Setting("runs", \.retention, .object(RunRetention.settings) { RunRetention() }),
        Setting("circuit_breaker", \.breaker, .object(BreakerSettings.settings) { BreakerSettings() }),
        Setting("patterns", \.patterns, .patternsByCategory),
        toolSettings,
        agentSettings,
        Setting("fallback", isRun: true) { (configuration, reader) throws(InputError) in
            configuration.fallback = try configuration.readFallback(reader)
        } write: { configuration, writer in
            writer.key("fallback")
            guard let fallback = configuration.fallback else { return writer.value(String?.none) }
            writer.object { writer in
                if fallback == configuration.tools[fallback.name] ?? ToolDefinition.builtIn[fallback.name] {
                    writer.field("tool", fallback.name)
                } else {
                    writer.fields(of: fallback, ToolDefinition.settings(policies: []))
                }
            }
        },
    ]

    /// What gives names to which others refer, and is read before them: wherever in the file it stands.
    private static let naming = [policySettings, toolSettings, agentSettings]

    private static let policySettings = Setting<SpawnerConfiguration>("policies", isRun: false) {
        (configuration, reader) throws(InputError) in
        configuration.policies = try reader.dictionary { (name, reader) throws(InputError) in
            try SpawnPolicy(name: name, reader)
        }
    } write: {
        $1.key("policies")
        $1.members($0.policies) { writer, policy in writer.object { $0.fields(of: policy, SpawnPolicy.settings) } }
    }

    private static let toolSettings = definitions("tools", \.tools) { (_, _) throws(InputError) in }

    private static let agentSettings = definitions("agents", \.agents) { (name, reader) throws(InputError) in
        guard AgentName.isValid(name) else {
            throw reader.failure(
                reader.value.line, "'\(name)' is no name for an agent; allowed are \(AgentName.allowed)")
        }
    }

    private static func definitions(
        _ key: String, _ property: any WritableKeyPath<SpawnerConfiguration, [String: ToolDefinition]> & Sendable,
        check: @escaping @Sendable (String, JSONReader) throws(InputError) -> Void
    ) -> Setting<SpawnerConfiguration> {
        Setting(key, isRun: true) { (configuration, reader) throws(InputError) in
            let policies = configuration.policyNames
            configuration[keyPath: property] = try reader.dictionary { (name, reader) throws(InputError) in
                try check(name, reader)
                return try ToolDefinition(name: name, reader, policies: policies)
            }
        } write: { configuration, writer in
            writer.key(key)
            writer.members(configuration[keyPath: property]) { writer, tool in
                writer.object { $0.fields(of: tool, ToolDefinition.settings(policies: [])) }
            }
        }
    }

    /// What a run may cost, in dollars.
    package static let budgetRange = 0.0001...1e6
    /// The tokens that it may use.
    package static let tokenBudgetRange = 1...1 << 53
    /// How many attempts may run at once.
    package static let concurrencyRange = 1...10_000

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
        guard let fields = try reader.object(["spawner"])["spawner"]?.object(Self.settings) else { return }
        try fields.read(Self.naming, into: &self)
        // One of these may take the place of a preset, also of that which holds when none is named.
        defaultPolicy = policies[defaultPolicy.name] ?? defaultPolicy
        try fields.read(
            Self.settings.filter { setting in !Self.naming.contains { $0.key == setting.key } }, into: &self)
    }

    /// Takes something else for a setting than the file says.
    ///
    /// - Parameters:
    ///   - key: The setting's key.
    ///   - value: What holds, in the form of a file.
    ///   - origin: What says so, for errors.
    /// - Throws: ``InputError`` for a value that the setting cannot have.
    package mutating func override(
        _ key: String, with value: JSONValue, saidBy origin: String
    ) throws(InputError) {
        guard let setting = Self.settings.first(where: { $0.key == key }) else {
            preconditionFailure("there is no setting '\(key)'")
        }
        try setting.read(JSONReader(value, path: origin, file: nil), into: &self)
    }

    private func knownTool(_ reader: JSONReader) throws(InputError) -> ToolDefinition {
        try reader.choice(
            toolNames.compactMap { name in (tools[name] ?? ToolDefinition.builtIn[name]).map { (name, $0) } })
    }

    /// The name of a tool, or a command of its own; null is none.
    private func readFallback(_ reader: JSONReader) throws(InputError) -> ToolDefinition? {
        if case .null = reader.value.content { return nil }
        let fields = try reader.object(ToolDefinition.settings(policies: []), beside: ["tool"])
        guard let name = fields["tool"] else {
            return try ToolDefinition(name: "fallback", reader, policies: policyNames)
        }
        _ = try reader.object(["tool"])
        return try knownTool(name)
    }

    /// What stands under `spawner` in its own form; what is left open is null.
    package var value: JSONValue { JSONValue { $0.fields(of: self, Self.settings) } }
}

extension SettingForm<Permission> {
    /// They let agents do what they otherwise may not, so somebody must agree to them as to what is run.
    static var permissions: Self {
        var form = Self.choice
        form.isRun = true
        return form
    }
}

extension SettingForm<Int> {
    /// Bytes, or a text such as `1.5G`.
    fileprivate static var memorySize: Self {
        Self { (reader) throws(InputError) in
            let size: Int? =
                switch reader.value.content {
                case .integer(let bytes): MemorySize.range.contains(bytes) ? bytes : nil
                case .string(let text): MemorySize.bytes(text)
                default: nil
                }
            guard let size else { throw reader.mismatch(MemorySize.allowed) }
            return size
        } write: {
            $1.value($0)
        }
    }
}

extension SettingForm<[String: ModelPrice]> {
    fileprivate static var prices: Self {
        Self { (reader) throws(InputError) in
            try reader.dictionary { (_, reader) throws(InputError) in
                let fields = try reader.object(["input", "cached_input", "cache_write", "output"])
                func price(_ name: String) throws(InputError) -> Double? { try fields[name]?.number(in: 0...1e6) }
                guard let input = try price("input"), let output = try price("output") else {
                    throw reader.mismatch("\"input\" and \"output\" in dollars for a million tokens")
                }
                return ModelPrice(
                    input: input, cachedInput: try price("cached_input"), cacheWrite: try price("cache_write"),
                    output: output)
            }
        } write: { prices, writer in
            writer.members(prices) { writer, price in
                writer.object { writer in
                    writer.field("input", price.input)
                    writer.field("cached_input", price.cachedInput)
                    writer.field("cache_write", price.cacheWrite)
                    writer.field("output", price.output)
                }
            }
        }
    }
}

extension SettingForm<RecoveryPolicy> {
    fileprivate static var recovery: Self {
        Self { (reader) throws(InputError) in
            try RecoveryPolicy(reader)
        } write: { policy, writer in
            writer.object { $0.fields(of: policy, RecoveryPolicy.settings) }
        }
    }
}

extension SettingForm<[ErrorCategory: [String]]> {
    /// `unknown` is no category to match for: it is what is left when nothing matches.
    fileprivate static var patternsByCategory: Self {
        let categories = ErrorCategory.allCases.filter { $0 != .unknown }
        let form = SettingForm<[String]>.patterns
        return Self { (reader) throws(InputError) in
            let fields = try reader.object(categories.map(\.rawValue))
            var patterns: [ErrorCategory: [String]] = [:]
            for category in categories {
                if let field = fields[category.rawValue] { patterns[category] = try form.read(field) }
            }
            return patterns
        } write: { patterns, writer in
            writer.object { writer in
                for category in categories {
                    if let patterns = patterns[category] { writer.field(category.rawValue, patterns) }
                }
            }
        }
    }
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
            $0.object { $0.fields(of: self, Self.settings) }
        }.encode(to: encoder)
    }
}
