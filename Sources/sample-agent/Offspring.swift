import Glibc

/// A child of the agent that outlives it and holds its stdout and stderr open, as servers and `nohup` jobs do.
enum Offspring {
    static func start(lingeringFor seconds: Double, escapes: Bool) throws(Misuse) {
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        if escapes { unsafe posix_spawnattr_setflags(&attributes, ownSession) }
        let words = ["sample-agent", "--linger", String(seconds)]
        var arguments = unsafe words.map { unsafe strdup($0) } + [nil]
        defer { unsafe arguments.forEach { unsafe free($0) } }
        var child: pid_t = 0
        let result = unsafe posix_spawn(&child, ownPath(), nil, &attributes, &arguments, environ)
        guard result == 0 else { throw Misuse("@fork: \(unsafe String(cString: strerror(result)))") }
    }

    /// The path itself, not /proc/self/exe: the child's name in the process table comes from it.
    private static func ownPath() -> String {
        unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Int(PATH_MAX)) { bytes in
            guard let start = bytes.baseAddress else { return "" }
            let count = unsafe readlink("/proc/self/exe", start, bytes.count)
            return unsafe String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
        }
    }

    /// `POSIX_SPAWN_SETSID`, which the Glibc overlay lacks.
    private static let ownSession: Int16 = 0x80
}
