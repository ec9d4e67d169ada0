internal import CLinux
internal import Glibc
internal import SpawnCore

/// What is said of a supervisor that cannot say anything any more.
enum Obituary {
    /// How long whoever reads standard error may take, or the disk it lies on.
    private static let patience = 1000

    /// Says by which signal it died, and what that means for its run.
    static func say(ofDeathBy signal: Int32) {
        let cause = hint(signal) ?? Failure.signalled(signal).message
        let words = "aurora: \(cause); what it ran is ended, and no results are saved\n"
        let bytes = Array(words.utf8)
        // By a process of its own: to write may take for ever.
        let writer = linux_fork()
        guard writer != 0 else {
            _ = unsafe bytes.withUnsafeBytes { unsafe Kernel.write(STDERR_FILENO, $0) }
            _exit(0)
        }
        var status: Int32 = 0
        for _ in 0..<patience where writer > 0 && Kernel.wait(for: writer, &status, WNOHANG) == 0 { usleep(1000) }
        if writer > 0 { Kernel.signal(writer, SIGKILL) }
    }

    /// The limit that ends a program by this signal, where there is one.
    private static func hint(_ signal: Int32) -> String? {
        var limit = rlimit()
        guard [SIGKILL, SIGXCPU].contains(signal),
            unsafe getrlimit(__rlimit_resource_t(RLIMIT_CPU.rawValue), &limit) == 0, limit.rlim_cur != .max
        else { return nil }
        return "killed, perhaps for the limit on processor time (ulimit -t) of \(limit.rlim_cur) s"
    }
}
