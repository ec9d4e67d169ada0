internal import CLinux
internal import Glibc

/// A thread that does one piece of work after the other, in the order they were given, also such as may take for ever, as a
/// disk or a lock does. When nobody has it any more it does what is left, and ends; nobody waits for that.
///
/// It is there before anybody needs it. A pool makes threads when there is work, and where a child has used up what the
/// system allows it waits for them, and so do all who gave it work: whatever ends children must not stand in that line.
package final class OwnThread: SerialExecutor {
    fileprivate struct State {
        var work: [@Sendable () -> Void] = []
        var isAsleep = false
        var isOver = false
    }

    /// What the thread and those who give it work share: it may outlive them, to finish what it has.
    fileprivate final class Desk: Sendable {
        let state = Guarded(State())
        let bell: Semaphore

        init() { bell = Semaphore() }
    }

    private let desk = Desk()

    /// Makes the thread.
    package init() throws(SystemError) {
        var thread = pthread_t()
        let context = unsafe Unmanaged.passRetained(desk).toOpaque()
        let error = ReactorThread.withAllSignalsBlocked { unsafe Kernel.startThread(&thread, work, context) }
        guard error == 0 else {
            unsafe Unmanaged<Desk>.fromOpaque(context).release()
            throw SystemError(errno: error, call: "pthread_create")
        }
        // It may be its own last piece of work that lets go of it.
        pthread_detach(thread)
    }

    /// Makes sure, before there is a second thread, that as many can be had as a program of ours makes: a pool that gets none
    /// waits for ever. Where a limit would leave each too small a stack, it gets a larger one; where memory is short, a
    /// smaller one.
    package static func makeRoom() throws(NoThreadsError) {
        limitMemory()
        var threads: [OwnThread] = []
        for _ in 0..<mostThreads {
            do { try threads.append(OwnThread()) } catch { throw NoThreadsError() }
        }
        // Beside them: where memory ends while the runtime wants some, it ends the program without a word.
        let reserve = unsafe mmap(nil, leastMemory, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard unsafe reserve != MAP_FAILED else { throw NoThreadsError() }
        unsafe munmap(reserve, leastMemory)
    }

    /// Gives threads made from here on a larger stack where a limit would leave each too small a one, and a smaller one where
    /// memory is short.
    static func limitMemory() {
        var stack = rlimit()
        var memory = rlimit()
        unsafe getrlimit(__rlimit_resource_t(RLIMIT_STACK.rawValue), &stack)
        unsafe getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &memory)
        if stack.rlim_cur < 1 << 20 || memory.rlim_cur < 1 << 32 { linux_limit_thread_memory(1 << 20) }
    }

    /// The reactor's, five of a run's, one each for its files, its status and its patterns, and those of tasks and the screen.
    private static let mostThreads = 12
    /// What a small run takes, most of it for patterns.
    private static let leastMemory = 48 << 20

    deinit { change { $0.isOver = true } }

    /// Has it do something, when it has done what it was given before.
    package func post(_ work: @escaping @Sendable () -> Void) { change { $0.work.append(work) } }

    /// Has it do something, when it has done what it was given before, and waits for that.
    ///
    /// - Parameters:
    ///   - time: How long.
    ///   - work: What to do.
    /// - Returns: False when it is not done in time; it goes on then.
    package func run(within time: Duration, _ work: @escaping @Sendable () -> Void) -> Bool {
        let done = Semaphore()
        post {
            work()
            done.post()
        }
        return done.wait(atMost: time)
    }

    /// Does something on a thread of its own that may take for ever, as what has to do with a disk, and waits for it.
    ///
    /// - Parameters:
    ///   - time: How long.
    ///   - work: What to do.
    /// - Returns: What came of it; `nil` when it is not done in time, and where there is no thread to be had.
    package static func result<Value: Sendable>(
        within time: Duration, _ work: @escaping @Sendable () throws -> Value
    ) -> Result<Value, any Error>? {
        guard let thread = try? OwnThread() else { return nil }
        let place = Place<Value>()
        let isDone = thread.run(within: time) {
            let done = Result { try work() }
            place.result.withLock { $0 = done }
        }
        return isDone ? place.result.withLock { $0 } : nil
    }

    /// Where a result is left: whoever waits for it may be gone by then.
    private final class Place<Value: Sendable>: Sendable {
        let result = Guarded<Result<Value, any Error>?>(nil)
    }

    private func change(_ body: (inout State) -> Void) {
        let mustRing = desk.state.withLock { state in
            body(&state)
            defer { state.isAsleep = false }
            return state.isAsleep
        }
        if mustRing { desk.bell.post() }
    }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        post { [self] in unsafe job.runSynchronously(on: asUnownedSerialExecutor()) }
    }
}

/// There are too few threads to be had for a run.
package struct NoThreadsError: Error, CustomStringConvertible {
    package var description: String {
        "the limits on processes (ulimit -u) or memory (ulimit -v) leave no room for the threads and the memory of a run"
    }
}

/// What the kernel lets one thread wait for another by, without a descriptor.
@safe private final class Semaphore: Sendable {
    private nonisolated(unsafe) let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

    init() { unsafe sem_init(semaphore, 0, 0) }

    deinit {
        unsafe sem_destroy(semaphore)
        unsafe semaphore.deallocate()
    }

    func post() { unsafe sem_post(semaphore) }

    func wait() { while unsafe sem_wait(semaphore) != 0, errno == EINTR {} }

    /// - Returns: False when the time is over.
    func wait(atMost time: Duration) -> Bool {
        let end = linux_nanoseconds(CLOCK_MONOTONIC) + Int64(time / .nanoseconds(1))
        while unsafe linux_wait_for(semaphore, end) != 0 { guard errno == EINTR else { return false } }
        return true
    }
}

private func work(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context = unsafe context else { preconditionFailure("a thread was started without its desk") }
    let desk = unsafe Unmanaged<OwnThread.Desk>.fromOpaque(context).takeRetainedValue()
    while true {
        let (work, isOver) = desk.state.withLock { state in
            let work = state.work
            state.work = []
            state.isAsleep = work.isEmpty && !state.isOver
            return (work, state.isOver)
        }
        for piece in work { piece() }
        if work.isEmpty {
            if isOver { return nil }
            desk.bell.wait()
        }
    }
}
