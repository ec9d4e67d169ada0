extension RecoveryPolicy {
    /// The policy of a configuration: its preset, with the fields beside it in the place of the preset's.
    ///
    /// ```swift
    /// let policy = try RecoveryPolicy.fromConfig(["spawner": ["recovery": ["preset": "patient", "max_retries": 4]]])
    /// ```
    ///
    /// - Parameter config: The whole configuration, an object with the key `spawner`.
    /// - Returns: The policy under `spawner.recovery`, else ``default``.
    /// - Throws: ``InputError`` for an unknown preset or key, and for a value of the wrong type or out of range.
    public static func fromConfig(_ config: JSONValue) throws(InputError) -> RecoveryPolicy {
        try SpawnerConfiguration(config).recovery ?? .default
    }

    /// The same from the JSON text of a configuration.
    ///
    /// - Parameter json: The text.
    /// - Returns: The policy under `spawner.recovery`, else ``default``.
    /// - Throws: ``InputError`` also for text that is no JSON.
    public static func fromConfig(json: String) throws(InputError) -> RecoveryPolicy {
        try SpawnerConfiguration(json: json).recovery ?? .default
    }

    /// The preset of that name.
    ///
    /// - Parameter name: The name, as files and the command line use it.
    /// - Returns: The preset.
    /// - Throws: ``InputError`` naming the presets there are.
    public static func fromName(_ name: String) throws(InputError) -> RecoveryPolicy {
        if let policy = named(name) { return policy }
        let names = presets.map(\.name).joined(separator: ", ")
        throw InputError(file: nil, message: "unknown recovery preset '\(name)'; allowed are \(names)")
    }

    /// How many retries an agent may have.
    package static let retryRange = 0...1000

    private static let keys =
        ["preset", "strategy", "max_retries", "fallback_to_llm", "fallback_on_permanent"] + Backoff.keys
        + ["agent_overrides"]

    init(_ reader: JSONReader) throws(InputError) {
        let fields = try reader.object(Self.keys)
        self = try fields["preset"]?.choice(Self.presets.map { ($0.name, $0.policy) }) ?? .default
        if let field = fields["strategy"] { strategy = try field.choice(Strategy.self) }
        if let field = fields["max_retries"] { maxRetries = try field.integer(Self.retryRange) }
        if let field = fields["fallback_to_llm"] { fallbackToLLM = try field.bool() }
        if let field = fields["fallback_on_permanent"] { fallbackOnPermanent = try field.bool() }
        if let field = fields["strategy"] { try check(against: field.choice(Strategy.self), fields) }
        try backoff.read(fields)
        if let field = fields["agent_overrides"] {
            agentOverrides = try field.dictionary { (_, reader) throws(InputError) in try Override(reader) }
        }
    }

    /// Refuses retries and a fallback beside a strategy that says otherwise.
    private func check(against said: Strategy, _ fields: JSONReader.Fields) throws(InputError) {
        guard strategy != said else { return }
        var meant = self
        meant.strategy = said
        if let field = fields["max_retries"], meant.maxRetries != maxRetries {
            throw field.mismatch(
                "\(said == .retrySame || said == .retryThenFallback ? "at least 1" : "0") "
                    + "beside the strategy \(said.rawValue), or another strategy")
        }
        if let field = fields["fallback_to_llm"], meant.fallbackToLLM != fallbackToLLM {
            throw field.mismatch("\(meant.fallbackToLLM) beside the strategy \(said.rawValue), or another strategy")
        }
    }
}

extension RecoveryPolicy.Override {
    fileprivate init(_ reader: JSONReader) throws(InputError) {
        let fields = try reader.object([
            "max_retries", "fallback_to_llm", "base_delay", "max_delay", "backoff_factor", "jitter",
        ])
        self.init(
            maxRetries: try fields["max_retries"]?.integer(RecoveryPolicy.retryRange),
            fallbackToLLM: try fields["fallback_to_llm"]?.bool(),
            baseDelay: try fields["base_delay"]?.seconds(),
            maxDelay: try fields["max_delay"]?.seconds(),
            backoffFactor: try fields["backoff_factor"]?.number(atLeast: 1),
            jitter: try fields["jitter"]?.choice(Backoff.Jitter.self))
    }
}

extension JSONWriter {
    mutating func fields(of policy: RecoveryPolicy) {
        field("strategy", policy.strategy.rawValue)
        field("max_retries", policy.maxRetries)
        field("fallback_to_llm", policy.fallbackToLLM)
        field("fallback_on_permanent", policy.fallbackOnPermanent)
        fields(of: policy.backoff)
        key("agent_overrides")
        object { writer in
            for (agent, override) in policy.agentOverrides.sorted(by: { $0.key < $1.key }) {
                writer.key(agent)
                writer.object { $0.fields(of: override) }
            }
        }
    }

    /// What an override inherits has no key.
    private mutating func fields(of override: RecoveryPolicy.Override) {
        if let retries = override.maxRetries { field("max_retries", retries) }
        if let fallback = override.fallbackToLLM { field("fallback_to_llm", fallback) }
        if let delay = override.baseDelay { field("base_delay", delay) }
        if let delay = override.maxDelay { field("max_delay", delay) }
        if let factor = override.backoffFactor { field("backoff_factor", factor) }
        if let jitter = override.jitter { field("jitter", jitter.rawValue) }
    }
}

extension RecoveryPolicy: Codable {
    /// Reads the form it has in a configuration, durations in seconds.
    ///
    /// - Parameter decoder: The decoder.
    /// - Throws: ``InputError`` for an unknown preset or key, and for a value of the wrong type or out of range.
    public init(from decoder: any Decoder) throws {
        try self.init(JSONReader(decoder))
    }

    /// Writes the form it has in a configuration.
    ///
    /// - Parameter encoder: The encoder.
    /// - Throws: What the encoder throws.
    public func encode(to encoder: any Encoder) throws {
        try JSONValue { $0.fields(of: self) }.encode(to: encoder)
    }
}
