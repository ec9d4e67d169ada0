import Glibc

/// Shell commands, timed.
enum Shell {
    /// Where this program is, and with it the others that were built.
    static let ownDirectory: String = {
        guard let path = unsafe realpath("/proc/self/exe", nil) else { return "." }
        defer { unsafe free(path) }
        return unsafe String(cString: dirname(path))
    }()

    /// Runs a command without its output.
    ///
    /// - Parameter command: What the shell runs.
    /// - Returns: The time it took.
    /// - Throws: When its exit status is not 0.
    static func time(_ command: String) throws -> Duration {
        let start = ContinuousClock.now
        let status = unsafe system("(\(command)) >/dev/null 2>&1")
        let time = ContinuousClock.now - start
        switch status >> 8 & 0xFF {
        case 0 where status == 0: return time
        case 127: throw BenchError("not installed")
        case let code where status & 0x7F == SIGINT || code == 128 + SIGINT: exit(128 + SIGINT)
        case let code: throw BenchError("exit status \(code) of: \(command)")
        }
    }

    /// Writes a file.
    static func write(_ text: String, to path: String) throws {
        guard let file = unsafe fopen(path, "w") else { throw BenchError("cannot write \(path)") }
        defer { unsafe fclose(file) }
        guard unsafe fputs(text, file) >= 0 else { throw BenchError("cannot write \(path)") }
    }
}
