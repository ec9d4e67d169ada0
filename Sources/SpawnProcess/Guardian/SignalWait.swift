internal import CLinux
internal import Glibc

/// Waiting for signals that are blocked, in a program that has one thread and nothing else to do.
enum SignalWait {
    /// Blocks signals, so that they wait for us.
    ///
    /// - Returns: What was blocked before.
    static func block(_ signals: [Int32]) -> sigset_t {
        var set = makeSet(signals)
        var before = sigset_t()
        unsafe pthread_sigmask(SIG_BLOCK, &set, &before)
        return before
    }

    /// Has no signals blocked but those that were before.
    static func restore(_ before: sigset_t) {
        var before = before
        unsafe pthread_sigmask(SIG_SETMASK, &before, nil)
    }

    /// A signal that has come.
    struct Arrival {
        /// Its number; negative when there was none but we were stopped and go on, or have waited long enough.
        var number: Int32
        /// Who sent it; `nil` for the kernel.
        var sender: pid_t?
        /// What was sent with it.
        var value: Int32
    }

    /// Waits for one of several, until a moment or for ever.
    static func next(of signals: [Int32], until end: ContinuousClock.Instant? = nil) -> Arrival {
        var set = makeSet(signals)
        var info = unsafe siginfo_t()
        let number: Int32
        if let end {
            let rest = max(.zero, ContinuousClock.now.duration(to: end)).components
            var limit = timespec(tv_sec: Int(rest.seconds), tv_nsec: Int(rest.attoseconds / 1_000_000_000))
            number = unsafe sigtimedwait(&set, &info, &limit)
        } else {
            number = unsafe sigwaitinfo(&set, &info)
        }
        let isSentByKernel = unsafe info.si_code == linux_sent_by_kernel
        return Arrival(
            number: number, sender: isSentByKernel ? nil : unsafe info._sifields._rt.si_pid,
            value: unsafe info._sifields._rt.si_sigval.sival_int)
    }

    /// Whether one that is blocked has come.
    static func isPending(_ signal: Int32) -> Bool {
        var set = sigset_t()
        return unsafe sigpending(&set) == 0 && sigismember(&set, signal) == 1
    }

    /// Waits for one, but not longer than a time below a second.
    static func pause(until signal: Int32, milliseconds: Int) {
        var set = makeSet([signal])
        var limit = timespec(tv_sec: 0, tv_nsec: milliseconds * 1_000_000)
        unsafe sigtimedwait(&set, nil, &limit)
    }

    private static func makeSet(_ signals: [Int32]) -> sigset_t {
        var set = sigset_t()
        unsafe sigemptyset(&set)
        for signal in signals { unsafe sigaddset(&set, signal) }
        return set
    }
}
