import Glibc
internal import SpawnCore

/// A whole file in memory.
package enum InputFile {
    /// The most bytes that are read of a file: beyond, it is no task file and no output of an agent, but a device without an end.
    package static let mostBytes = 256 << 20
    /// The same for a file of settings or of ours.
    package static let mostSettings = 16 << 20

    /// Reads a file that a person has named: whatever it is, a pipe or what a link leads to as well.
    ///
    /// - Parameters:
    ///   - path: Its path; `-` is standard input.
    ///   - most: The most bytes it may have.
    /// - Returns: Its bytes.
    /// - Throws: ``InputError`` naming the file and the system's reason.
    package static func read(_ path: String, most: Int = mostBytes) throws(InputError) -> [UInt8] {
        let descriptor = path == "-" ? STDIN_FILENO : unsafe open(path.cName, O_RDONLY | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else { throw failure(path, "open") }
        defer { if path != "-" { close(descriptor) } }
        return try contents(of: descriptor, path, most)
    }

    /// Reads a file that nobody has named, because it has its name from us. Somebody else may have put something in its place: a
    /// link is not followed, a pipe not waited for, a device not read.
    ///
    /// - Parameter path: Its path.
    /// - Returns: Its bytes.
    /// - Throws: ``InputError`` naming the file and the reason.
    package static func readOwn(_ path: String) throws(InputError) -> [UInt8] {
        let descriptor = unsafe open(path.cName, O_RDONLY | OpenDirectory.safely)
        guard descriptor >= 0 else { throw errno == ELOOP ? OpenDirectory.linkError(path) : failure(path, "open") }
        defer { close(descriptor) }
        try OpenDirectory.checkRegular(descriptor, path)
        return try contents(of: descriptor, path, mostSettings)
    }

    /// The rest of what is open.
    static func contents(of descriptor: Int32, _ path: String, _ most: Int = mostBytes) throws(InputError) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure(path, "read") }
            if count == 0 { return bytes }
            guard bytes.count + count <= most else {
                throw InputError(file: path, message: "has more than \(most >> 20) MiB, which is the most that is read")
            }
            bytes.append(contentsOf: buffer[..<count])
        }
    }

    /// The line of the first byte that is not UTF-8; `nil` when the text is well-formed.
    static func lineOfInvalidUTF8(in bytes: [UInt8]) -> Int? {
        do {
            _ = try UTF8Span(validating: bytes.span)
            return nil
        } catch {
            return 1 + bytes[..<error.byteOffsets.lowerBound].count { $0 == UInt8(ascii: "\n") }
        }
    }

    private static func failure(_ path: String, _ action: String) -> InputError {
        InputError(file: path, message: "cannot \(action) it: \(systemReason()); a readable file is needed")
    }
}
