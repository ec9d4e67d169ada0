internal import CLinux
internal import Glibc
internal import Synchronization

/// The system calls that a run depends on, in one place, so that a test may let any of them fail.
///
/// What can fail by a mistake of ours alone is not among them, as the handling of signals.
enum Kernel {
    /// The calls that may fail.
    enum Call: CaseIterable, Sendable {
        case pipe, open, openDirectory, readDirectory, makeDirectory, remove, removeDirectory, duplicate
        case setNonBlocking, read, readAt, write, lookAtFile, close
        case epollCreate, epollAdd, epollWait, eventDescriptor, startThread
        case start, openProcess, signalProcess, signalGroup, wait, look, adoptOrphans, readMark
    }

    /// Decides the fate of a call: the number of the error it fails with, or `nil` to let it through. It may take its
    /// time, as a slow disk does: only the thread that calls waits for it.
    typealias Fault = @Sendable (Call) -> Int32?

    private static let isTested = Atomic(false)
    private static let judge = Guarded<Judge?>(nil)

    /// Around the closure, which as the value of a generic type would be wrapped once more with every look at it.
    private struct Judge {
        var decide: Fault
    }

    /// For a test in a process of its own: asks about every call of this program from now on.
    static func decideFaults(_ decide: @escaping Fault) {
        judge.withLock { $0 = Judge(decide: decide) }
        isTested.store(true, ordering: .relaxed)
    }

    @inline(__always)
    static func faultNumber(_ call: Call) -> Int32? {
        guard isTested.load(ordering: .relaxed) else { return nil }
        return judge.withLock { $0 }?.decide(call)
    }

    /// Makes a call that says -1 and sets `errno` when it fails.
    @inline(__always)
    static func make<Result: SignedInteger>(_ call: Call, _ body: () -> Result) -> Result {
        guard let number = faultNumber(call) else { return body() }
        errno = number
        return -1
    }

    /// The same for a call that is begun anew when a signal interrupts it.
    @inline(__always)
    static func makeWhole<Result: SignedInteger>(_ call: Call, _ body: () -> Result) -> Result {
        while true {
            let result = make(call, body)
            if result >= 0 || errno != EINTR { return result }
        }
    }
}

/// Pipes, and waiting for descriptors.
extension Kernel {
    static func pipe(_ ends: UnsafeMutablePointer<Int32>) -> Int32 {
        make(.pipe) { unsafe linux_pipe(ends, O_CLOEXEC) }
    }

    static func makeEpoll() -> Int32 { make(.epollCreate) { epoll_create1(Int32(EPOLL_CLOEXEC)) } }

    static func add(_ number: Int32, to epoll: Int32, _ event: inout epoll_event) -> Int32 {
        make(.epollAdd) { unsafe epoll_ctl(epoll, EPOLL_CTL_ADD, number, &event) }
    }

    static func wait(
        _ epoll: Int32, _ events: UnsafeMutablePointer<epoll_event>, _ capacity: Int, milliseconds: Int32
    ) -> Int32 {
        make(.epollWait) { unsafe epoll_wait(epoll, events, Int32(capacity), milliseconds) }
    }

    /// - Parameter waits: Whether reading it waits for an event.
    /// - Returns: The descriptor; -1 when there is none.
    static func makeEventDescriptor(waits: Bool = false) -> Int32 {
        make(.eventDescriptor) { eventfd(0, Int32(waits ? EFD_CLOEXEC : EFD_CLOEXEC | EFD_NONBLOCK)) }
    }

    /// - Returns: The error number; 0 when the thread runs.
    static func startThread(
        _ thread: inout pthread_t, _ body: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer?,
        _ context: UnsafeMutableRawPointer
    ) -> Int32 {
        if let number = faultNumber(.startThread) { return number }
        return unsafe pthread_create(&thread, nil, body, context)
    }
}

/// Processes.
extension Kernel {
    /// - Returns: The error number; 0 when the child runs.
    static func start(_ child: inout linux_child, _ pid: inout pid_t) -> Int32 {
        if let number = faultNumber(.start) { return number }
        return unsafe linux_start_child(&child, &pid)
    }

    /// A descriptor that tells the end of a process.
    static func openProcess(_ pid: pid_t) -> Int32 { make(.openProcess) { pidfd_open(pid, 0) } }

    /// Signals a process; it must not be possible that its id is another's by now.
    @discardableResult
    static func signal(_ pid: pid_t, _ number: Int32) -> Int32 { make(.signalProcess) { kill(pid, number) } }

    @discardableResult
    static func signal(group: pid_t, _ number: Int32) -> Int32 { make(.signalGroup) { kill(-group, number) } }

    @discardableResult
    static func signal(_ process: borrowing FileDescriptor, _ number: Int32) -> Int32 {
        let descriptor = process.number
        return make(.signalProcess) { pidfd_send_signal(descriptor, number, nil, 0) }
    }

    /// Collects a child that has ended, or any with -1: its id, 0 when there is none yet, -1 when it is not ours to collect.
    @discardableResult
    static func wait(for pid: pid_t, _ status: inout Int32, _ options: Int32) -> pid_t {
        makeWhole(.wait) { unsafe waitpid(pid, &status, options) }
    }

    /// The same, with the most memory in KiB that it, or one that it waited for, has held at once.
    @discardableResult
    static func wait(for pid: pid_t, _ status: inout Int32, peak: inout Int) -> pid_t {
        var usage = rusage()
        defer { peak = usage.ru_maxrss }
        return makeWhole(.wait) { unsafe wait4(pid, &status, 0, &usage) }
    }

    /// The most memory in KiB that this program has held at once.
    static var ownPeak: Int {
        var usage = rusage()
        unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss
    }

    /// Looks at how a child has ended without collecting it.
    static func look(at pid: pid_t, _ info: inout siginfo_t) -> Int32 {
        make(.look) { unsafe waitid(P_PID, id_t(pid), &info, WEXITED | WNOWAIT | WNOHANG) }
    }

    /// By what a process and all that descends from it is known; see start.h.
    static func readMark(of pid: pid_t, _ mark: inout UInt64) -> Int32 {
        make(.readMark) { unsafe linux_mark_of(pid, &mark) }
    }

    /// The session of a process, 0 for ours; it need not be alive. -1 when there is no such process.
    static func session(of pid: pid_t) -> pid_t { getsid(pid) }

    static func adoptOrphans() -> Int32 { make(.adoptOrphans) { linux_adopt_orphans() } }

    /// Has a signal end this program as it would have without us, though without a core file. Another thread takes it: the
    /// reactor's has all of them blocked.
    static func die(of number: Int32) -> Never {
        var noCore = rlimit()
        unsafe setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &noCore)
        Glibc.signal(number, SIG_DFL)
        kill(getpid(), number)
        // Before it takes the signal, nobody may change what it does.
        while true { pause() }
    }
}
