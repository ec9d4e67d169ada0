internal import CLinux
internal import Glibc
internal import SpawnCore

/// Writes spill files on a thread of its own, so that a slow disk does not keep the reactor from its children.
///
/// What is not written yet waits in memory, with a bound: whoever adds to it asks first whether there is room.
final class SpillWriter: Sendable {
    /// The most bytes that wait. Two pipes' worth for each of a hundred children, and small beside the program.
    private static let capacity = 16 << 20

    private enum Job: Sendable {
        case write(Spill, [UInt8])
        case close([Spill], AttemptID)
    }

    private struct State {
        var jobs: [Job] = []
        var waitingBytes = 0
        var isClosed = false
        /// True when somebody waits for room.
        var isWanted = false
        /// True when the thread waits for jobs.
        var isAsleep = false
    }

    private let state = Guarded(State())
    private let doorbell: FileDescriptor
    private let mailbox: Mailbox

    /// Starts the thread. It tells the mailbox when files are closed and when there is room again.
    static func start(tellingOf mailbox: Mailbox) throws(SystemError) -> SpillWriter {
        let writer = try SpillWriter(mailbox)
        var thread = pthread_t()
        let context = unsafe Unmanaged.passRetained(writer).toOpaque()
        let error = unsafe Kernel.startThread(&thread, runSpillWriter, context)
        guard error == 0 else {
            unsafe Unmanaged<SpillWriter>.fromOpaque(context).release()
            throw SystemError(errno: error, call: "pthread_create")
        }
        // Nobody waits for its end: on a disk that does not answer it might never come.
        pthread_detach(thread)
        return writer
    }

    private init(_ mailbox: Mailbox) throws(SystemError) {
        doorbell = try FileDescriptor(Kernel.makeEventDescriptor(waits: true), of: "eventfd")
        self.mailbox = mailbox
    }

    /// Whether more can be added; when not, the mailbox is told as soon as it can.
    var hasRoom: Bool {
        state.withLock {
            if $0.waitingBytes >= SpillWriter.capacity { $0.isWanted = true }
            return $0.waitingBytes < SpillWriter.capacity
        }
    }

    /// Writes bytes when their turn comes.
    func write(_ bytes: [UInt8], to spill: Spill) { add(.write(spill, bytes), bytes.count) }

    /// Closes the files of an attempt when all is written, and tells the mailbox.
    func close(_ spills: [Spill], of attempt: AttemptID) { add(.close(spills, attempt), 0) }

    /// Ends the thread when all is written.
    func close() {
        wake { $0.isClosed = true }
    }

    private func add(_ job: Job, _ count: Int) {
        wake {
            $0.jobs.append(job)
            $0.waitingBytes += count
        }
    }

    private func wake(after change: (inout State) -> Void) {
        let mustRing = state.withLock { state in
            change(&state)
            defer { state.isAsleep = false }
            return state.isAsleep
        }
        if mustRing { eventfd_write(doorbell.number, 1) }
    }

    fileprivate func run() {
        while let jobs = nextJobs() {
            for job in jobs {
                switch job {
                case .write(let spill, let bytes):
                    spill.write(bytes)
                    giveRoom(bytes.count)
                case .close(let spills, let attempt):
                    for spill in spills { spill.close() }
                    mailbox.post(.spillsClosed(attempt))
                }
            }
        }
    }

    /// Waits for jobs; `nil` when there will be none.
    private func nextJobs() -> [Job]? {
        while true {
            let (jobs, isClosed) = state.withLock { state in
                defer { state.jobs = [] }
                state.isAsleep = state.jobs.isEmpty && !state.isClosed
                return (state.jobs, state.isClosed)
            }
            guard jobs.isEmpty else { return jobs }
            if isClosed { return nil }
            var rings: eventfd_t = 0
            unsafe eventfd_read(doorbell.number, &rings)
        }
    }

    private func giveRoom(_ count: Int) {
        let mustTell = state.withLock { state in
            state.waitingBytes -= count
            guard state.isWanted, state.waitingBytes <= SpillWriter.capacity / 2 else { return false }
            state.isWanted = false
            return true
        }
        if mustTell { mailbox.post(.spillsHaveRoom) }
    }
}

private func runSpillWriter(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context = unsafe context else {
        preconditionFailure("The thread for spill files was started without its writer.")
    }
    unsafe Unmanaged<SpillWriter>.fromOpaque(context).takeRetainedValue().run()
    return nil
}
