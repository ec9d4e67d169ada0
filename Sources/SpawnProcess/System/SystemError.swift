internal import Glibc

/// A system call that failed.
package struct SystemError: Error, Equatable, CustomStringConvertible {
    /// The error number.
    package var errno: Int32
    /// The call.
    package var call: String

    /// The call that has just failed in this thread.
    static func last(_ call: String) -> SystemError { SystemError(errno: Glibc.errno, call: call) }

    /// What the system says of the error number.
    package var reason: String { unsafe String(cString: strerror(errno)) }

    package var description: String { "\(call): \(reason)" }
}
