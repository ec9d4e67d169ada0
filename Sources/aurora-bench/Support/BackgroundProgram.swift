import CLinux
import Glibc

/// A program that runs beside us and is looked at from outside.
final class BackgroundProgram {
    let pid: pid_t

    /// Starts a shell's command, which is to end in `exec`, so that the process is the program itself.
    ///
    /// - Parameters:
    ///   - command: What the shell runs.
    ///   - terminal: The terminal it has to itself; `nil` shares ours.
    ///   - inOwnGroup: Whether it is in a process group of its own, which has its id.
    /// - Throws: When there is no process to be had.
    init(_ command: String, terminal: String? = nil, inOwnGroup: Bool = false) throws {
        let command: [String] = ["sh", "-c", command]
        var words = unsafe command.map { unsafe strdup($0) } + [nil]
        defer { unsafe words.forEach { unsafe free($0) } }
        var attributes = posix_spawnattr_t()
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawnattr_init(&attributes)
        unsafe posix_spawn_file_actions_init(&actions)
        defer {
            unsafe posix_spawnattr_destroy(&attributes)
            unsafe posix_spawn_file_actions_destroy(&actions)
        }
        if let terminal {
            // The first terminal that the leader of a session opens becomes that of the session.
            unsafe posix_spawnattr_setflags(&attributes, linux_spawn_setsid)
            unsafe posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, terminal, O_RDWR, 0)
            unsafe posix_spawn_file_actions_adddup2(&actions, STDIN_FILENO, STDOUT_FILENO)
            unsafe posix_spawn_file_actions_adddup2(&actions, STDIN_FILENO, STDERR_FILENO)
        }
        if inOwnGroup { unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP)) }
        var child: pid_t = 0
        guard unsafe posix_spawn(&child, "/bin/sh", &actions, &attributes, &words, environ) == 0 else {
            throw BenchError("cannot start a shell")
        }
        pid = child
    }

    /// The one between the process that was started and the one that does the work.
    var keeper: pid_t? { Self.children(of: pid).first }

    /// The process that does the work; `nil` before it is there and when it has ended.
    var supervisor: pid_t? { keeper.flatMap { Self.children(of: $0).first } }

    /// The children of the process that does the work.
    var children: [pid_t] { supervisor.map { Self.children(of: $0) } ?? [] }

    /// The processor time it took so far, guardian and keeper included, without that of the children; zero when it has ended.
    var processorTime: Duration {
        [pid, keeper, supervisor].compactMap(\.self).reduce(.zero) {
            $0 + .nanoseconds(linux_processor_nanoseconds($1))
        }
    }

    /// True when it is there no more; nobody may have waited for it before.
    var hasEnded: Bool {
        var status: Int32 = 0
        return unsafe waitpid(pid, &status, WNOHANG) != 0
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

    /// The children of a process, whichever of its threads started them.
    private static func children(of pid: pid_t) -> [pid_t] {
        guard let threads = unsafe opendir("/proc/\(pid)/task") else { return [] }
        defer { unsafe closedir(threads) }
        var children: [pid_t] = []
        while let entry = unsafe readdir(threads) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { name in
                unsafe String(decoding: name.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard name.first != ".", let file = unsafe fopen("/proc/\(pid)/task/\(name)/children", "r") else {
                continue
            }
            defer { unsafe fclose(file) }
            var line = [UInt8](repeating: 0, count: 65_536)
            let count = unsafe fread(&line, 1, line.count, file)
            children += String(decoding: line.prefix(count), as: UTF8.self).split(separator: " ").compactMap {
                pid_t($0)
            }
        }
        return children
    }

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
