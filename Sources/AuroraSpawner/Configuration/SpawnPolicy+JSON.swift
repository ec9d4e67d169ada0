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

    private static let keys =
        [
            "preset", "mode", "first_timeout", "max_timeout", "activity_threshold", "idle_timeout", "kill_on_idle",
            "idle_from_start", "kill_on_error_pattern", "kill_on_max_output", "attempts", "retry_after_kill",
            "circuit_breaker",
        ] + Backoff.keys

    /// Reads a policy of that name: its preset, with the fields beside it in the place of the preset's.
    init(name: String, _ reader: JSONReader) throws(InputError) {
        try self.init(name: name, reader.object(Self.keys))
    }

    private init(name: String, _ fields: JSONReader.Fields) throws(InputError) {
        self = try fields["preset"]?.choice(Self.presets.map { ($0.name, $0) }) ?? .default
        self.name = name
        try timeout.read(fields)
        if let field = fields["kill_on_error_pattern"] { killsOnErrorPattern = try field.bool() }
        if let field = fields["kill_on_max_output"] { killsOnMaxOutput = try field.bool() }
        if let field = fields["attempts"] { attempts = try field.integer(1...1001) }
        if let field = fields["retry_after_kill"] { retriesAfterKill = try field.bool() }
        if let field = fields["circuit_breaker"] { usesBreaker = try field.bool() }
        try backoff.read(fields)
    }
}

extension TimeoutPolicy {
    fileprivate mutating func read(_ fields: JSONReader.Fields) throws(InputError) {
        if let field = fields["mode"] { mode = try field.choice(Mode.self) }
        if let field = fields["first_timeout"] { first = try field.positiveSeconds() }
        if let field = fields["max_timeout"] { maximum = try field.positiveSeconds() }
        if mode == .fixed, fields["max_timeout"] == nil { maximum = first }
        if let field = fields["max_timeout"], mode == .fixed ? maximum != first : maximum < first {
            throw field.mismatch(
                "\(mode == .fixed ? "no other than" : "at least") first_timeout, \(JSONReader.plain(first.inSeconds))"
            )
        }
        if let field = fields["first_timeout"], maximum < first {
            throw field.mismatch("at most max_timeout, \(JSONReader.plain(maximum.inSeconds))")
        }
        if let field = fields["activity_threshold"] { activityThreshold = try field.seconds() }
        if let field = fields["idle_timeout"] { idle = try field.positiveSeconds() }
        if let field = fields["kill_on_idle"] { killsOnIdle = try field.bool() }
        if let field = fields["idle_from_start"] { idleFromStart = try field.bool() }
    }
}

extension JSONWriter {
    mutating func fields(of policy: SpawnPolicy) {
        field("mode", policy.timeout.mode.rawValue)
        field("first_timeout", policy.timeout.first)
        field("max_timeout", policy.timeout.maximum)
        field("activity_threshold", policy.timeout.activityThreshold)
        field("idle_timeout", policy.timeout.idle)
        field("kill_on_idle", policy.timeout.killsOnIdle)
        field("idle_from_start", policy.timeout.idleFromStart)
        field("kill_on_error_pattern", policy.killsOnErrorPattern)
        field("kill_on_max_output", policy.killsOnMaxOutput)
        field("attempts", policy.attempts)
        field("retry_after_kill", policy.retriesAfterKill)
        field("circuit_breaker", policy.usesBreaker)
        fields(of: policy.backoff)
    }
}

extension SpawnPolicy: Codable {
    /// Reads the form it has in a configuration, durations in seconds, with its `name` beside it.
    ///
    /// - Parameter decoder: The decoder.
    /// - Throws: ``InputError`` for an unknown key, and for a value of the wrong type or out of range.
    public init(from decoder: any Decoder) throws {
        let fields = try JSONReader(decoder).object(["name"] + Self.keys)
        try self.init(name: fields.required("name").string(), fields)
    }

    /// Writes the form it has in a configuration, with its `name` beside it.
    ///
    /// - Parameter encoder: The encoder.
    /// - Throws: What the encoder throws.
    public func encode(to encoder: any Encoder) throws {
        try JSONValue {
            $0.field("name", name)
            $0.fields(of: self)
        }.encode(to: encoder)
    }
}
