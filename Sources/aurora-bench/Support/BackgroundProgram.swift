import Glibc

/// A program that runs beside us and is looked at from outside.
final class BackgroundProgram {
    let pid: pid_t

    /// Starts a shell's command, which is to end in `exec`, so that the process is the program itself.
    init(_ command: String) throws {
        let command: [String] = ["sh", "-c", command]
        var words = unsafe command.map { unsafe strdup($0) } + [nil]
        defer { unsafe words.forEach { unsafe free($0) } }
        var child: pid_t = 0
        guard unsafe posix_spawn(&child, "/bin/sh", nil, nil, &words, environ) == 0 else {
            throw BenchError("cannot start a shell")
        }
        pid = child
    }

    /// The process that does the work, below the one that guards it; `nil` before it is there and when it has ended.
    var supervisor: pid_t? {
        guard let file = unsafe fopen("/proc/\(pid)/task/\(pid)/children", "r") else { return nil }
        defer { unsafe fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        guard unsafe fgets(&line, Int32(line.count), file) != nil else { return nil }
        let text = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        return text.split(separator: " ").first.flatMap { pid_t($0) }
    }

    /// Memory it holds, in bytes; `nil` when it has ended.
    var memory: Int? { supervisor.flatMap { Self.memory(of: $0) } }

    /// The most memory it has held so far, in bytes; `nil` when it has ended.
    var peakMemory: Int? { supervisor.flatMap { Self.field("VmHWM:", of: $0) } }

    /// How many descriptors it has open.
    var descriptors: Int {
        guard let supervisor, let stream = unsafe opendir("/proc/\(supervisor)/fd") else { return 0 }
        defer { unsafe closedir(stream) }
        var count = -2  // for . and ..
        while unsafe readdir(stream) != nil { count += 1 }
        return count
    }

    func send(_ signal: Int32) { kill(pid, signal) }

    /// Waits for its end.
    ///
    /// - Returns: Its exit code; 128 and the number of the signal that killed it.
    func wait() -> Int32 {
        var status: Int32 = 0
        while unsafe waitpid(pid, &status, 0) < 0 && errno == EINTR {}
        return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + (status & 0x7F)
    }

    /// Memory that a process holds, in bytes; `nil` when there is none.
    static func memory(of pid: pid_t) -> Int? { field("VmRSS:", of: pid) }

    private static func field(_ name: String, of pid: pid_t) -> Int? {
        guard let file = unsafe fopen("/proc/\(pid)/status", "r") else { return nil }
        defer { unsafe fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        while unsafe fgets(&line, Int32(line.count), file) != nil {
            let text = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
            guard text.hasPrefix(name) else { continue }
            return text.split { !$0.isNumber }.first.flatMap { Int($0) }.map { $0 * 1024 }
        }
        return nil
    }
}
