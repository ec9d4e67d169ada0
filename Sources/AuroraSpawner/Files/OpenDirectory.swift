import Glibc
internal import SpawnCore
internal import SpawnProcess

/// A directory that is held open: what is done in it is done there, whatever somebody does to its name meanwhile.
///
/// Everything that is ours lies in directories that others may have made, as a cloned one, or may write in, as an agent does. So
/// nothing in them is opened by way of a link, and nothing that is no regular file.
package struct OpenDirectory: ~Copyable, Sendable {
    /// How a file with a name of ours is opened: no link is followed, no pipe is waited for, no terminal becomes ours.
    static let safely = O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC

    let number: Int32
    /// Its path, for errors.
    let path: String

    /// Opens a directory of ours.
    ///
    /// - Parameters:
    ///   - path: Its path.
    ///   - isMade: Whether it is made where it is not there, for its owner alone.
    /// - Throws: ``InputError`` for a link, for one that belongs to another user, and for one in which everybody may write.
    package init(own path: String, isMade: Bool = false) throws(InputError) {
        if isMade, unsafe mkdir(path.cName, 0o700) != 0, errno != EEXIST {
            throw InputError(file: path, message: "cannot be made: \(systemReason())")
        }
        let number = try Self.open(path, O_NOFOLLOW)
        if let complaint = Self.complaint(about: number) {
            close(number)
            throw InputError(file: path, message: complaint)
        }
        self.number = number
        self.path = path
    }

    /// Opens the directory of a file that a person has named, with its links.
    ///
    /// - Parameter path: The directory's path.
    /// - Throws: ``InputError`` where there is none.
    package init(named path: String) throws(InputError) {
        number = try Self.open(path, 0)
        self.path = path
    }

    /// Opens a directory in another, and no link to one.
    ///
    /// - Parameters:
    ///   - name: Its name.
    ///   - parent: The directory it lies in.
    /// - Throws: ``InputError`` where it cannot be opened.
    package init(_ name: String, in parent: borrowing OpenDirectory) throws(InputError) {
        let path = parent.file(name)
        number = unsafe openat(parent.number, name.cName, O_RDONLY | O_DIRECTORY | Self.safely)
        self.path = path
        guard number >= 0 else {
            throw errno == ELOOP || errno == ENOTDIR
                ? InputError(file: path, message: "is no directory")
                : InputError(file: path, message: "cannot be used: \(systemReason())")
        }
    }

    /// The names of what is in it, in no order.
    ///
    /// - Throws: ``InputError`` where it cannot be read.
    package func names() throws(InputError) -> [String] {
        let copy = unsafe openat(number, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard copy >= 0, let stream = unsafe fdopendir(copy) else {
            throw InputError(file: path, message: "cannot be read: \(systemReason())")
        }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { field in
                unsafe String(systemName: field.prefix { $0 != 0 })
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    /// The bytes that a file in it takes; `nil` for what is no regular file.
    package func size(of name: String) -> Int? {
        var status = stat()
        guard unsafe fstatat(number, name.cName, &status, AT_SYMLINK_NOFOLLOW) == 0, status.st_mode & S_IFMT == S_IFREG
        else { return nil }
        return Int(status.st_size)
    }

    /// Makes a directory in it, for its owner alone.
    ///
    /// - Parameters:
    ///   - name: Its name.
    ///   - isNew: Whether it must not be there yet.
    ///   - ignoresItself: Whether it gets a file by which version control ignores it.
    /// - Throws: ``InputError`` where it cannot be made, or is there.
    func makeDirectory(_ name: String, isNew: Bool = false, ignoresItself: Bool = false) throws(InputError) {
        guard unsafe mkdirat(number, name.cName, 0o700) != 0 else {
            if ignoresItself { StateDirectory.ignoreItself(name, in: number) }
            return
        }
        guard !isNew, errno == EEXIST else {
            throw InputError(file: file(name), message: "cannot be made: \(systemReason())")
        }
    }

    /// Takes its lock, which whoever uses it holds, until it is closed.
    ///
    /// - Parameter waits: Whether it waits for somebody else who has it.
    /// - Returns: False when somebody else has it. Where it cannot be locked, as on some network file systems, nobody else can
    ///   lock it either, and that counts as success.
    package func lock(waits: Bool = false) -> Bool {
        while flock(number, LOCK_EX | (waits ? 0 : LOCK_NB)) != 0 {
            if errno != EINTR { return errno != EWOULDBLOCK }
        }
        return true
    }

    /// How deep directories are removed that others have made in one of ours.
    private static let deepest = 32

    /// Removes a directory in it, with all that is in that. A link is removed, and not what it leads to.
    ///
    /// - Parameter name: Its name.
    /// - Throws: ``InputError`` naming what cannot be removed.
    package func removeDirectory(_ name: String) throws(InputError) { try removeDirectory(name, depth: 0) }

    private func removeDirectory(_ name: String, depth: Int) throws(InputError) {
        let directory = try OpenDirectory(name, in: self)
        for entry in try directory.names() where unsafe unlinkat(directory.number, entry.cName, 0) != 0 {
            guard errno == EISDIR || errno == EPERM, depth < Self.deepest else { throw directory.removalFailure(entry) }
            try directory.removeDirectory(entry, depth: depth + 1)
        }
        guard unsafe unlinkat(number, name.cName, AT_REMOVEDIR) == 0 else { throw removalFailure(name) }
    }

    private func removalFailure(_ name: String) -> InputError {
        InputError(file: file(name), message: "cannot be removed: \(systemReason())")
    }

    private static func open(_ path: String, _ flags: Int32) throws(InputError) -> Int32 {
        let number = unsafe Glibc.open(path.cName, O_RDONLY | O_DIRECTORY | O_CLOEXEC | flags)
        guard number < 0 else { return number }
        let reason = systemReason()
        throw isLink(path) && flags & O_NOFOLLOW != 0
            ? linkError(path) : InputError(file: path, message: "cannot be used: \(reason)")
    }

    /// Why a directory is none to keep anything of ours in; `nil` when it is one.
    private static func complaint(about number: Int32) -> String? {
        var status = stat()
        guard unsafe fstat(number, &status) == 0 else { return "cannot be used: \(systemReason())" }
        if status.st_uid != geteuid(), status.st_uid != 0 {
            return
                "belongs to another user (\(status.st_uid)), who could change what is in it; allowed is a directory of one's "
                + "own, as --state-dir names one"
        }
        guard status.st_mode & 0o002 == 0 else {
            return
                "can be written by everybody; allowed is a directory of one's own, as chmod o-w makes it or --state-dir "
                + "names one"
        }
        return nil
    }

    deinit { close(number) }

    /// Opens a regular file in it, and no link to one.
    ///
    /// - Parameters:
    ///   - name: Its name.
    ///   - flags: How, as open(2) takes it. It must not be emptied before it is known what it is: `O_TRUNC` is for later.
    /// - Returns: The descriptor, to be closed; `nil` when there is no such file and none is to be made.
    /// - Throws: ``InputError`` where it cannot be opened, or is something else.
    package func openFile(_ name: String, _ flags: Int32) throws(InputError) -> Int32? {
        let file = self.file(name)
        let descriptor = unsafe openat(number, name.cName, flags | Self.safely, 0o600)
        guard descriptor >= 0 else {
            if errno == ENOENT, flags & O_CREAT == 0 { return nil }
            throw errno == ELOOP
                ? Self.linkError(file) : InputError(file: file, message: "cannot be opened: \(systemReason())")
        }
        do { try Self.checkRegular(descriptor, file) } catch {
            close(descriptor)
            throw error
        }
        return descriptor
    }

    /// Reads a file in it.
    ///
    /// - Parameters:
    ///   - name: Its name.
    ///   - most: The most bytes that it may have.
    /// - Returns: Its bytes; `nil` when there is no such file.
    /// - Throws: ``InputError`` where it cannot be read, is a link or no regular file, and where it is larger than it may be.
    package func read(_ name: String, most: Int = InputFile.mostSettings) throws(InputError) -> [UInt8]? {
        guard let descriptor = try openFile(name, O_RDONLY) else { return nil }
        defer { close(descriptor) }
        return try InputFile.contents(of: descriptor, file(name), most)
    }

    /// Puts a file in the place of what is there, which is a link's own place and not that of its target: whoever reads it sees
    /// the old or the new one, and a crash leaves either: of the program and of the machine.
    ///
    /// - Parameters:
    ///   - name: Its name.
    ///   - bytes: What it shall hold.
    ///   - mode: Its permissions.
    ///   - isDurable: Whether it is brought to the disk before anybody goes on. Without that a power cut may leave it empty.
    /// - Throws: ``InputError`` where it cannot be written; what was there is untouched then.
    package func replace(
        _ name: String, with bytes: [UInt8], mode: UInt32 = 0o600, isDurable: Bool = true
    ) throws(InputError) {
        let (descriptor, temporary) = try makeTemporary(for: name)
        // The mask of the process does not apply to what was there already.
        // Without the sync a power cut may keep the rename and lose the bytes.
        let isWritten =
            fchmod(descriptor, mode) == 0 && AllBytes.write(bytes, to: descriptor)
            && (!isDurable || fsync(descriptor) == 0)
        let isClosed = close(descriptor) == 0
        guard isWritten, isClosed, unsafe renameat(number, temporary.cName, number, name.cName) == 0 else {
            let error = failure(name)
            unsafe unlinkat(number, temporary.cName, 0)
            throw error
        }
        // Lets the disk keep the rename. There are file systems that cannot, and what was renamed is whole in any case.
        if isDurable { fsync(number) }
    }

    /// Makes sure, as far as that can be known, that ``replace(_:with:mode:)`` will work later.
    package func check(_ name: String) throws(InputError) {
        let (descriptor, temporary) = try makeTemporary(for: name)
        close(descriptor)
        unsafe unlinkat(number, temporary.cName, 0)
    }

    /// A new file beside another, with a name that no other process gives.
    private func makeTemporary(for name: String) throws(InputError) -> (descriptor: Int32, name: String) {
        let temporary = "\(name).\(getpid()).tmp"
        unsafe unlinkat(number, temporary.cName, 0)
        let descriptor = unsafe openat(number, temporary.cName, O_WRONLY | O_CREAT | O_EXCL | Self.safely, 0o600)
        guard descriptor >= 0 else { throw failure(name) }
        return (descriptor, temporary)
    }

    private func failure(_ name: String) -> InputError {
        InputError(file: file(name), message: "cannot be written: \(systemReason())")
    }

    /// The path of a file in it, for errors.
    func file(_ name: String) -> String { path == "." ? name : path == "/" ? "/\(name)" : "\(path)/\(name)" }

    /// Makes sure that what was opened is a regular file.
    static func checkRegular(_ descriptor: Int32, _ path: String) throws(InputError) {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw InputError(file: path, message: "is no regular file; somebody has put something else in its place")
        }
    }

    static func linkError(_ path: String) -> InputError {
        InputError(
            file: path, message: "is a link, which is not followed here; a file or directory of its own is needed")
    }

    private static func isLink(_ path: String) -> Bool {
        var status = stat()
        return unsafe lstat(path.cName, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
    }
}
