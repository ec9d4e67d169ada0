extension BreakerSettings {
    /// The numbers of a configuration.
    ///
    /// - Parameter config: The whole configuration, an object with the key `spawner`.
    /// - Returns: The numbers under `spawner.circuit_breaker`, else the defaults.
    /// - Throws: ``InputError`` for an unknown key, and for a value of the wrong type or out of range.
    public static func fromConfig(_ config: JSONValue) throws(InputError) -> BreakerSettings {
        try SpawnerConfiguration(config).breaker
    }

    init(_ reader: JSONReader) throws(InputError) {
        self.init()
        let fields = try reader.object([
            "failure_threshold", "reset_timeout", "failure_window", "reset_multiplier", "max_probes",
        ])
        if let field = fields["failure_threshold"] { failureThreshold = try field.integer(1...1000) }
        if let field = fields["reset_timeout"] { resetTimeout = try field.seconds() }
        if let field = fields["failure_window"] { failureWindow = try field.positiveSeconds() }
        if let field = fields["reset_multiplier"] { resetMultiplier = try field.number(atLeast: 1) }
        if let field = fields["max_probes"] { maxProbes = try field.integer(1...1000) }
    }
}

extension JSONWriter {
    mutating func fields(of settings: BreakerSettings) {
        field("failure_threshold", settings.failureThreshold)
        field("reset_timeout", settings.resetTimeout)
        field("failure_window", settings.failureWindow)
        field("reset_multiplier", settings.resetMultiplier)
        field("max_probes", settings.maxProbes)
    }
}

extension BreakerSettings: Codable {
    /// Reads the form they have in a configuration, durations in seconds; what is missing is the default.
    ///
    /// - Parameter decoder: The decoder.
    /// - Throws: ``InputError`` for an unknown key, and for a value of the wrong type or out of range.
    public init(from decoder: any Decoder) throws {
        try self.init(JSONReader(decoder))
    }

    /// Writes the form they have in a configuration.
    ///
    /// - Parameter encoder: The encoder.
    /// - Throws: What the encoder throws.
    public func encode(to encoder: any Encoder) throws {
        try JSONValue { $0.fields(of: self) }.encode(to: encoder)
    }
}
