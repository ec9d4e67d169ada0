package import AuroraSpawner
import Glibc
import SpawnCore
import SpawnProcess

/// Writes to a pipe, a terminal or a file on a thread of its own.
///
/// A reader may be slow, stopped, or not there: whoever runs tasks must not wait for it, and neither may one of the few threads
/// that all tasks of the program share. What is not written yet is bounded: ``send(_:)`` waits for room without a thread,
/// ``offer(_:)`` leaves out what finds none, and says so.
package final class BackgroundWriter: Sendable {
    /// The most bytes that wait, beside one piece that is longer.
    private static let capacity = 1 << 20

    private struct State {
        var waiting: [UInt8] = []
        /// True while the thread has bytes in its hand.
        var isWriting = false
        /// True while the thread waits to be woken.
        var isAsleep = false
        /// Lines that found no room.
        var dropped = 0
        /// Bytes written, to tell a slow reader from none.
        var written = 0
        /// Why nothing is written any more.
        var failure: String?
        /// Those who wait for room.
        var senders: [CheckedContinuation<Void, Never>] = []
    }

    /// What it writes to, for complaints.
    package let name: String
    private let source: Source
    private let state = Guarded(State())
    /// A pipe by which the thread is woken: where it reads, and where others write.
    private let bell: (Int32, Int32)

    private enum Source: Sendable {
        case descriptor(Int32)
        /// Opening it waits for a reader.
        case pipe(String)
    }

    /// Starts a writer to something that is open.
    package convenience init(_ descriptor: Int32, name: String) throws(InputError) {
        try self.init(.descriptor(descriptor), name)
    }

    /// Starts a writer to a file that is no regular one, as a pipe with a name: that one may have no reader yet.
    package convenience init(special path: String) throws(InputError) {
        try WholeFile.checkOwner(path)
        var status = stat()
        let isPipe =
            unsafe stat(path.cName, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO && access(path.cName, W_OK) == 0
        let descriptor = isPipe ? -1 : unsafe open(path.cName, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
        guard isPipe || descriptor >= 0 else {
            throw InputError(file: path, message: "cannot be written: \(systemReason())")
        }
        if !isPipe { _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) & ~O_NONBLOCK) }
        try self.init(isPipe ? .pipe(path) : .descriptor(descriptor), path)
    }

    private init(_ source: Source, _ name: String) throws(InputError) {
        self.source = source
        self.name = name
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else {
            throw InputError(file: name, message: "has no pipe to be written by: \(systemReason())")
        }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        bell = (ends[0], ends[1])
        // No handler of a signal shall run on it.
        var all = sigset_t()
        var before = sigset_t()
        unsafe sigfillset(&all)
        unsafe pthread_sigmask(SIG_SETMASK, &all, &before)
        defer { unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }
        var thread = pthread_t()
        let context = unsafe Unmanaged.passRetained(self).toOpaque()
        let error = unsafe pthread_create(&thread, nil, runBackgroundWriter, context)
        guard error == 0 else {
            unsafe Unmanaged<BackgroundWriter>.fromOpaque(context).release()
            errno = error
            throw InputError(file: name, message: "has no thread to write it: \(systemReason())")
        }
        // Nobody waits for its end: without a reader it never comes.
        pthread_detach(thread)
    }

    /// Writes bytes, which are whole lines, if there is room; else they are counted, and that is said in their place.
    package func offer(_ lines: [UInt8]) {
        wake { state in
            guard state.failure == nil else { return }
            if state.waiting.count < Self.capacity {
                state.waiting += lines
            } else {
                state.dropped += lines.count { $0 == UInt8(ascii: "\n") }
            }
        }
    }

    /// Writes bytes, as soon as there is room. It returns at once when nothing is written any more.
    package func send(_ bytes: [UInt8]) async {
        while !state.withLock({ $0.waiting.count < Self.capacity || $0.failure != nil }) {
            await withCheckedContinuation { sender in
                let mayGoOn = state.withLock { state in
                    if state.waiting.count < Self.capacity || state.failure != nil { return true }
                    state.senders.append(sender)
                    return false
                }
                if mayGoOn { sender.resume() }
            }
        }
        wake { if $0.failure == nil { $0.waiting += bytes } }
    }

    private func wake(after change: (inout State) -> Void) {
        let isAsleep = state.withLock { state in
            change(&state)
            defer { state.isAsleep = false }
            return state.isAsleep
        }
        if isAsleep { _ = AllBytes.write([0], to: bell.1) }
    }

    /// Writes nothing any more, for this reason; the first one stands.
    package func stop(_ reason: String) {
        let senders = state.withLock { state in
            state.failure = state.failure ?? reason
            state.waiting = []
            defer { state.senders = [] }
            return state.senders
        }
        for sender in senders { sender.resume() }
    }

    /// Whether all that it was given is written, or nothing will be any more.
    package var isIdle: Bool { state.withLock { $0.failure != nil || $0.waiting.isEmpty && !$0.isWriting } }

    /// How many bytes a reader or a disk has taken.
    package var progress: Int { state.withLock { $0.written } }

    /// Why not all was written, in one sentence; `nil` when it was.
    package var complaint: String? {
        state.withLock { $0.failure }.map { "\(name): could not be written to the end: \($0)" }
    }

    fileprivate func run() {
        let descriptor = openSource()
        while true {
            let (bytes, senders) = state.withLock { state in
                defer {
                    state.waiting = []
                    state.senders = []
                    state.dropped = 0
                }
                state.isAsleep = state.waiting.isEmpty
                state.isWriting = !state.waiting.isEmpty
                let note =
                    state.dropped > 0 ? "aurora: \(state.dropped) lines were left out here: nobody read them\n" : ""
                return (state.waiting + note.utf8, state.senders)
            }
            for sender in senders { sender.resume() }
            if bytes.isEmpty {
                var ring: UInt8 = 0
                _ = unsafe read(bell.0, &ring, 1)
            } else {
                write(bytes, descriptor)
                state.withLock { $0.isWriting = false }
            }
        }
    }

    private func write(_ bytes: [UInt8], _ descriptor: Int32) {
        var rest = bytes[...]
        // In pieces, so that a slow reader is seen to read.
        while !rest.isEmpty, state.withLock({ $0.failure == nil }) {
            let piece = Array(rest.prefix(4096))
            guard AllBytes.write(piece, to: descriptor) else { return stop(systemReason()) }
            state.withLock { $0.written += piece.count }
            rest = rest.dropFirst(piece.count)
        }
    }

    private func openSource() -> Int32 {
        switch source {
        case .descriptor(let number): return number
        case .pipe(let path):
            let number = unsafe open(path.cName, O_WRONLY | O_CLOEXEC)
            if number < 0 { stop(systemReason()) }
            return number
        }
    }
}

private func runBackgroundWriter(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context = unsafe context else { preconditionFailure("a writer's thread was started without it") }
    unsafe Unmanaged<BackgroundWriter>.fromOpaque(context).takeRetainedValue().run()
    return nil
}
