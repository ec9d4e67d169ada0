package import AuroraSpawner
import Glibc
package import SpawnCore
import SpawnProcess

/// `aurora init`: a starter task file and configuration. What is there already is never touched.
package enum Initializer {
    /// Writes what is missing.
    ///
    /// - Parameters:
    ///   - directory: Where.
    ///   - permissions: What agents may do; `nil` leaves it to the tools.
    /// - Returns: One line about each file: written, or there already.
    /// - Throws: ``InputError`` where a file or the directory cannot be made.
    package static func run(
        in directory: String = ".", permissions: Permission? = nil
    ) throws(InputError) -> [String] {
        let prefix = directory == "." ? "" : directory + "/"
        let tasks = try write(StarterFiles.tasks, to: prefix + "tasks.md", mode: 0o644)
        let settings = prefix + ".aurora"
        guard StateDirectory.make(settings) else { throw failure(settings) }
        // What is there may be a link.
        _ = try OpenDirectory(own: settings)
        // It may come to hold keys in "env".
        let configuration = try write(
            StarterFiles.configuration(permissions), to: settings + "/config.json", mode: 0o600)
        return [tasks, configuration]
    }

    /// Whether it would write a configuration, which says what agents may do.
    package static func writesConfiguration(in directory: String = ".") -> Bool {
        var status = stat()
        return unsafe lstat((directory + "/.aurora/config.json").cName, &status) != 0
    }

    /// O_EXCL makes "there already" and "written" one decision, and follows no link.
    private static func write(_ text: String, to path: String, mode: mode_t) throws(InputError) -> String {
        let descriptor = unsafe open(path.cName, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard descriptor >= 0 else {
            if errno == EEXIST { return "\(path) is there already and was left alone" }
            throw failure(path)
        }
        defer { close(descriptor) }
        guard AllBytes.write(Array(text.utf8), to: descriptor) else { throw failure(path) }
        return "\(path) written"
    }

    private static func failure(_ path: String) -> InputError {
        InputError(file: path, message: "cannot create it: \(systemReason()); a directory we may write to is needed")
    }
}
