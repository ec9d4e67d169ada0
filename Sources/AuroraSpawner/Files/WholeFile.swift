import Glibc

/// Files that are there with all they shall hold, or as they were before.
package enum WholeFile {
    /// Writes a file in place of what is there, so that whoever reads it sees the old or the new one, and a crash leaves
    /// either: of the program and of the machine.
    ///
    /// - Parameters:
    ///   - path: Its path. What it links to is replaced, not the link.
    ///   - bytes: What it shall hold.
    ///   - mode: Its permissions; `nil` keeps those of the file that is there.
    /// - Throws: ``InputError`` where it cannot be written; what was there is untouched then.
    package static func replace(_ path: String, with bytes: [UInt8], mode: UInt32? = nil) throws(InputError) {
        var status = stat()
        let isThere = unsafe stat(path, &status) == 0
        let mode = mode ?? (isThere ? status.st_mode & 0o777 : 0o600)
        let target = resolved(path)
        let (descriptor, temporary) = try makeTemporary(for: target)
        // The mask of the process does not apply to what was there already.
        // Without the sync a power cut may keep the rename and lose the bytes.
        let isWritten = fchmod(descriptor, mode) == 0 && AllBytes.write(bytes, to: descriptor) && fsync(descriptor) == 0
        let isClosed = close(descriptor) == 0
        guard isWritten, isClosed, unsafe rename(temporary, target) == 0 else {
            let error = failure(path)
            unsafe unlink(temporary)
            throw error
        }
        syncDirectory(of: target)
    }

    /// Lets the disk keep a rename. There are file systems that cannot, and what was renamed is whole in any case.
    private static func syncDirectory(of path: String) {
        let directory = path.lastIndex(of: "/").map { path[...$0] } ?? "."
        let descriptor = unsafe open(String(directory), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }

    /// Makes sure, as far as that can be known, that ``replace(_:with:mode:)`` will work later.
    ///
    /// - Parameter path: The path.
    /// - Throws: ``InputError`` where it will not.
    package static func check(_ path: String) throws(InputError) {
        let (descriptor, temporary) = try makeTemporary(for: resolved(path))
        close(descriptor)
        unsafe unlink(temporary)
    }

    /// A new file beside another, with a name that no other process gives.
    private static func makeTemporary(for path: String) throws(InputError) -> (descriptor: Int32, path: String) {
        let temporary = "\(path).\(getpid()).tmp"
        unsafe unlink(temporary)
        let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(path) }
        return (descriptor, temporary)
    }

    private static func failure(_ path: String) -> InputError {
        InputError(file: path, message: "cannot be written: \(systemReason())")
    }

    /// The path with no link left in it; the path itself where nothing is there yet.
    private static func resolved(_ path: String) -> String {
        guard let text = unsafe realpath(path, nil) else { return path }
        defer { unsafe free(text) }
        return unsafe String(cString: text)
    }
}
