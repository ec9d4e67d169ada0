import Glibc
internal import SpawnCore

/// A lock that processes share by way of a file. It ends with the process at the latest.
enum FileLock {
    /// Does something while no other process does.
    ///
    /// - Parameters:
    ///   - path: The file, made where it is not there; what is in it does not matter.
    ///   - patience: How long to wait for the others; `nil` is for ever.
    ///   - body: What to do.
    /// - Returns: What the body returns.
    /// - Throws: What the body throws, and ``InputError`` where the file cannot be made or others hold it for too long;
    ///   nothing was done then.
    static func hold<Result>(
        _ path: String, patience: Duration?, _ body: () throws(InputError) -> Result
    ) throws(InputError) -> Result {
        let descriptor = unsafe open(path.cName, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o600)
        guard descriptor >= 0 else { throw InputError(file: path, message: "cannot be opened: \(systemReason())") }
        defer { close(descriptor) }
        let end = patience.map { ContinuousClock.now + $0 }
        while flock(descriptor, end == nil ? LOCK_EX : LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR else {
                throw InputError(file: path, message: "cannot be locked: \(systemReason())")
            }
            if let end {
                guard ContinuousClock.now < end else {
                    throw InputError(file: path, message: "another process holds it")
                }
                // Whoever holds it reads and writes one small file.
                usleep(2000)
            }
        }
        // A child that was just started may have a copy of the descriptor for a moment: closing ours is not enough.
        defer { flock(descriptor, LOCK_UN) }
        return try body()
    }
}
