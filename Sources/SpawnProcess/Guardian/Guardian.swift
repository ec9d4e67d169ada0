internal import CLinux
internal import Glibc
internal import SpawnCore
internal import Synchronization

/// The process above the supervisor, and the one above that; 0 where there is none.
private let keeperID = Atomic<pid_t>(0)
private let guardianID = Atomic<pid_t>(0)

/// Tells the supervisor that the guardian has ended; negative where it cannot be told.
private let guardianEnd = Atomic<Int32>(-1)

/// Two small processes above the one that does the work, for the case that any of the three is killed.
///
///     shell ── guardian ── keeper ── supervisor ── children …
///
/// Whoever kills the supervisor with KILL leaves it no time to end its children; they become the keeper's, whatever their
/// session, and it ends them. The keeper is in a session of its own, where nothing reaches it that is sent to the whole
/// group of the command. When it is the keeper or the guardian that is killed, the supervisor is told and ends everything
/// itself. So any two may be killed at once; with all three only those die that the supervisor itself has started.
///
/// For everybody else the guardian is the program: signals pass through it downwards, the exit status upwards. Guardian and
/// supervisor are in the group that the shell made, as job control wants it.
package enum Guardian {
    /// What the keeper and the supervisor get when the process above is gone.
    static let lostSignal = SIGUSR2

    /// What the guardian gets from the keeper when the supervisor has stopped.
    private static let stopSignal = SIGUSR2

    /// What the supervisor's parent gets from it when it is done, with the exit status.
    private static let farewellSignal = __libc_current_sigrtmin()

    /// What ends a run. A stopped process takes nothing else but what lets it go on.
    private static let endings = [SIGINT, SIGTERM, SIGHUP, SIGQUIT, lostSignal]

    /// How long what the supervisor left behind may take to die. What cannot be killed is not waited for longer.
    private static let patience = Duration.seconds(5)

    /// The same, where somebody has had that patience before.
    private static let restOfPatience = Duration.seconds(1)

    /// How long the supervisor may take to end when it is done, or when it was asked so often that nobody wants to wait. A
    /// disk that does not answer may hold one of its threads, and with it what is left of a process.
    private static let longestFarewell = Duration.seconds(1)
    private static let longestEnd = Duration.seconds(3)

    /// What is passed on downwards.
    private static let passed = [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGTSTP, SIGCONT, lostSignal]

    /// What is waited for above the supervisor.
    private static let awaited = passed + [SIGCHLD, farewellSignal]

    /// Puts a guardian and a keeper above the rest of the program. Must be called before there is a second thread.
    ///
    /// It returns in the supervisor only; the others end themselves when the supervisor has ended.
    ///
    /// - Parameter afterCrash: What is done first when the supervisor was killed by a signal.
    /// - Throws: When there can be no other process.
    package static func stand(afterCrash: () -> Void) throws(SystemError) {
        // Before there is anybody to pass one on to, none may be lost. A blocked one comes even if it is ignored.
        let before = SignalWait.block(awaited)
        linux_keep_children_waitable()
        // Whoever started us may have ignored it, which the supervisor would inherit.
        signal(lostSignal, SIG_DFL)
        var pipe = try Pipe()
        let guardian = getpid()
        let keeper = try fork()
        guard keeper == 0 else {
            let supervisor = waitUntilKept(&pipe)
            let watch = Watch(supervisor: supervisor, parent: getppid()) { isStopped in
                // Not when we are to go on already.
                if isStopped, !SignalWait.isPending(SIGCONT) { JobControl.stop() }
            }
            switch watch.status(of: keeper) {
            // It has ended what was left, as far as that could be done.
            case let status? where status & 0x7F == 0: end(with: status, supervisor, restOfPatience, afterCrash)
            case let status:
                let last = supervisor > 0 ? watch.status(of: supervisor) : nil
                end(with: last ?? status ?? 0, supervisor, patience, afterCrash)
            }
        }
        let keeperItself = getpid()
        let supervisor = try fork()
        guard supervisor == 0 else {
            setsid()
            tell(supervisor, pipe)
            let watch = Watch(supervisor: supervisor, parent: guardian) { isStopped in
                // Without it somebody else is the parent.
                if getppid() == guardian { Kernel.signal(guardian, isStopped ? stopSignal : SIGCONT) }
            }
            end(with: watch.status(of: supervisor) ?? 0, supervisor, patience, afterCrash)
        }
        keeperID.store(keeperItself, ordering: .relaxed)
        guardianID.store(guardian, ordering: .relaxed)
        guardianEnd.store(Kernel.openProcess(guardian), ordering: .relaxed)
        // Until the reactor takes it.
        signal(lostSignal) { _ in if Guardian.isLost { _exit(128 + SIGTERM) } }
        _ = waitUntilKept(&pipe)
        SignalWait.restore(before)
    }

    /// Ends the supervisor, whose work is done: also where one of its threads waits for ever for a disk, and keeps it from
    /// ending.
    package static func leave(with code: Int32) -> Never {
        let parent = getppid()
        let ours = [keeperID.load(ordering: .relaxed), guardianID.load(ordering: .relaxed)]
        if parent > 0, ours.contains(parent) {
            // A child may have stopped them, and nothing is left that could wait to go on.
            Kernel.signal(parent, SIGCONT)
            pidfd_send_signal(guardianEnd.load(ordering: .relaxed), SIGCONT, nil, 0)
            var value = unsafe sigval()
            unsafe value.sival_int = code
            unsafe sigqueue(parent, farewellSignal, value)
        }
        exit(code)
    }

    /// Whether the process above the supervisor is gone, or the one above that. May be asked in a signal's handler.
    ///
    /// The signal that says so comes a moment before it can be seen of the second.
    static var isLost: Bool {
        let keeper = keeperID.load(ordering: .relaxed)
        guard keeper > 0 else { return false }
        guard getppid() == keeper else { return true }
        var end = pollfd(fd: guardianEnd.load(ordering: .relaxed), events: Int16(POLLIN), revents: 0)
        guard end.fd >= 0 else { return true }
        return unsafe poll(&end, 1, 20) > 0
    }

    /// Returns twice: with the child's id, and with 0 in the child, which is told when its parent is gone.
    private static func fork() throws(SystemError) -> pid_t {
        guard Kernel.adoptOrphans() == 0 else { throw .last("prctl") }
        let parent = getpid()
        let child = linux_fork()
        guard child >= 0 else { throw .last("fork") }
        guard child == 0 else { return child }
        linux_send_when_parent_dies(lostSignal)
        // It may have died before it was to be told.
        guard getppid() == parent else { exit(128 + SIGTERM) }
        return 0
    }

    /// Says, once to the guardian and once to the supervisor, that the keeper is where no signal to the group reaches it.
    private static func tell(_ supervisor: pid_t, _ pipe: borrowing Pipe) {
        let number = pipe.writeEnd.number
        _ = unsafe [supervisor, supervisor].withUnsafeBytes { unsafe Kernel.write(number, $0) }
    }

    /// Waits for that: sooner there must be no child.
    ///
    /// - Returns: The supervisor; 0 when the keeper has not come so far.
    private static func waitUntilKept(_ pipe: inout Pipe) -> pid_t {
        pipe.writeEnd.close()
        let number = pipe.readEnd.number
        var supervisor: pid_t = 0
        _ = unsafe withUnsafeMutableBytes(of: &supervisor) { unsafe Kernel.read(number, $0) }
        return supervisor
    }

    /// Ends what the supervisor left, and us with its status.
    private static func end(
        with status: Int32, _ supervisor: pid_t, _ patience: Duration, _ afterCrash: () -> Void
    ) -> Never {
        let signal = status & 0x7F
        if signal != 0 { afterCrash() }
        endDescendants(within: patience)
        if signal != 0 {
            ChildInputDirectory.removeAll(leftBy: supervisor)
            // It dies of those by its own will.
            if !endings.contains(signal) { Obituary.say(ofDeathBy: signal) }
        }
        exit(signal != 0 ? 128 + signal : status >> 8 & 0xFF)
    }

    /// How the guardian and the keeper look after the process below.
    private struct Watch {
        let supervisor: pid_t
        let parent: pid_t
        let whenChanged: (_ isStopped: Bool) -> Void

        /// Waits for the end of a child and passes signals on.
        ///
        /// A signal from the kernel, as the terminal's, has reached the supervisor too, which is in the same group. When that
        /// is to stop, it makes everything ready first; the shell, which looks at the guardian, sees no sooner that the
        /// terminal is its own again. And when it goes on, by whomever it was told so, the guardian does.
        ///
        /// - Returns: How it ended, or would have if it could; `nil` when it is no child of ours.
        func status(of process: pid_t) -> Int32? {
            var sieve = SignalSieve()
            /// When it is not waited for any longer, and what is its status then.
            var last: (moment: ContinuousClock.Instant, status: Int32)?
            while true {
                var status: Int32 = 0
                let changed = Kernel.wait(for: process, &status, WNOHANG | WUNTRACED | WCONTINUED)
                if changed < 0 { return nil }
                let hasGoneOn = status == 0xFFFF
                if changed > 0, !hasGoneOn, status & 0xFF != 0x7F { return status }
                if changed > 0, process == supervisor {
                    if !hasGoneOn, status >> 8 & 0xFF == SIGSTOP {
                        goOn(process, beside: parent)
                    } else {
                        whenChanged(!hasGoneOn)
                    }
                } else if changed > 0, !hasGoneOn {
                    // The keeper is in nobody's group: whoever stopped it, a child perhaps, means no job of a shell.
                    Kernel.signal(process, SIGCONT)
                }
                if let last, ContinuousClock.now >= last.moment { return last.status }
                let signal = SignalWait.next(of: awaited, until: last?.moment)
                guard signal.number > 0, signal.number != SIGCHLD else { continue }
                if signal.sender == supervisor {
                    guard signal.number == farewellSignal else { continue }
                    last = last ?? (.now + longestFarewell, signal.value << 8)
                } else if pass(signal, to: process), endings.contains(signal.number) {
                    _ = sieve.tell(signal.number, at: Moment(nanoseconds: linux_nanoseconds(CLOCK_MONOTONIC)))
                    if sieve.isPatienceOver { last = last ?? (.now + longestEnd, signal.number) }
                }
            }
        }

        /// - Returns: Whether the signal was meant for the supervisor.
        private func pass(_ signal: SignalWait.Arrival, to process: pid_t) -> Bool {
            switch signal.sender {
            case nil: if endings.contains(signal.number) { Kernel.signal(process, SIGCONT) }
            case process:
                if signal.number == stopSignal { whenChanged(true) }
                return false
            // Anybody can send it.
            case _ where signal.number == lostSignal && getppid() == parent: return false
            case _ where signal.number == farewellSignal: return false
            default:
                Kernel.signal(process, signal.number)
                if process == supervisor, endings.contains(signal.number) { Kernel.signal(process, SIGCONT) }
            }
            return true
        }
    }

    /// Lets the supervisor go on that was stopped with no warning: alone, by one of its children perhaps, and with it all
    /// limits. When the whole group was, as the guardian is then, somebody wants it so.
    private static func goOn(_ supervisor: pid_t, beside guardian: pid_t) {
        usleep(100_000)
        let text = ProcFile.read("/proc/\(guardian)/stat") ?? []
        let state = text.lastIndex(of: UInt8(ascii: ")")).flatMap { text.dropFirst($0 + 2).first }
        if state != UInt8(ascii: "T") { Kernel.signal(supervisor, SIGCONT) }
    }

    /// Kills all our children until none is left, or none that we may kill; those of each become ours when it is dead.
    private static func endDescendants(within patience: Duration) {
        let list = "/proc/self/task/\(getpid())/children"
        let end = ContinuousClock.now + patience
        while ContinuousClock.now < end {
            var status: Int32 = 0
            var reaped: pid_t = 1
            while reaped > 0 { reaped = Kernel.wait(for: -1, &status, WNOHANG) }
            if reaped < 0 { return }
            // Nobody else can have their ids before we have reaped them.
            let children = ProcFile.processIDs(ProcFile.read(list) ?? [])
            let others = children.filter { Kernel.signal($0, SIGKILL) != 0 && errno == EPERM }
            for child in others {
                for entry in ProcessEntry.descendants(of: child) { entry.send(SIGKILL) }
            }
            if !children.isEmpty, others.count == children.count { return }
            SignalWait.pause(until: SIGCHLD, milliseconds: 10)
        }
    }
}
