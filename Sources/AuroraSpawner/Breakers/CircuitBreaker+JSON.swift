extension JSONWriter {
    /// What a breaker remembers, beside its agent and its settings. Moments are seconds on whatever clock it has.
    mutating func fields(of breaker: CircuitBreaker) {
        field("state", breaker.state.rawValue)
        field("ad_hoc", breaker.isAdHoc)
        field("generation", breaker.generation)
        field("open_until", breaker.state == .open ? breaker.opensUntil.seconds : nil)
        field("open_factor", breaker.openFactor)
        field("failures", breaker.failures)
        field("last_fast_failure", breaker.lastFastFailure.map { [$0] } ?? [])
        field("recent_kinds", breaker.recentKinds.map(\.rawValue))
        field("tripped_by", breaker.trippedBy)
        field("rejections", breaker.rejections)
        field("last_change", breaker.lastChange)
        field("permits", breaker.permitsGiven)
        key("holders")
        array { writer in
            for (serial, holder) in breaker.holders.sorted(by: { $0.key < $1.key }) {
                writer.object {
                    $0.field("serial", serial)
                    $0.field("task", holder.task)
                    $0.field("lease_ends", holder.leaseEnds.seconds)
                    $0.field("last_attempt", holder.lastAttempt)
                }
            }
        }
    }
}

extension CircuitBreaker {
    init(agent: String, settings: BreakerSettings, _ fields: JSONReader.Fields) throws(InputError) {
        self.init(agent: agent, settings: settings)
        state = try fields.required("state").choice(BreakerState.self)
        isAdHoc = try fields.required("ad_hoc").bool()
        generation = try fields.required("generation").count()
        if state == .open { opensUntil = try fields.required("open_until").moment() }
        openFactor = try fields.required("open_factor").double()
        failures = try fields.required("failures").failures()
        lastFastFailure = try fields.required("last_fast_failure").failures().first
        recentKinds = try fields.required("recent_kinds").failureKinds()
        trippedBy = try fields.required("tripped_by").failures()
        rejections = try fields.required("rejections").count()
        lastChange = try fields.breakerChange("last_change")
        permitsGiven = try fields.required("permits").count()
        for element in try fields.required("holders").elements() {
            let holder = try element.record()
            holders[try holder.required("serial").count()] = Holder(
                task: try holder.unlessNull("task")?.count(), leaseEnds: try holder.required("lease_ends").moment(),
                lastAttempt: try holder.required("last_attempt").count())
        }
    }
}

extension CircuitBreaker: Codable {
    /// Reads a breaker with all it remembers.
    ///
    /// - Parameter decoder: The decoder.
    /// - Throws: ``InputError`` for a key that is missing, and for a value of the wrong type or out of range.
    public init(from decoder: any Decoder) throws {
        let fields = try JSONReader(decoder).record()
        try self.init(
            agent: fields.required("agent").text(), settings: BreakerSettings(fields.required("settings")), fields)
    }

    /// Writes a breaker with all it remembers, moments and durations in seconds.
    ///
    /// - Parameter encoder: The encoder.
    /// - Throws: What the encoder throws.
    public func encode(to encoder: any Encoder) throws {
        try JSONValue {
            $0.field("agent", agent)
            $0.key("settings")
            $0.object { $0.fields(of: settings) }
            $0.fields(of: self)
        }.encode(to: encoder)
    }
}
