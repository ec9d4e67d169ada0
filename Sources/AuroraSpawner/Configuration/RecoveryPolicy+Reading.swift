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

    private static let overrideKeys = [
        "max_retries", "fallback_to_llm", "base_delay", "max_delay", "backoff_factor", "jitter",
    ]

    init(_ reader: ConfigReader) throws(InputError) {
        let fields = try reader.object(
            ["preset", "strategy"] + Self.overrideKeys + ["fallback_on_permanent", "agent_overrides"])
        self = try fields["preset"]?.choice(Self.presets.map { ($0.name, $0.policy) }) ?? .default
        if let field = fields["strategy"] { strategy = try field.choice(Strategy.self) }
        if let field = fields["fallback_on_permanent"] { fallbackOnPermanent = try field.bool() }
        let values = try Override(fields)
        maxRetries = values.maxRetries ?? maxRetries
        fallbackToLLM = values.fallbackToLLM ?? fallbackToLLM
        backoff.base = values.baseDelay ?? backoff.base
        backoff.maximum = values.maxDelay ?? backoff.maximum
        backoff.factor = values.backoffFactor ?? backoff.factor
        backoff.jitter = values.jitter ?? backoff.jitter
        if let field = fields["agent_overrides"] {
            agentOverrides = try field.dictionary { (_, reader) throws(InputError) in
                try Override(reader.object(Self.overrideKeys))
            }
        }
    }
}

extension RecoveryPolicy.Override {
    fileprivate init(_ fields: ConfigReader.Fields) throws(InputError) {
        self.init(
            maxRetries: try fields["max_retries"]?.integer(RecoveryPolicy.retryRange),
            fallbackToLLM: try fields["fallback_to_llm"]?.bool(),
            baseDelay: try fields["base_delay"]?.seconds(),
            maxDelay: try fields["max_delay"]?.seconds(),
            backoffFactor: try fields["backoff_factor"]?.number(atLeast: 1),
            jitter: try fields["jitter"]?.choice(Backoff.Jitter.self))
    }
}
