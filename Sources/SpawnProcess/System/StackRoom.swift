internal import CLinux
internal import Glibc

/// Room on the stack of the first thread, which has what the system gives it.
package enum StackRoom {
    /// With so much every limit is none to us.
    private static let enough: rlim_t = 1 << 20
    /// With less than this a program in Swift ends before it can say why.
    private static let least: rlim_t = 64 << 10

    /// Raises a limit that is too low, as far as it may be: what it says now counts whenever the stack grows. To be called before
    /// anything else, and it needs next to none itself.
    ///
    /// - Throws: ``NoStackError`` where too little is left to start at all.
    package static func make() throws(NoStackError) {
        var limit = rlimit()
        let stack = __rlimit_resource_t(RLIMIT_STACK.rawValue)
        guard unsafe getrlimit(stack, &limit) == 0, limit.rlim_cur < enough else { return }
        limit.rlim_cur = min(enough, limit.rlim_max)
        guard unsafe setrlimit(stack, &limit) == 0, limit.rlim_cur >= least else { throw NoStackError() }
    }
}

/// The first thread has no stack to run on.
package struct NoStackError: Error {
    /// What to say of it; in a way that takes no stack.
    package static let words: StaticString =
        "aurora: the limit on the stack (ulimit -s) leaves no room to start; 64 KiB is the least\n"
}
