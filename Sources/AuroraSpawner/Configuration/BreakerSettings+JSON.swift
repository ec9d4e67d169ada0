extension BreakerSettings {
    /// The numbers of a configuration.
    ///
    /// - Parameter config: The whole configuration, an object with the key `spawner`.
    /// - Returns: The numbers under `spawner.circuit_breaker`, else the defaults.
    /// - Throws: ``InputError`` for an unknown key, and for a value of the wrong type or out of range.
    public static func fromConfig(_ config: JSONValue) throws(InputError) -> BreakerSettings {
        try SpawnerConfiguration(config).breaker
    }

    package static let settings: [Setting<BreakerSettings>] = [
        Setting("failure_threshold", \.failureThreshold, .integer(1...1000)),
        Setting("reset_timeout", \.resetTimeout, .seconds),
        Setting("failure_window", \.failureWindow, .positiveSeconds),
        Setting("reset_multiplier", \.resetMultiplier, .number(atLeast: 1)),
        Setting("max_probes", \.maxProbes, .integer(1...1000)),
    ]

    init(_ reader: JSONReader) throws(InputError) {
        self.init()
        try reader.object(Self.settings).read(Self.settings, into: &self)
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
        try JSONValue { $0.fields(of: self, Self.settings) }.encode(to: encoder)
    }
}
