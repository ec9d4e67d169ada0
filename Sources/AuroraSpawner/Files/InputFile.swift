import Glibc

/// A whole file in memory.
package enum InputFile {
    /// Reads a file.
    ///
    /// - Parameter path: Its path; `-` is standard input.
    /// - Returns: Its bytes.
    /// - Throws: ``InputError`` naming the file and the system's reason.
    package static func read(_ path: String) throws(InputError) -> [UInt8] {
        let descriptor = path == "-" ? STDIN_FILENO : unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(path, "open") }
        defer { if path != "-" { close(descriptor) } }
        return try read(descriptor, of: path)
    }

    /// Reads an open file from where it stands.
    static func read(_ descriptor: Int32, of path: String) throws(InputError) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure(path, "read") }
            if count == 0 { return bytes }
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
