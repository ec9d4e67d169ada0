import Glibc

extension BackgroundProgram {
    /// The processor time it took so far, guardian included, without that of the children; zero when it has ended.
    var processorTime: Duration {
        ([pid] + [supervisor].compactMap(\.self)).reduce(.zero) { $0 + Self.processorTime(of: $1) }
    }

    private static func processorTime(of pid: pid_t) -> Duration {
        var clock = clockid_t()
        var time = timespec()
        guard unsafe clock_getcpuclockid(pid, &clock) == 0, unsafe clock_gettime(clock, &time) == 0 else {
            return .zero
        }
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
