internal import Glibc

/// A thread that begins after the fork.
package enum FreshThread {
    /// Goes on in a new thread. The one that forked has nothing left to do then but to become the main queue.
    ///
    /// Swift's runtime notes in each thread which id it has, and writes that into its locks. The thread that comes out of a
    /// fork still has the id of the parent's: the kernel knows no such owner here, so when a second thread wants a lock that
    /// this one holds, both ask for it for ever. Nothing of the runtime may be needed in it once there is another thread.
    ///
    /// - Parameter body: What is left to do.
    /// - Throws: ``NoThreadsError`` when there is no thread to be had.
    package static func goOn(_ body: @escaping @Sendable () -> Void) throws(NoThreadsError) {
        OwnThread.limitMemory()
        let context = unsafe Unmanaged.passRetained(Body(body)).toOpaque()
        var thread = pthread_t()
        // As ever, handlers run in the thread that forked.
        let error = ReactorThread.withAllSignalsBlocked { unsafe Kernel.startThread(&thread, run, context) }
        if error == 0 { return }
        unsafe Unmanaged<Body>.fromOpaque(context).release()
        throw NoThreadsError()
    }
}

private final class Body {
    let run: () -> Void

    init(_ run: @escaping () -> Void) { self.run = run }
}

private func run(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context = unsafe context else { preconditionFailure("a thread was started without its work") }
    unsafe Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
    return nil
}
