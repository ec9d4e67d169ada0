import CLinux
import Glibc
import SpawnCore

/// Files that somebody asked for, in the working directory. Children may have put anything there, so no link is followed.
enum OutputFiles {
    /// Writes a text into a file with a name that nothing has yet.
    ///
    /// - Returns: The name.
    static func writeNew(_ text: String, _ stem: String, _ end: String) throws(ScreenError) -> String {
        var number = 1
        while true {
            let name = "\(stem)-\(number)\(end)"
            // Whether there is something and making it is one decision: a link that leads nowhere is something too.
            let descriptor = unsafe open(name.cName, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            if descriptor < 0, errno == EEXIST, number < 100_000 {
                number += 1
                continue
            }
            guard descriptor >= 0 else { throw complaint(name) }
            defer { close(descriptor) }
            try write(text, descriptor, name)
            return name
        }
    }

    /// Writes a text, in place of what was there.
    static func write(_ text: String, to name: String) throws(ScreenError) {
        let descriptor = try create(name)
        defer { close(descriptor) }
        try write(text, descriptor, name)
    }

    /// Copies a file, in place of what was there.
    @concurrent static func copy(_ path: String, to name: String) async throws(ScreenError) {
        let source = unsafe open(path.cName, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard source >= 0 else { throw complaint(path, "read") }
        defer { close(source) }
        let descriptor = try create(name)
        defer { close(descriptor) }
        while true {
            let count = sendfile(descriptor, source, nil, 1 << 24)
            guard count >= 0 || errno == EINTR else { throw complaint(name) }
            if count == 0 { return }
        }
    }

    private static func write(_ text: String, _ descriptor: Int32, _ name: String) throws(ScreenError) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 || errno == EINTR else { throw complaint(name) }
            rest = rest.dropFirst(max(0, count))
        }
    }

    /// Opens a regular file for writing, empty. It is its owner's alone, also one that was there: nobody knows what an agent has
    /// written.
    private static func create(_ name: String) throws(ScreenError) -> Int32 {
        let flags = O_WRONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC
        let descriptor = unsafe open(name.cName, flags, 0o600)
        guard descriptor >= 0 else {
            guard errno != ELOOP else { throw ScreenError(message: "cannot write \(name): it is a link") }
            throw complaint(name)
        }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_nlink == 1 else {
            close(descriptor)
            throw ScreenError(message: "cannot write \(name): it is no file of its own")
        }
        guard fchmod(descriptor, 0o600) == 0, ftruncate(descriptor, 0) == 0 else {
            let error = complaint(name)
            close(descriptor)
            throw error
        }
        return descriptor
    }

    private static func complaint(_ name: String, _ deed: String = "write") -> ScreenError {
        ScreenError(message: "cannot \(deed) \(name): \(unsafe String(cString: strerror(errno)))")
    }
}
