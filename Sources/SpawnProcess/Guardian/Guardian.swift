internal import CLinux
internal import Glibc

/// A small process above the one that does the work, for the case that the work is killed.
///
///     shell ── guardian ── supervisor ── children …
///
/// Whoever kills the supervisor with KILL leaves it no time to end its children; they become the guardian's, whatever
/// their session, and it ends them. When it is the guardian that is killed, the supervisor is told and ends everything
/// itself. For everybody else the guardian is the program: signals pass through it downwards, the exit status upwards.
package enum Guardian {
    /// What the supervisor gets when its guardian is gone.
    static let lostSignal = SIGUSR2

    /// How long what the supervisor left behind may take to die. What cannot be killed is not waited for longer.
    private static let patience = 5.0

    /// Puts a guardian above the rest of the program. Must be called before there is a second thread.
    ///
    /// It returns in the supervisor only; the guardian ends the process when the supervisor has ended.
    ///
    /// - Parameter afterCrash: What the guardian does last when the supervisor was killed by a signal.
    /// - Throws: When there can be no second process.
    package static func stand(afterCrash: () -> Void) throws(SystemError) {
        let passed = [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1]
        // Before there is anybody to pass one on to, none may be lost.
        let before = block(passed + [SIGCHLD, SIGTSTP])
        linux_keep_children_waitable()
        let guardian = getpid()
        let supervisor = linux_fork()
        guard supervisor >= 0 else { throw .last("fork") }
        if supervisor == 0 { return becomeSupervisor(of: guardian, before) }
        guard Kernel.adoptOrphans() == 0 else { throw .last("prctl") }
        let status = watch(supervisor, passing: passed)
        endDescendants()
        guard status & 0x7F != 0 else { exit(status >> 8 & 0xFF) }
        ChildInputDirectory.removeAll(leftBy: supervisor)
        afterCrash()
        exit(128 + status & 0x7F)
    }

    private static func becomeSupervisor(of guardian: pid_t, _ mask: sigset_t) {
        // Whoever started us may have ignored it, which we would inherit.
        signal(lostSignal, SIG_DFL)
        linux_send_when_parent_dies(lostSignal)
        // It may have died before it was to be told.
        guard getppid() == guardian else { exit(128 + SIGTERM) }
        var mask = mask
        unsafe pthread_sigmask(SIG_SETMASK, &mask, nil)
    }

    /// Waits for the end of the supervisor and passes signals on.
    ///
    /// A signal from the kernel, as the terminal's, has reached the supervisor too, which is in the same group; and what
    /// the supervisor sends to the group is no news to it.
    private static func watch(_ supervisor: pid_t, passing passed: [Int32]) -> Int32 {
        while true {
            let (number, isNews) = nextSignal(of: passed + [SIGCHLD, SIGTSTP], from: supervisor)
            var status: Int32 = 0
            if Kernel.wait(for: supervisor, &status, WNOHANG) == supervisor { return status }
            if number > 0, number != SIGCHLD, isNews { Kernel.signal(supervisor, number) }
            // The shell looks at us. When it lets us go on, so does the supervisor; also when somebody stopped us otherwise.
            if number == SIGTSTP { JobControl.stop() }
            if number == SIGTSTP || number < 0 { Kernel.signal(supervisor, SIGCONT) }
        }
    }

    /// Kills all our children until none is left; those of each become ours when it is dead.
    private static func endDescendants() {
        let list = "/proc/self/task/\(getpid())/children"
        let end = ContinuousClock.now + .seconds(patience)
        while ContinuousClock.now < end {
            // Nobody else can have their ids before we have reaped them.
            for child in ProcFile.processIDs(ProcFile.read(list) ?? []) { Kernel.signal(child, SIGKILL) }
            var death = makeSet([SIGCHLD])
            var wait = timespec(tv_sec: 0, tv_nsec: 10_000_000)
            unsafe sigtimedwait(&death, nil, &wait)
            var status: Int32 = 0
            var reaped: pid_t = 1
            while reaped > 0 { reaped = Kernel.wait(for: -1, &status, WNOHANG) }
            if reaped < 0 { return }
        }
    }

    /// Waits for a signal; the number is negative when we were stopped meanwhile and go on.
    private static func nextSignal(
        of signals: [Int32], from supervisor: pid_t
    ) -> (number: Int32, isNews: Bool) {
        var set = makeSet(signals)
        var info = unsafe siginfo_t()
        let number = unsafe sigwaitinfo(&set, &info)
        let sender = unsafe info._sifields._kill.si_pid
        return (number, unsafe info.si_code != linux_sent_by_kernel && sender != supervisor)
    }

    private static func block(_ signals: [Int32]) -> sigset_t {
        var set = makeSet(signals)
        var before = sigset_t()
        unsafe pthread_sigmask(SIG_BLOCK, &set, &before)
        return before
    }

    private static func makeSet(_ signals: [Int32]) -> sigset_t {
        var set = sigset_t()
        unsafe sigemptyset(&set)
        for signal in signals { unsafe sigaddset(&set, signal) }
        return set
    }
}
