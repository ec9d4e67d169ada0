import Glibc

/// Why the last system call failed, in words.
package func systemReason() -> String { unsafe String(cString: strerror(errno)) }
