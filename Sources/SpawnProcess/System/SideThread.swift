internal import CLinux
internal import Glibc

/// A thread that does jobs one after the other, for what may take for ever, as a disk or a lock does.
///
/// It comes with the first job. Nobody waits for its end, which is that of the program at the latest.
package final class SideThread: Sendable {
    private struct State {
        var jobs: [@Sendable () -> Void] = []
        var isClosed = false
        /// True when the thread waits for jobs.
        var isAsleep = false
        var hasThread = false
    }

    private let state = Guarded(State())
    private let doorbell: FileDescriptor

    /// Creates one without its thread.
    ///
    /// - Throws: What the system refused.
    package init() throws(SystemError) {
        doorbell = try FileDescriptor(Kernel.makeEventDescriptor(waits: true), of: "eventfd")
    }

    /// Has a job done when its turn comes.
    ///
    /// - Parameter job: The job.
    /// - Throws: What the system refused, with the first job. It is not done then.
    package func post(_ job: @escaping @Sendable () -> Void) throws(SystemError) {
        let isFirst = state.withLock { state in
            defer { state.hasThread = true }
            return !state.hasThread
        }
        if isFirst {
            do throws(SystemError) {
                try start()
            } catch {
                state.withLock { $0.hasThread = false }
                throw error
            }
        }
        wake { $0.jobs.append(job) }
    }

    /// Ends the thread when all jobs are done.
    package func close() { wake { $0.isClosed = true } }

    private func wake(after change: (inout State) -> Void) {
        let mustRing = state.withLock { state in
            change(&state)
            defer { state.isAsleep = false }
            return state.isAsleep
        }
        if mustRing { eventfd_write(doorbell.number, 1) }
    }

    private func start() throws(SystemError) {
        // It takes no signals, as the reactor's does not.
        var all = sigset_t()
        var before = sigset_t()
        unsafe sigfillset(&all)
        unsafe pthread_sigmask(SIG_SETMASK, &all, &before)
        defer { unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }
        var thread = pthread_t()
        let context = unsafe Unmanaged.passRetained(self).toOpaque()
        let error = unsafe Kernel.startThread(&thread, runSideThread, context)
        guard error == 0 else {
            unsafe Unmanaged<SideThread>.fromOpaque(context).release()
            throw SystemError(errno: error, call: "pthread_create")
        }
        pthread_detach(thread)
    }

    fileprivate func run() {
        while true {
            let (jobs, isClosed) = state.withLock { state in
                defer { state.jobs = [] }
                state.isAsleep = state.jobs.isEmpty && !state.isClosed
                return (state.jobs, state.isClosed)
            }
            for job in jobs { job() }
            guard jobs.isEmpty else { continue }
            if isClosed { return }
            var count: eventfd_t = 0
            unsafe eventfd_read(doorbell.number, &count)
        }
    }
}

private func runSideThread(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context = unsafe context else { preconditionFailure("a side thread was started without its jobs") }
    unsafe Unmanaged<SideThread>.fromOpaque(context).takeRetainedValue().run()
    return nil
}
