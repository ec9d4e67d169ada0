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

    package static let settings: [Setting<RecoveryPolicy>] =
        [
            Setting("strategy", \.strategy, .choice),
            Setting("max_retries", \.maxRetries, .integer(retryRange)),
            Setting("fallback_to_llm", \.fallbackToLLM, .bool),
            Setting("fallback_on_permanent", \.fallbackOnPermanent, .bool),
        ] + Backoff.settings.map { $0.of(\.backoff) } + [
            Setting("agent_overrides", \.agentOverrides, .members(.override))
        ]

    init(_ reader: JSONReader) throws(InputError) {
        let fields = try reader.object(Self.settings, beside: ["preset"])
        self = try fields["preset"]?.choice(Self.presets.map { ($0.name, $0.policy) }) ?? .default
        try fields.read(Self.settings, into: &self)
        if let field = fields["strategy"] { try check(against: field.choice(Strategy.self), fields) }
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
    package static let settings: [Setting<Self>] = [
        Setting("max_retries", inherited: \.maxRetries, .integer(RecoveryPolicy.retryRange)),
        Setting("fallback_to_llm", inherited: \.fallbackToLLM, .bool),
        Setting("base_delay", inherited: \.baseDelay, .seconds),
        Setting("max_delay", inherited: \.maxDelay, .seconds),
        Setting("backoff_factor", inherited: \.backoffFactor, .number(atLeast: 1)),
        Setting("jitter", inherited: \.jitter, .choice),
    ]
}

extension SettingForm<RecoveryPolicy.Override> {
    fileprivate static var override: Self { .object(Value.settings) { Value() } }
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
        try JSONValue { $0.fields(of: self, Self.settings) }.encode(to: encoder)
    }
}
