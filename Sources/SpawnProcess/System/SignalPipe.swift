internal import CLinux
internal import Glibc
internal import Synchronization

/// Where the handler writes; negative while nobody wants signals.
private let handlerEnd = Atomic<Int32>(-1)

/// Notes a signal down. It runs in the middle of anything, so it may call nothing but `write`.
private func noteSignal(_ number: Int32) {
    let before = errno
    var byte = UInt8(truncatingIfNeeded: number)
    _ = unsafe write(handlerEnd.load(ordering: .relaxed), &byte, 1)
    errno = before
}

/// Signals for this program as bytes to be read.
///
/// A signalfd would do with less, but wants its signals blocked in every thread; the main thread of a Swift program that
/// uses the main actor sits in `sigsuspend` with none blocked, and would take each of them for itself and die of it.
@safe struct SignalPipe: ~Copyable {
    private let readEnd: FileDescriptor
    private let former: [(number: Int32, action: sigaction)]

    /// The descriptor to wait on; negative when no signals are wanted.
    var number: Int32 { readEnd.number }

    /// Catches signals from here on. One that is ignored already stays so: whoever started us, `nohup` for example,
    /// wants it.
    init(_ signals: [Int32]) throws(SystemError) {
        guard !signals.isEmpty else {
            readEnd = .none
            former = []
            return
        }
        let pipe = try Pipe()
        try pipe.readEnd.setNonBlocking()
        try pipe.writeEnd.setNonBlocking()
        // Never closed: on another thread a handler may be about to write, and the number could be another file's by then.
        handlerEnd.store(pipe.writeEnd.release(), ordering: .relaxed)
        readEnd = pipe.readEnd
        former = signals.filter { linux_is_ignored($0) == 0 }.map { number in
            var action = sigaction()
            unsafe action.__sigaction_handler.sa_handler = noteSignal
            action.sa_flags = SA_RESTART
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
    }

    /// All signals that have arrived, in order.
    func take() -> [Int32] {
        var taken: [Int32] = []
        var byte: UInt8 = 0
        while unsafe read(readEnd.number, &byte, 1) == 1 { taken.append(Int32(byte)) }
        return taken
    }
}
