internal import CLinux
internal import Glibc
internal import Synchronization

/// Where the handler writes; negative while nobody wants signals.
private let handlerEnd = Atomic<Int32>(-1)

/// How many threads are in the handler.
private let handlersAtWork = Atomic(0)

/// True when the end of a child is noted and nobody has read that: however many end, they leave room for other signals.
private let isEndNoted = Atomic(false)

/// Notes a signal down. It runs in the middle of anything, so it may call nothing but `write`.
private func noteSignal(_ number: Int32) {
    if number == SIGCHLD, isEndNoted.exchange(true, ordering: .relaxed) { return }
    let before = errno
    var byte = UInt8(truncatingIfNeeded: number)
    handlersAtWork.add(1, ordering: .sequentiallyConsistent)
    _ = unsafe write(handlerEnd.load(ordering: .sequentiallyConsistent), &byte, 1)
    handlersAtWork.subtract(1, ordering: .sequentiallyConsistent)
    errno = before
}

/// Signals for this program as bytes to be read.
///
/// A signalfd would do with less, but wants its signals blocked in every thread; the main thread of a Swift program that
/// uses the main actor sits in `sigsuspend` with none blocked, and would take each of them for itself and die of it.
@safe struct SignalPipe: ~Copyable {
    private let readEnd: FileDescriptor
    private let writeEnd: FileDescriptor
    private let former: [(number: Int32, action: sigaction)]

    /// The descriptor to wait on; negative when no signals are wanted.
    var number: Int32 { readEnd.number }

    /// Catches signals from here on. One that is ignored already stays so: whoever started us, `nohup` for example,
    /// wants it.
    init(_ signals: [Int32]) throws(SystemError) {
        guard !signals.isEmpty else {
            readEnd = .none
            writeEnd = .none
            former = []
            return
        }
        var pipe = try Pipe()
        try pipe.readEnd.setNonBlocking()
        try pipe.writeEnd.setNonBlocking()
        writeEnd = pipe.writeEnd.take()
        handlerEnd.store(writeEnd.number, ordering: .sequentiallyConsistent)
        isEndNoted.store(false, ordering: .relaxed)
        readEnd = pipe.readEnd.take()
        former = signals.filter { linux_is_ignored($0) == 0 }.map { number in
            var action = sigaction()
            unsafe action.__sigaction_handler.sa_handler = noteSignal
            action.sa_flags = SA_RESTART | SA_NOCLDSTOP
            var before = sigaction()
            unsafe sigaction(number, &action, &before)
            return (number, before)
        }
    }

    deinit {
        for (number, action) in former {
            var action = action
            unsafe sigaction(number, &action, nil)
        }
        // Another pipe may have taken its place. On another thread a handler may be about to write, and the number could be
        // another file's by then.
        guard writeEnd.isOpen else { return }
        _ = handlerEnd.compareExchange(expected: writeEnd.number, desired: -1, ordering: .sequentiallyConsistent)
        while handlersAtWork.load(ordering: .sequentiallyConsistent) > 0 { usleep(100) }
    }

    /// All signals that have arrived, in order. Of the ends of children one stands for all.
    func take() -> [Int32] {
        isEndNoted.store(false, ordering: .relaxed)
        var taken: [Int32] = []
        var byte: UInt8 = 0
        while unsafe read(readEnd.number, &byte, 1) == 1 { taken.append(Int32(byte)) }
        return taken
    }
}
