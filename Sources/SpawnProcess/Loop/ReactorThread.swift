internal import CLinux
internal import Glibc

/// The thread a reactor's loop runs on.
///
/// It is started here and not where the reactor is made, because a closure written in `main.swift` belongs to the main
/// actor and traps on any other thread.
final class ReactorThread: Sendable {
    private let thread: Guarded<pthread_t?>

    init(_ loop: ReactorLoop) throws(SystemError) {
        var thread = pthread_t()
        let context = unsafe Unmanaged.passRetained(loop).toOpaque()
        let error = Self.withAllSignalsBlocked {
            unsafe Kernel.startThread(&thread, runReactorLoop, context)
        }
        guard error == 0 else {
            unsafe Unmanaged<ReactorLoop>.fromOpaque(context).release()
            throw SystemError(errno: error, call: "pthread_create")
        }
        self.thread = Guarded(thread)
    }

    /// A thread inherits what is blocked where it is made. So no handler ever runs on the reactor's, and a write into a
    /// pipe nobody reads is an error for it and not the end of the program.
    static func withAllSignalsBlocked<Result>(_ body: () -> Result) -> Result {
        var all = sigset_t()
        var before = sigset_t()
        unsafe sigfillset(&all)
        unsafe pthread_sigmask(SIG_SETMASK, &all, &before)
        defer { unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }
        return body()
    }

    /// Waits for the loop to end. The first call does; later ones return at once.
    func join() {
        let thread = thread.withLock { $0.take() }
        if let thread { pthread_join(thread, nil) }
    }
}

private func runReactorLoop(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context = unsafe context else {
        preconditionFailure("The reactor's thread was started without its loop.")
    }
    unsafe Unmanaged<ReactorLoop>.fromOpaque(context).takeRetainedValue().run()
    return nil
}
