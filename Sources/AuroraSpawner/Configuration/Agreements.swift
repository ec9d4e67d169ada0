import Glibc
internal import SpawnCore

/// What of configurations a person has agreed to have run, each by its content and the directory it lies in: with a relative path
/// in it, the same words mean another program elsewhere.
package struct Agreements {
    private let home: String

    /// Those of the user; `nil` where nothing says where they are kept.
    ///
    /// - Parameter environment: The environment, for `XDG_STATE_HOME` and `HOME`.
    package init?(environment: [String: String]) {
        if let directory = environment["XDG_STATE_HOME"], directory.hasPrefix("/") {
            home = directory
        } else if let directory = environment["HOME"], directory.hasPrefix("/") {
            home = directory + "/.local/state"
        } else {
            return nil
        }
    }

    /// Whether somebody has agreed to what a configuration runs.
    ///
    /// - Parameters:
    ///   - runs: What it runs.
    ///   - directory: The directory of which it is the configuration.
    /// - Returns: False also where that cannot be known.
    package func contain(_ runs: JSONValue, in directory: String) -> Bool {
        let record = Self.record(runs, directory)
        guard let place = try? OpenDirectory(own: "\(home)/aurora/agreed") else { return false }
        return (try? place.read(Self.name(of: record))) == record
    }

    /// Notes that somebody has.
    ///
    /// - Parameters:
    ///   - runs: What it runs.
    ///   - directory: The directory of which it is the configuration.
    /// - Throws: ``InputError`` where it cannot be noted.
    package func add(_ runs: JSONValue, in directory: String) throws(InputError) {
        var parent = ""
        for part in "\(home)/aurora/agreed".split(separator: "/") {
            parent += "/\(part)"
            _ = unsafe mkdir(parent.cName, 0o700)
        }
        let record = Self.record(runs, directory)
        try OpenDirectory(own: parent).replace(Self.name(of: record), with: record)
    }

    /// The whole of it is kept, to be compared: there is nothing that somebody could make look the same.
    private static func record(_ runs: JSONValue, _ directory: String) -> [UInt8] {
        var writer = JSONWriter()
        writer.object {
            $0.field("directory", absolute(directory))
            $0.startLine()
            $0.field("runs", runs)
        }
        writer.newline()
        return writer.bytes
    }

    /// Where it is looked for. Two of one name would replace each other.
    private static func name(of record: [UInt8]) -> String { ContentHash.of(record) + ".json" }

    private static func absolute(_ path: String) -> String {
        guard let text = unsafe realpath(path.cName, nil) else { return path }
        defer { unsafe free(text) }
        return unsafe String(cName: text)
    }
}
