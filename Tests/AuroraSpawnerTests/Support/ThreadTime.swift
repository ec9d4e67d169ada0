import CLinux
import Glibc

/// How much of a processor this thread takes for something: other tests run at the same time.
func threadTime(of work: () throws -> Void) rethrows -> Duration {
    let start = linux_nanoseconds(CLOCK_THREAD_CPUTIME_ID)
    try work()
    return .nanoseconds(linux_nanoseconds(CLOCK_THREAD_CPUTIME_ID) - start)
}

/// Whether something takes time in proportion to a size, also where every machine and every build is another.
///
/// - Parameters:
///   - small: A size at which it takes a millisecond or more.
///   - work: Does it for a size.
/// - Returns: False where eight times the size takes more than 24 times as long; what grows with the square takes 64 times.
func growsWithSize(from small: Int, _ work: (Int) throws -> Void) rethrows -> Bool {
    try work(small)
    return try threadTime { try work(small * 8) } < threadTime { try work(small) } * 24
}
