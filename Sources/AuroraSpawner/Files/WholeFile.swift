import Glibc
internal import SpawnCore

/// A file that a person has named, and that is there with all it shall hold or as it was before.
///
/// What its name means is settled once: whoever puts a link into its place later has that link replaced, and not what it leads to.
package struct WholeFile: ~Copyable, Sendable {
    private let directory: OpenDirectory
    private let name: String

    /// Finds out where the file is.
    ///
    /// - Parameter path: Its path. What it links to is meant, and not the link; but where everybody may put links, another
    ///   user's is not followed.
    /// - Throws: ``InputError`` for such a link, and where there is no directory.
    package init(_ path: String) throws(InputError) {
        let (parent, name) = try Self.parts(of: path)
        directory = try Self.directory(parent, of: path)
        self.name = name
    }

    private static func parts(of path: String) throws(InputError) -> (parent: String, name: String) {
        let target = try target(of: path)
        let slash = target.lastIndex(of: "/")
        let name = String(slash.map { target[target.index(after: $0)...] } ?? target[...])
        guard !name.isEmpty, name != ".", name != ".." else {
            errno = EISDIR
            throw unwritable(path)
        }
        return (slash.map { $0 == target.startIndex ? "/" : String(target[..<$0]) } ?? ".", name)
    }

    private static func directory(_ parent: String, of path: String) throws(InputError) -> OpenDirectory {
        do { return try OpenDirectory(named: parent) } catch { throw unwritable(path) }
    }

    /// Writes the file in place of what is there, so that whoever reads it sees the old or the new one, and a crash leaves
    /// either: of the program and of the machine.
    ///
    /// - Parameters:
    ///   - bytes: What it shall hold.
    ///   - mode: Its permissions; `nil` keeps those of the file that is there.
    /// - Throws: ``InputError`` where it cannot be written; what was there is untouched then.
    package func replace(with bytes: [UInt8], mode: UInt32? = nil) throws(InputError) {
        var status = stat()
        let isThere = unsafe fstatat(directory.number, name.cName, &status, AT_SYMLINK_NOFOLLOW) == 0
        try directory.replace(name, with: bytes, mode: mode ?? (isThere ? status.st_mode & 0o777 : 0o600))
    }

    /// Makes sure, as far as that can be known, that it can be written later.
    ///
    /// - Throws: ``InputError`` where it cannot.
    package func check() throws(InputError) { try directory.check(name) }

    /// Opens it for writing, as it is, and makes it where it is not there.
    ///
    /// - Returns: The descriptor, to be closed.
    /// - Throws: ``InputError`` where it cannot be opened, or is no regular file.
    package func open() throws(InputError) -> Int32 {
        guard let descriptor = try directory.openFile(name, O_WRONLY | O_CREAT) else { throw Self.unwritable(name) }
        return descriptor
    }

    /// Writes a file in place of what is there; see ``replace(with:mode:)``.
    package static func replace(_ path: String, with bytes: [UInt8], mode: UInt32? = nil) throws(InputError) {
        try WholeFile(path).replace(with: bytes, mode: mode)
    }

    /// Makes sure that a file can be written later; see ``check()``.
    package static func check(_ path: String) throws(InputError) { try WholeFile(path).check() }

    /// Makes sure that what a path leads to was put there by nobody who could only put something where everybody may.
    ///
    /// - Throws: ``InputError`` for another user's link, file or pipe in such a directory: who may read it would get what is ours.
    package static func checkOwner(_ path: String) throws(InputError) { _ = try target(of: path) }

    /// The path without a link in its last part.
    ///
    /// The kernel follows no link of another user in a directory such as /tmp, and opens no file and no pipe of another there, where
    /// it is set up to (protected_symlinks, protected_regular and protected_fifos in proc_sys_fs(5)); who reads the link and opens
    /// what it says would pass by that.
    private static func target(of path: String) throws(InputError) -> String {
        var path = path
        for _ in 0..<40 {
            var file = stat()
            guard unsafe lstat(path.cName, &file) == 0 else { return path }
            let isLink = file.st_mode & S_IFMT == S_IFLNK
            let slash = path.lastIndex(of: "/")
            let parent = slash.map { String(path[...$0]) } ?? ""
            var directory = stat()
            _ = unsafe stat((parent.isEmpty ? "." : parent).cName, &directory)
            guard
                directory.st_mode & 0o002 == 0 || file.st_uid == geteuid() || file.st_uid == 0
                    || file.st_uid == directory.st_uid
            else {
                throw InputError(
                    file: path,
                    message: isLink
                        ? "is the link of another user (\(file.st_uid)) where everybody may put links, and is not followed"
                        : "belongs to another user (\(file.st_uid)), where everybody may put files, and is not written to"
                )
            }
            guard isLink else { return path }
            var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
            let count = unsafe readlink(path.cName, &buffer, buffer.count)
            guard count > 0 else { throw unwritable(path) }
            let text = String(systemName: buffer[..<count].map(UInt8.init(bitPattern:)))
            path = text.hasPrefix("/") ? text : parent + text
        }
        errno = ELOOP
        throw unwritable(path)
    }

    private static func unwritable(_ path: String) -> InputError {
        InputError(file: path, message: "cannot be written: \(systemReason())")
    }
}
