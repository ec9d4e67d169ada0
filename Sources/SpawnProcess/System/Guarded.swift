package import Synchronization

/// A value that one thread at a time may touch: a mutex that the thread sanitizer understands.
///
/// `Mutex` waits, when two threads want it, in the kernel's priority-inheriting futex. The kernel hands the lock over
/// there without a word to the sanitizer, which then takes what the lock guards for unguarded. So each holder reads a
/// mark that the one before it has set: an order it can see, at the price of one load and one store beside the lock.
package struct Guarded<Value: ~Copyable>: ~Copyable, Sendable {
    @usableFromInline let mutex: Mutex<Value>
    @usableFromInline let mark = Atomic(false)

    @inlinable
    package init(_ value: consuming sending Value) { mutex = Mutex(value) }

    /// Waits for its turn and hands the value to `body`; nobody else has it until that returns.
    @inlinable
    package borrowing func withLock<Result: ~Copyable, Failure: Error>(
        _ body: (inout sending Value) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result {
        try mutex.withLock { value throws(Failure) in
            _ = mark.load(ordering: .acquiring)
            defer { mark.store(true, ordering: .releasing) }
            return try body(&value)
        }
    }
}
