internal import CLinux
internal import Glibc

/// Signals as events.
enum Signals {
    /// Keeps signals from interrupting this thread and those it starts; they wait until they are read.
    static func block(_ signals: [Int32]) {
        var set = makeSet(signals)
        unsafe pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    /// Runs `body` with every signal blocked, so that a thread made in it never runs a handler, and a write into a pipe
    /// nobody reads is an error for it and not the end of the program.
    static func withAllBlocked<Result>(_ body: () throws -> Result) rethrows -> Result {
        var all = sigset_t()
        var before = sigset_t()
        unsafe sigfillset(&all)
        unsafe pthread_sigmask(SIG_SETMASK, &all, &before)
        defer { unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }
        return try body()
    }

    /// A descriptor from which the signals are read.
    static func makeDescriptor(_ signals: [Int32]) throws(SystemError) -> FileDescriptor {
        guard !signals.isEmpty else { return .none }
        var set = makeSet(signals)
        let flags = Int32(SFD_CLOEXEC) | Int32(SFD_NONBLOCK)
        return try FileDescriptor(unsafe signalfd(-1, &set, flags), of: "signalfd")
    }

    /// All signals that have arrived at the descriptor.
    static func take(from number: Int32) -> [Int32] {
        var taken: [Int32] = []
        var info = signalfd_siginfo()
        let size = MemoryLayout<signalfd_siginfo>.size
        while unsafe read(number, &info, size) == size { taken.append(Int32(info.ssi_signo)) }
        return taken
    }

    static func makeSet(_ signals: [Int32]) -> sigset_t {
        var set = sigset_t()
        unsafe sigemptyset(&set)
        for signal in signals { unsafe sigaddset(&set, signal) }
        return set
    }
}
