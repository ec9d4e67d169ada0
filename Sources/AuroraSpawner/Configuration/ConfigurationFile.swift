import Glibc

/// Finds and reads the configuration file.
package enum ConfigurationFile {
    /// Where it is looked for, the first that is there wins.
    ///
    /// - Parameter environment: The environment, for `AURORA_HOME` and `HOME`.
    /// - Returns: The paths in order.
    package static func candidates(environment: [String: String]) -> [String] {
        var paths = [".aurora/config.json"]
        if let home = environment["AURORA_HOME"], !home.isEmpty { paths.append(home + "/config.json") }
        if let home = environment["HOME"], !home.isEmpty { paths.append(home + "/.aurora/config.json") }
        return paths
    }

    /// The file that holds, if any.
    package static func find(environment: [String: String]) -> String? {
        candidates(environment: environment).first { unsafe access($0, F_OK) == 0 }
    }

    /// Reads a configuration.
    ///
    /// - Parameters:
    ///   - path: The file the user names; `nil` looks for one.
    ///   - environment: The environment, for `AURORA_HOME` and `HOME`.
    /// - Returns: The configuration and the file it was read from; the defaults and `nil` where there is no file.
    /// - Throws: ``InputError`` for a file that cannot be read or is wrong.
    package static func load(
        _ path: String? = nil, environment: [String: String]
    ) throws(InputError) -> (configuration: SpawnerConfiguration, file: String?) {
        guard let file = path ?? find(environment: environment) else { return (SpawnerConfiguration(), nil) }
        return (try SpawnerConfiguration(bytes: InputFile.read(file), file: file), file)
    }
}
