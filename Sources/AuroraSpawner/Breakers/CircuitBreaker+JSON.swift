extension JSONWriter {
    /// What a breaker remembers, beside its agent and its settings. Moments are seconds on whatever clock it has.
    ///
    /// - Parameters:
    ///   - breaker: The breaker.
    ///   - run: The run whose tasks it knows by their places; `nil` leaves them to whoever reads it.
    mutating func fields(of breaker: CircuitBreaker, run: String? = nil) {
        field("state", breaker.state.rawValue)
        field("ad_hoc", breaker.isAdHoc)
        field("generation", breaker.generation)
        field("open_until", breaker.state == .open ? breaker.opensUntil.seconds : nil)
        field("open_factor", breaker.openFactor)
        field("failures", breaker.failures, run)
        field("last_fast_failure", breaker.lastFastFailure.map { [$0] } ?? [], run)
        field("recent_kinds", breaker.recentKinds.map(\.rawValue))
        field("tripped_by", breaker.trippedBy, run)
        field("rejections", breaker.rejections)
        field("last_change", breaker.lastChange)
        field("permits", breaker.permitsGiven)
        key("holders")
        array { writer in
            for (serial, holder) in breaker.holders.sorted(by: { $0.key < $1.key }) {
                writer.object {
                    $0.field("serial", serial)
                    $0.fields(ofTask: holder.task, holder.foreignTask, run)
                    $0.field("lease_ends", holder.leaseEnds.seconds)
                    $0.field("lease", holder.lease)
                    $0.field("last_attempt", holder.lastAttempt)
                }
            }
        }
    }

    private mutating func field(_ key: String, _ failures: [BreakerFailure], _ run: String?) {
        self.key(key)
        array { writer in
            for failure in failures {
                writer.object {
                    $0.fields(ofTask: failure.task, failure.foreignTask, run)
                    $0.field("attempt", failure.attempt)
                    $0.field("t", failure.moment.seconds)
                    $0.field("kind", failure.kind.rawValue)
                }
            }
        }
    }

    /// A task, and the run it is of.
    private mutating func fields(ofTask task: Int?, _ foreign: ForeignTask?, _ run: String?) {
        field("run", foreign?.run ?? (task == nil ? nil : run))
        field("task", foreign?.task ?? task)
    }
}

extension JSONReader.Fields {
    /// A task, and the run it is of: one of the run that asks, or one of another.
    fileprivate func task(run: String?) throws(InputError) -> (own: Int?, foreign: ForeignTask?) {
        guard let task = try unlessNull("task")?.count() else { return (nil, nil) }
        let author = try unlessNull("run")?.text()
        return author == run ? (task, nil) : (nil, author.map { ForeignTask(run: $0, task: task) })
    }
}

extension JSONReader {
    fileprivate func failures(run: String?) throws(InputError) -> [BreakerFailure] {
        var failures = try failures()
        for (place, element) in try elements().enumerated() {
            (failures[place].task, failures[place].foreignTask) = try element.record().task(run: run)
        }
        return failures
    }
}

extension CircuitBreaker {
    init(
        agent: String, settings: BreakerSettings, _ fields: JSONReader.Fields, run: String? = nil
    ) throws(InputError) {
        self.init(agent: agent, settings: settings)
        state = try fields.required("state").choice(BreakerState.self)
        isAdHoc = try fields.required("ad_hoc").bool()
        generation = try fields.required("generation").count()
        if state == .open { opensUntil = try fields.required("open_until").moment() }
        openFactor = try fields.required("open_factor").double()
        failures = try fields.required("failures").failures(run: run)
        lastFastFailure = try fields.required("last_fast_failure").failures(run: run).first
        recentKinds = try fields.required("recent_kinds").failureKinds()
        trippedBy = try fields.required("tripped_by").failures(run: run)
        rejections = try fields.required("rejections").count()
        lastChange = try fields.breakerChange("last_change")
        permitsGiven = try fields.required("permits").count()
        for element in try fields.required("holders").elements() {
            let holder = try element.record()
            let task = try holder.task(run: run)
            holders[try holder.required("serial").count()] = Holder(
                task: task.own, foreignTask: task.foreign, leaseEnds: try holder.required("lease_ends").moment(),
                lease: try holder.required("lease").duration(),
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
            $0.object { $0.fields(of: settings, BreakerSettings.settings) }
            $0.fields(of: self)
        }.encode(to: encoder)
    }
}
