import Glibc
internal import SpawnCore

/// Small files of ours in a directory that others may have been at.
enum StateFile {
    /// The most bytes that one can have.
    private static let longest = 1 << 20

    /// Reads a file whole; never one that is no plain file, or where a link leads.
    ///
    /// - Parameter path: Its path.
    /// - Returns: Its bytes; `nil` when there is none.
    /// - Throws: ``InputError`` naming the file and what is wrong with it.
    static func read(_ path: String) throws(InputError) -> [UInt8]? {
        let descriptor = unsafe open(path.cName, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            let reason = errno == ELOOP ? "it is a symbolic link" : systemReason()
            throw InputError(file: path, message: "cannot be read: \(reason)")
        }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw InputError(file: path, message: "cannot be read: it is no plain file")
        }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw InputError(file: path, message: "cannot be read: \(systemReason())") }
            if count == 0 { return bytes }
            bytes.append(contentsOf: buffer[..<count])
            guard bytes.count <= longest else {
                throw InputError(file: path, message: "cannot be read: it has more than \(longest) bytes")
            }
        }
    }
}
