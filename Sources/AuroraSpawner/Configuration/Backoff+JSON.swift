extension Backoff {
    static let keys = ["backoff", "base_delay", "max_delay", "backoff_factor", "jitter"]

    /// Takes over what the fields of a policy say about its delays.
    mutating func read(_ fields: JSONReader.Fields) throws(InputError) {
        if let field = fields["backoff"] { shape = try field.choice(Shape.self) }
        if let field = fields["base_delay"] { base = try field.seconds() }
        if let field = fields["max_delay"] { maximum = try field.seconds() }
        if let field = fields["backoff_factor"] { factor = try field.number(atLeast: 1) }
        if let field = fields["jitter"] { jitter = try field.choice(Jitter.self) }
    }
}

extension JSONWriter {
    mutating func fields(of backoff: Backoff) {
        field("backoff", backoff.shape.rawValue)
        field("base_delay", backoff.base)
        field("max_delay", backoff.maximum)
        field("backoff_factor", backoff.factor)
        field("jitter", backoff.jitter.rawValue)
    }
}

extension Backoff: Codable {
    /// Reads the form it has in a configuration, durations in seconds; what is missing is the default policy's.
    ///
    /// - Parameter decoder: The decoder.
    /// - Throws: ``InputError`` for an unknown key, and for a value of the wrong type or out of range.
    public init(from decoder: any Decoder) throws {
        self = RecoveryPolicy.default.backoff
        try read(JSONReader(decoder).object(Self.keys))
    }

    /// Writes the form it has in a configuration.
    ///
    /// - Parameter encoder: The encoder.
    /// - Throws: What the encoder throws.
    public func encode(to encoder: any Encoder) throws {
        try JSONValue { $0.fields(of: self) }.encode(to: encoder)
    }
}
