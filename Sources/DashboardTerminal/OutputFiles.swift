import Glibc

/// Files that somebody asked for, in the working directory.
enum OutputFiles {
    /// A name that no file has yet.
    static func freeName(_ stem: String, _ end: String) -> String {
        for number in 1... where unsafe access("\(stem)-\(number)\(end)", F_OK) != 0 {
            return "\(stem)-\(number)\(end)"
        }
        return stem + end
    }

    /// Writes a text, in place of what was there.
    static func write(_ text: String, to name: String) throws(ScreenError) {
        let descriptor = try create(name)
        defer { close(descriptor) }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 || errno == EINTR else { throw complaint(name) }
            rest = rest.dropFirst(max(0, count))
        }
    }

    /// Copies a file, in place of what was there.
    @concurrent static func copy(_ path: String, to name: String) async throws(ScreenError) {
        let source = unsafe open(path, O_RDONLY | O_CLOEXEC)
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

    /// Opens a file for writing, empty. A new one is its owner's alone: nobody knows what an agent has written.
    private static func create(_ name: String) throws(ScreenError) -> Int32 {
        let descriptor = unsafe open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw complaint(name) }
        return descriptor
    }

    private static func complaint(_ name: String, _ deed: String = "write") -> ScreenError {
        ScreenError(message: "cannot \(deed) \(name): \(unsafe String(cString: strerror(errno)))")
    }
}
