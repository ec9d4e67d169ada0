extension Backoff {
    package static let settings: [Setting<Backoff>] = [
        Setting("backoff", \.shape, .choice),
        Setting("base_delay", \.base, .seconds),
        Setting("max_delay", \.maximum, .seconds),
        Setting("backoff_factor", \.factor, .number(atLeast: 1)),
        Setting("jitter", \.jitter, .choice),
    ]
}

extension Backoff: Codable {
    /// Reads the form it has in a configuration, durations in seconds; what is missing is the default policy's.
    ///
    /// - Parameter decoder: The decoder.
    /// - Throws: ``InputError`` for an unknown key, and for a value of the wrong type or out of range.
    public init(from decoder: any Decoder) throws {
        self = RecoveryPolicy.default.backoff
        try JSONReader(decoder).object(Self.settings).read(Self.settings, into: &self)
    }

    /// Writes the form it has in a configuration.
    ///
    /// - Parameter encoder: The encoder.
    /// - Throws: What the encoder throws.
    public func encode(to encoder: any Encoder) throws {
        try JSONValue { $0.fields(of: self, Self.settings) }.encode(to: encoder)
    }
}
