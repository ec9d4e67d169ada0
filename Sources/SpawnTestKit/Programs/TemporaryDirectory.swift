import Glibc

/// A directory of its own for one test, removed with all that is in it when the test lets go of it.
package final class TemporaryDirectory: Sendable {
    /// Where it is.
    package let path: String

    /// Creates an empty directory.
    package init() throws {
        let template = "\(unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp")/aurora-test-XXXXXX"
        var bytes = Array(template.utf8CString)
        guard unsafe mkdtemp(&bytes) != nil else {
            throw TestKitError("cannot make \(template): \(Files.errorText(errno))")
        }
        path = String(decoding: bytes.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        Files.remove(path)
    }

    /// The path of an entry of it, whether it exists or not.
    package subscript(_ name: String) -> String { path + "/" + name }

    /// Writes a file in it.
    ///
    /// - Parameters:
    ///   - name: The file's name.
    ///   - text: What it shall hold.
    /// - Returns: Its path.
    /// - Throws: When it cannot be written.
    @discardableResult
    package func write(_ name: String, _ text: String) throws -> String {
        try Files.write(text.utf8, to: self[name])
        return self[name]
    }
}
