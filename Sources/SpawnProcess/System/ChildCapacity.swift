internal import CLinux
internal import Glibc

/// How many children this process may have at once.
package enum ChildCapacity {
    /// What the program is yet to open for itself, with the files of a run.
    private static let ownDescriptors = 34
    /// With how many free ones a run of one child gets by.
    private static let leastDescriptors = 24
    /// A child's end, its two outputs and the files they go to, and its input while there is something left to write.
    private static let descriptorsPerChild = 6

    /// Makes room for children, as far as the system allows: raises the limit of open descriptors by what they need.
    ///
    /// No further, because children inherit the limit, and some programs close every number up to it one by one.
    ///
    /// - Parameter count: How many there shall be at once.
    /// - Returns: How many there may be, at least 1.
    /// - Throws: ``NoRoomError`` when there can be none.
    package static func makeRoom(for count: Int) throws(NoRoomError) -> Int {
        max(1, min(count, try descriptors(for: count), processes))
    }

    /// The limits that decide it, as `ulimit` has them: of processes and of open files; `nil` is none.
    package static var limits: (processes: Int?, files: Int?) {
        (limit(__rlimit_resource_t(__RLIMIT_NPROC.rawValue)), limit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue)))
    }

    private static func limit(_ kind: __rlimit_resource_t) -> Int? {
        var limit = rlimit()
        guard unsafe getrlimit(kind, &limit) == 0, limit.rlim_cur != .max else { return nil }
        return Int(clamping: limit.rlim_cur)
    }

    private static func descriptors(for count: Int) throws(NoRoomError) -> Int {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return count }
        let open = ProcFile.entries("/proc/self/fd").count
        let wanted = rlim_t(open + ownDescriptors + count * descriptorsPerChild)
        if limit.rlim_cur < wanted {
            var higher = limit
            higher.rlim_cur = min(wanted, limit.rlim_max)
            if unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &higher) == 0 { limit = higher }
        }
        let most = Int(clamping: limit.rlim_cur)
        guard most >= open + leastDescriptors else { throw NoRoomError(limit: most, least: open + leastDescriptors) }
        return (most - open - ownDescriptors) / descriptorsPerChild
    }

    /// The limit counts all processes of a user, who mostly has others; it does not count for those who may pass it.
    private static var processes: Int {
        geteuid() == 0 ? .max : limits.processes ?? .max
    }
}

/// Not even one child could be started, however long one tried.
package struct NoRoomError: Error, CustomStringConvertible {
    fileprivate var limit: Int
    fileprivate var least: Int

    package var description: String {
        "the limit on open files (ulimit -n) is \(limit), and to run even one task takes \(least)"
    }
}
