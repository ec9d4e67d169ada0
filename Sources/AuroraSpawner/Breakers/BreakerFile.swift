import Glibc

/// The file in which breakers outlive a run: an object with one record for every agent, moments in seconds since 1970.
struct BreakerFile {
    static let version = 1

    /// Its path.
    let path: String
    /// The records by agent, as they stand there.
    private(set) var records: [String: JSONValue] = [:]

    /// Reads the file; a missing one has no records.
    ///
    /// - Parameter path: Its path.
    /// - Throws: ``InputError`` for a file that cannot be read or is none of ours.
    init(reading path: String) throws(InputError) {
        self.path = path
        guard unsafe access(path, F_OK) == 0 else { return }
        let fields = try JSONReader(JSONParser.parse(InputFile.read(path), file: path), file: path).record()
        let version = try fields.required("v")
        guard try version.count() == Self.version else { throw version.mismatch(String(Self.version)) }
        records = try fields.required("breakers").dictionary { (_, reader) throws(InputError) in reader.value }
    }

    /// A file with nothing in it yet.
    init(empty path: String) {
        self.path = path
    }

    /// A breaker as the file has it.
    ///
    /// - Parameters:
    ///   - agent: The agent it guards.
    ///   - settings: The numbers it shall work with; the file has none.
    ///   - now: The moment on the run's clock …
    ///   - time: … and in seconds since 1970.
    ///   - run: The run that asks: it knows the tasks of its own records alone.
    /// - Returns: The breaker on the run's clock; `nil` when the file has none.
    /// - Throws: ``InputError`` for a record that is none of ours.
    func breaker(
        of agent: String, settings: BreakerSettings, at now: Moment, time: Double, run: String?
    ) throws(InputError) -> CircuitBreaker? {
        guard let record = records[agent] else { return nil }
        let fields = try JSONReader(record, path: "breakers.\(agent)", file: path).record()
        let breaker = try CircuitBreaker(agent: agent, settings: settings, fields)
        // A clock that was set back must not make what was saved last for longer than it would have.
        let clock = max(time, try fields.required("saved_at").double())
        let author = try fields.unlessNull("run")?.text()
        let known = author != nil && author == run ? breaker : breaker.withoutTasks
        return known.shifted(by: (now - .start) - Duration(inSeconds: clock)).clamped(to: now)
    }

    /// Puts a breaker in the place of the agent's record.
    mutating func put(_ breaker: CircuitBreaker, at now: Moment, time: Double, run: String?) {
        let onTheWall = breaker.kept.shifted(by: Duration(inSeconds: time) - (now - .start))
        records[breaker.agent] = JSONValue {
            $0.field("saved_at", time)
            $0.field("run", run)
            $0.fields(of: onTheWall)
        }
    }

    /// Removes what is no record of ours.
    mutating func drop(_ agent: String) { records[agent] = nil }

    /// Writes the file in place of what is there.
    ///
    /// - Throws: ``InputError`` where it cannot be written.
    func write() throws(InputError) {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("v", Self.version)
            writer.key("breakers")
            writer.object { writer in
                for (agent, record) in records.sorted(by: { $0.key < $1.key }) {
                    writer.startLine()
                    writer.field(agent, record)
                }
            }
        }
        writer.newline()
        try WholeFile.replace(path, with: writer.bytes, mode: 0o600)
    }
}
