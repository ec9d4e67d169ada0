import CLinux
import Glibc

/// What a command took.
struct Cost {
    /// From its start to its end, in seconds.
    var wall: Double
    /// The time of processors in it and in everything it waited for, in seconds. It tells more than `wall` does when the
    /// machine is busy with other things.
    var processor: Double
}

/// Shell commands, measured.
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
    /// - Returns: What it took.
    /// - Throws: When its exit status is not 0.
    @discardableResult
    static func run(_ command: String) throws -> Cost {
        let start = ContinuousClock.now
        let processorBefore = childrenTime()
        let status = unsafe system("(\(command)) >/dev/null 2>&1")
        let cost = Cost(
            wall: (ContinuousClock.now - start) / .seconds(1), processor: childrenTime() - processorBefore)
        switch status >> 8 & 0xFF {
        case 0 where status == 0: return cost
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

    private static func childrenTime() -> Double { Double(linux_children_nanoseconds()) / 1e9 }

    /// Memory that this program holds, in bytes.
    static var residentMemory: Int {
        guard let file = unsafe fopen("/proc/self/statm", "r") else { return 0 }
        defer { unsafe fclose(file) }
        var line = [CChar](repeating: 0, count: 128)
        guard unsafe fgets(&line, Int32(line.count), file) != nil else { return 0 }
        let text = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        return (text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 4096
    }
}
