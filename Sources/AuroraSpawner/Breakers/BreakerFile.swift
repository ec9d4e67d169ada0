import SpawnCore

/// The record of one agent's breaker, in a file of its own: moments in seconds since 1970, and every failure with the run in
/// which it was, so that each run knows its own tasks and no other's.
struct BreakerFile {
    private static let version = 1

    /// Why a record is not to be used.
    enum Fault: Error {
        /// A later version of the program wrote it.
        case newer(InputError)
        /// It is no record of ours, whoever has been at it.
        case damaged(InputError)
    }

    private let fields: JSONReader.Fields
    private let agent: String

    /// The name of the file. Different agents have different ones.
    static func name(of agent: String) -> String {
        var name = ""
        for byte in agent.utf8 { name += byte == UInt8(ascii: "/") ? "%2F" : String(UnicodeScalar(byte)) }
        // A file's name may be no longer.
        return (name.utf8.count <= 200 ? name : "\(name.prefix(180))~\(ContentHash.of(agent.utf8))") + ".json"
    }

    /// Reads a record.
    ///
    /// - Parameters:
    ///   - bytes: What the file holds.
    ///   - path: Its path.
    ///   - agent: The agent it must be about; `nil` takes any.
    /// - Throws: ``Fault``.
    init(_ bytes: [UInt8], path: String, agent: String?) throws(Fault) {
        let version: JSONReader
        do throws(InputError) {
            fields = try JSONReader(JSONParser.parse(bytes, file: path), file: path).record()
            version = try fields.required("v")
        } catch {
            throw .damaged(error)
        }
        if let number = try? version.count(), number > Self.version {
            throw .newer(version.mismatch("\(Self.version): a later version of aurora wrote it"))
        }
        do throws(InputError) {
            guard try version.count() == Self.version else { throw version.mismatch(String(Self.version)) }
            let name = try fields.required("agent")
            self.agent = try name.text()
            guard self.agent == agent ?? self.agent, AgentName.isValid(self.agent) else {
                throw name.mismatch(agent.map { "\"\($0)\"" } ?? AgentName.allowed)
            }
        } catch {
            throw .damaged(error)
        }
    }

    /// The breaker on the clock of a run.
    ///
    /// - Parameters:
    ///   - settings: The numbers it shall work with; a record has none.
    ///   - run: The run that asks; `nil` when none does.
    ///   - now: The moment on the run's clock …
    ///   - time: … and in seconds since 1970.
    /// - Returns: The breaker.
    /// - Throws: ``Fault``.
    func breaker(
        _ settings: BreakerSettings, run: String?, at now: Moment, time: Double
    ) throws(Fault) -> CircuitBreaker {
        do throws(InputError) {
            return try CircuitBreaker(agent: agent, settings: settings, fields, run: run)
                .shifted(by: (now - .start) - Duration(inSeconds: time)).plausible(at: now)
        } catch {
            throw .damaged(error)
        }
    }

    /// What the file of a breaker is to hold.
    static func bytes(_ breaker: CircuitBreaker, run: String?, at now: Moment, time: Double) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("v", Self.version)
            writer.field("agent", breaker.agent)
            writer.fields(of: breaker.kept.shifted(by: Duration(inSeconds: time) - (now - .start)), run: run)
        }
        writer.newline()
        return writer.bytes
    }
}
