/// How much memory there is to be had.
enum SystemMemory {
    /// The bytes that are available: what the system says, or what the limits of our control groups leave, whichever is less;
    /// `Int.max` where nobody knows. For tests every path may have a `root` before it.
    static func available(root: String = "") -> Int {
        let groups = (text(root + "/proc/self/cgroup") ?? "").split(separator: "\n").map {
            $0.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        }
        var least = field("MemAvailable:", of: root + "/proc/meminfo").map { $0 * 1024 } ?? .max
        for group in groups where group.count == 3 {
            if group[0] == "0" {
                for mount in ["/sys/fs/cgroup", "/sys/fs/cgroup/unified"] {
                    least = min(least, left(in: root + mount, group[2], .second))
                }
            } else if group[1].split(separator: ",").contains("memory") {
                least = min(least, left(in: root + "/sys/fs/cgroup/memory", group[2], .first))
            }
        }
        return least
    }

    /// What the files of a version of control groups are called.
    private struct Files {
        var limit: String
        var used: String
        /// The field of `memory.stat` with file cache that has not been used lately, and makes room where room is needed.
        var cache: String

        static let first = Files(limit: "limit_in_bytes", used: "usage_in_bytes", cache: "total_inactive_file")
        static let second = Files(limit: "max", used: "current", cache: "inactive_file")
    }

    /// What a group and those above it leave. In a container its path may be one that is to be seen outside alone: then the one
    /// that is the root here counts.
    private static func left(in mount: String, _ path: Substring, _ files: Files) -> Int {
        var names = path.split(separator: "/")
        var least = Int.max
        while true {
            let group = ([Substring(mount)] + names).joined(separator: "/") + "/memory."
            if let limit = number(group + files.limit), let used = number(group + files.used) {
                let cache = field(files.cache, of: group + "stat") ?? 0
                least = min(least, max(0, limit - max(0, used - cache)))
            }
            guard names.popLast() != nil else { return least }
        }
    }

    /// A file with one number; `nil` for `max`, and where there is no such file.
    private static func number(_ path: String) -> Int? {
        text(path).flatMap { Int($0.prefix { $0 != "\n" }) }
    }

    /// The number behind a name at the beginning of a line.
    private static func field(_ name: String, of path: String) -> Int? {
        for line in (text(path) ?? "").split(separator: "\n") {
            let words = line.split(separator: " ", maxSplits: 2)
            if words.count > 1, words[0] == name { return Int(words[1]) }
        }
        return nil
    }

    private static func text(_ path: String) -> String? {
        ProcFile.read(path).map { String(decoding: $0, as: UTF8.self) }
    }
}
