import Glibc
internal import SpawnCore

/// A configuration and where it came from.
package struct ConfigurationFile: Sendable {
    package var configuration = SpawnerConfiguration()
    /// The file it was read from; `nil` when there is none and the defaults hold.
    package var path: String?
    /// What stands under `spawner` in the file.
    package var document: JSONValue = [:]

    /// Whether a person has chosen it: by its name, or by its place at home. One that lies in the working directory came with
    /// whatever the directory came with.
    package var isChosen = true

    package init() {}

    /// What it would have run, as programs, their arguments and their environment; `nil` when it only chooses among what is built
    /// in, by numbers and names.
    package var runs: JSONValue? {
        let keys = Set(SpawnerConfiguration.settings.filter(\.isRun).map(\.key))
        let members = document.members.filter { member in
            guard keys.contains(member.key), member.value != nil, member.value != [:] else { return false }
            return member.key != "fallback" || member.value.members.contains { $0.key != "tool" }
        }
        guard !members.isEmpty else { return nil }
        var value: JSONValue = [:]
        value.content = .object(members)
        return value
    }

    /// The keys under `spawner` that the file sets.
    package var keys: Set<String> { Set(document.members.map(\.key)) }

    /// The line on which the file sets a value.
    ///
    /// - Parameter path: The keys that lead to it, from those under `spawner` on.
    /// - Returns: The line of its key, counted from 1; `nil` where the file does not set it.
    package func line(of path: [String]) -> Int? {
        var place: JSONValue.Member?
        for key in path {
            place = (place?.value ?? document).members.first { $0.key == key }
            if place == nil { return nil }
        }
        return place.map { Int($0.line) }
    }

    /// Reads a configuration.
    ///
    /// - Parameters:
    ///   - path: The file the user names; `nil` looks for one.
    ///   - environment: The environment, for the variables that name places.
    /// - Returns: The configuration; the defaults where there is no file.
    /// - Throws: ``InputError`` for a file that cannot be read or is wrong.
    package static func load(
        _ path: String? = nil, environment: [String: String]
    ) throws(InputError) -> ConfigurationFile {
        if let path { return try ConfigurationFile(path, InputFile.read(path, most: InputFile.mostSettings)) }
        guard let path = find(environment: environment) else { return ConfigurationFile() }
        guard path == here, !isChosen(here, environment) else {
            return try ConfigurationFile(path, InputFile.read(path, most: InputFile.mostSettings))
        }
        return try load(in: ".")
    }

    /// Reads the configuration of a directory, which nobody has chosen.
    ///
    /// - Parameter directory: The directory.
    /// - Returns: The configuration.
    /// - Throws: ``InputError`` for a file that cannot be read or is wrong, a link and what is no regular file.
    package static func load(in directory: String) throws(InputError) -> ConfigurationFile {
        let path = directory == "." ? here : "\(directory)/\(here)"
        var file = try ConfigurationFile(path, InputFile.readOwn(path))
        file.isChosen = false
        return file
    }

    private init(_ path: String, _ bytes: [UInt8]) throws(InputError) {
        let reader = JSONReader(try JSONParser.parse(bytes, file: path), file: path)
        configuration = try SpawnerConfiguration(reader)
        self.path = path
        document = try reader.record()["spawner"]?.value ?? [:]
    }

    /// The one in the working directory.
    private static let here = ".aurora/config.json"

    /// Where it is looked for; the first that is there wins.
    ///
    /// - Parameter environment: The environment, for `AURORA_HOME`, `XDG_CONFIG_HOME` and `HOME`.
    /// - Returns: The paths in order.
    package static func candidates(environment: [String: String]) -> [String] {
        [here] + chosen(environment)
    }

    /// Those that a person has put where they are, or named.
    private static func chosen(_ environment: [String: String]) -> [String] {
        var paths: [String] = []
        let home = environment["HOME", default: ""]
        if let directory = environment["AURORA_HOME"], !directory.isEmpty { paths.append(directory + "/config.json") }
        // One that is not absolute counts as none (XDG Base Directory Specification).
        if let directory = environment["XDG_CONFIG_HOME"], directory.hasPrefix("/") {
            paths.append(directory + "/aurora/config.json")
        } else if !home.isEmpty {
            paths.append(home + "/.config/aurora/config.json")
        }
        if !home.isEmpty { paths.append(home + "/.aurora/config.json") }
        return paths
    }

    private static func find(environment: [String: String]) -> String? {
        var status = stat()
        return candidates(environment: environment).first { unsafe lstat($0.cName, &status) == 0 }
    }

    /// Whether a file is one of those, as it is for who works at home.
    private static func isChosen(_ path: String, _ environment: [String: String]) -> Bool {
        guard let version = FileVersion(path) else { return false }
        return chosen(environment).contains { FileVersion($0) == version }
    }
}
