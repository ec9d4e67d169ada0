extension SpawnPolicy {
    /// The preset of that name.
    ///
    /// - Parameter name: The name, as files and the command line use it.
    /// - Returns: The preset.
    /// - Throws: ``InputError`` naming the presets there are.
    public static func fromName(_ name: String) throws(InputError) -> SpawnPolicy {
        if let policy = named(name) { return policy }
        let names = presets.map(\.name).joined(separator: ", ")
        throw InputError(file: nil, message: "unknown policy '\(name)'; allowed are \(names)")
    }

    /// The policy of a configuration.
    ///
    /// - Parameter config: The whole configuration, an object with the key `spawner`.
    /// - Returns: The policy that `spawner.default_policy` names, else ``agent``.
    /// - Throws: ``InputError`` for an unknown policy or key, and for a value of the wrong type or out of range.
    public static func fromConfig(_ config: JSONValue) throws(InputError) -> SpawnPolicy {
        try SpawnerConfiguration(config).defaultPolicy
    }

    package static let settings: [Setting<SpawnPolicy>] =
        TimeoutPolicy.settings.map { $0.of(\.timeout) } + [
            Setting("kill_on_error_pattern", \.killsOnErrorPattern, .bool),
            Setting("kill_on_max_output", \.killsOnMaxOutput, .bool),
            Setting("attempts", \.attempts, .integer(1...1001)),
            Setting("retry_after_kill", \.retriesAfterKill, .bool),
            Setting("circuit_breaker", \.usesBreaker, .bool),
        ] + Backoff.settings.map { $0.of(\.backoff) }

    /// Reads a policy of that name: its preset, with the fields beside it in the place of the preset's.
    init(name: String, _ reader: JSONReader) throws(InputError) {
        try self.init(name: name, reader.object(Self.settings, beside: ["preset"]))
    }

    private init(name: String, _ fields: JSONReader.Fields) throws(InputError) {
        self = try fields["preset"]?.choice(Self.presets.map { ($0.name, $0) }) ?? .default
        self.name = name
        try fields.read(Self.settings, into: &self)
        try timeout.settle(fields)
    }
}

extension TimeoutPolicy {
    fileprivate static let settings: [Setting<TimeoutPolicy>] = [
        Setting("mode", \.mode, .choice),
        Setting("first_timeout", \.first, .positiveSeconds),
        Setting("max_timeout", \.maximum, .positiveSeconds),
        Setting("activity_threshold", \.activityThreshold, .seconds),
        Setting("idle_timeout", \.idle, .positiveSeconds),
        Setting("kill_on_idle", \.killsOnIdle, .bool),
        Setting("idle_from_start", \.idleFromStart, .bool),
    ]

    /// Refuses limits that do not fit each other. A fixed limit is said once.
    fileprivate mutating func settle(_ fields: JSONReader.Fields) throws(InputError) {
        if mode == .fixed, fields["max_timeout"] == nil { maximum = first }
        if let field = fields["max_timeout"], mode == .fixed ? maximum != first : maximum < first {
            throw field.mismatch(
                "\(mode == .fixed ? "no other than" : "at least") first_timeout, \(JSONReader.plain(first.inSeconds))"
            )
        }
        if let field = fields["first_timeout"], maximum < first {
            throw field.mismatch("at most max_timeout, \(JSONReader.plain(maximum.inSeconds))")
        }
    }
}

extension SpawnPolicy: Codable {
    /// Reads the form it has in a configuration, durations in seconds, with its `name` beside it.
    ///
    /// - Parameter decoder: The decoder.
    /// - Throws: ``InputError`` for an unknown key, and for a value of the wrong type or out of range.
    public init(from decoder: any Decoder) throws {
        let fields = try JSONReader(decoder).object(Self.settings, beside: ["name", "preset"])
        try self.init(name: fields.required("name").string(), fields)
    }

    /// Writes the form it has in a configuration, with its `name` beside it.
    ///
    /// - Parameter encoder: The encoder.
    /// - Throws: What the encoder throws.
    public func encode(to encoder: any Encoder) throws {
        try JSONValue {
            $0.field("name", name)
            $0.fields(of: self, Self.settings)
        }.encode(to: encoder)
    }
}
