import Glibc

/// A configuration and where it came from.
package struct ConfigurationFile: Sendable {
    package var configuration = SpawnerConfiguration()
    /// The file it was read from; `nil` when there is none and the defaults hold.
    package var path: String?
    /// What stands under `spawner` in the file.
    package var document: JSONValue = [:]

    package init() {}

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
    ///   - environment: The environment, for `AURORA_HOME` and `HOME`.
    /// - Returns: The configuration; the defaults where there is no file.
    /// - Throws: ``InputError`` for a file that cannot be read or is wrong.
    package static func load(
        _ path: String? = nil, environment: [String: String]
    ) throws(InputError) -> ConfigurationFile {
        var result = ConfigurationFile()
        guard let path = path ?? find(environment: environment) else { return result }
        let reader = JSONReader(try JSONParser.parse(InputFile.read(path), file: path), file: path)
        result.configuration = try SpawnerConfiguration(reader)
        result.path = path
        result.document = try reader.record()["spawner"]?.value ?? [:]
        return result
    }

    /// Where it is looked for; the first that is there wins.
    ///
    /// - Parameter environment: The environment, for `AURORA_HOME` and `HOME`.
    /// - Returns: The paths in order.
    package static func candidates(environment: [String: String]) -> [String] {
        var paths = [".aurora/config.json"]
        if let home = environment["AURORA_HOME"], !home.isEmpty { paths.append(home + "/config.json") }
        if let home = environment["HOME"], !home.isEmpty { paths.append(home + "/.aurora/config.json") }
        return paths
    }

    private static func find(environment: [String: String]) -> String? {
        candidates(environment: environment).first { unsafe access($0, F_OK) == 0 }
    }
}
