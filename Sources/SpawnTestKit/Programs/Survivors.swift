/// The processes of this machine as they stand now. Zombies are left out: they are dead, and only wait to be counted.
package struct Survivors: Sendable {
    /// A process that is alive.
    package struct Process: Sendable, Hashable, CustomStringConvertible {
        /// Its process id.
        package var pid: Int32
        /// Its parent's.
        package var parent: Int32
        /// Its session.
        package var session: Int32
        /// True when it was stopped and waits to be continued.
        package var isStopped: Bool
        /// Its command line, words parted by spaces; empty for the kernel's own.
        package var command: String

        /// One line for the message of a failed test.
        package var description: String { "\(pid) (parent \(parent), session \(session)) \(command)" }
    }

    /// All of them.
    package let all: [Process]

    /// Looks at every process.
    package init() {
        all = Files.entries(of: "/proc").compactMap { Int32($0) }.compactMap(Self.process)
    }

    /// Those with `NAME=value` in the environment they were started with.
    package func withEnvironment(_ entry: String) -> [Process] {
        let wanted = Array(entry.utf8)[...]
        return all.filter { process in
            (Files.bytes("/proc/\(process.pid)/environ") ?? []).split(separator: 0).contains(wanted)
        }
    }

    /// Children of a process, and theirs, as far as the links to their parents hold.
    package func descendants(of ancestor: Int32) -> [Process] {
        let children = Dictionary(grouping: all, by: \.parent)
        var found: [Process] = []
        var open = [ancestor]
        while let parent = open.popLast() {
            found += children[parent, default: []]
            open += children[parent, default: []].map(\.pid)
        }
        return found
    }

    /// Waits until no process has `NAME=value` in its environment.
    ///
    /// - Parameters:
    ///   - timeout: When to give up.
    ///   - entry: The mark by which a test knows what it started.
    /// - Returns: Those that are still alive then; empty when all are gone.
    /// - Throws: When the test is cancelled meanwhile.
    package static func outliving(_ timeout: Duration, environment entry: String) async throws -> [Process] {
        var left: [Process] = []
        _ = try await Waiting.until(timeout: timeout) {
            left = Survivors().withEnvironment(entry)
            return left.isEmpty ? true : nil
        }
        return left
    }

    /// Reads one process; `nil` when it is gone or a zombie. Its name may hold spaces and brackets, so the fields count
    /// from the last bracket.
    private static func process(_ pid: Int32) -> Process? {
        guard let text = Files.read("/proc/\(pid)/stat"), let bracket = text.lastIndex(of: ")") else { return nil }
        let fields = text[bracket...].split(separator: " ").dropFirst()
        guard fields.count > 3, fields[1] != "Z", fields[1] != "X", let parent = Int32(fields[2]),
            let session = Int32(fields[4])
        else { return nil }
        let words = (Files.bytes("/proc/\(pid)/cmdline") ?? []).split(separator: 0)
        let command = words.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
        return Process(pid: pid, parent: parent, session: session, isStopped: fields[1] == "T", command: command)
    }
}
