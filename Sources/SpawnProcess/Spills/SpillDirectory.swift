internal import Glibc

/// Where spill files are made: each readable by its owner alone, in directories that only their owner can enter.
enum SpillDirectory {
    /// Makes a file that is not there yet, and the directories that lead to it.
    static func makeFile(_ path: String) throws(SystemError) -> FileDescriptor {
        do throws(SystemError) {
            return try open(path)
        } catch {
            guard error.errno == ENOENT else { throw error }
            try makeParents(of: path)
            return try open(path)
        }
    }

    /// What somebody has done to a file that is open, and of which so much was written; `nil` when nothing.
    static func damage(to number: Int32, of written: Int) -> String? {
        var status = stat()
        guard Kernel.look(atFile: number, &status) == 0 else { return SystemError.last("fstat").reason }
        if status.st_nlink == 0 { return "the file was removed" }
        return Int(status.st_size) == written ? nil : "the file was changed by another program"
    }

    /// How many directories at the end of the path have names from us. A child may have put a link in the place of one.
    private static let ownDirectories = 2

    private static func open(_ path: String) throws(SystemError) -> FileDescriptor {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let own = parts.dropLast().suffix(ownDirectories)
        let parent = parts.dropLast(own.count + 1).joined(separator: "/")
        let isRoot = path.hasPrefix("/") && parent.isEmpty
        var place = try directory(isRoot ? "/" : parent.isEmpty ? "." : parent, O_DIRECTORY)
        for name in own { place = try directory(String(name), O_DIRECTORY | O_NOFOLLOW, in: place) }
        // Appending, so that one that is cut short meanwhile has no hole that nobody sees.
        return try FileDescriptor(
            Kernel.open(
                String(parts.last ?? ""), O_WRONLY | O_CREAT | O_EXCL | O_APPEND, 0o600, in: place.number),
            of: "open \(path)")
    }

    private static func directory(
        _ path: String, _ flags: Int32, in place: borrowing FileDescriptor = FileDescriptor(owning: AT_FDCWD)
    ) throws(SystemError) -> FileDescriptor {
        try FileDescriptor(Kernel.open(path, O_RDONLY | flags, in: place.number), of: "open \(path)")
    }

    private static func makeParents(of path: String) throws(SystemError) {
        var parent = ""
        var isOurs = false
        for part in path.split(separator: "/", omittingEmptySubsequences: false).dropLast() {
            parent += part
            if !parent.isEmpty, Kernel.makeDirectory(parent) == 0 {
                // The first that is made is the state directory, or a part of one that somebody else has made.
                if !isOurs { StateDirectory.ignoreItself(parent) }
                isOurs = true
            } else if !parent.isEmpty, errno != EEXIST {
                throw .last("mkdir \(parent)")
            }
            parent += "/"
        }
    }
}
