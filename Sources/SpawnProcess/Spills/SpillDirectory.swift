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

    /// Whether an open file has no name any more.
    static func isRemoved(_ number: Int32) -> Bool {
        var status = stat()
        return unsafe fstat(number, &status) == 0 && status.st_nlink == 0
    }

    private static func open(_ path: String) throws(SystemError) -> FileDescriptor {
        try FileDescriptor(Kernel.open(path, O_WRONLY | O_CREAT | O_EXCL, 0o600), of: "open \(path)")
    }

    private static func makeParents(of path: String) throws(SystemError) {
        var parent = ""
        for part in path.split(separator: "/", omittingEmptySubsequences: false).dropLast() {
            parent += part
            guard parent.isEmpty || Kernel.makeDirectory(parent) == 0 || errno == EEXIST else {
                throw .last("mkdir \(parent)")
            }
            parent += "/"
        }
    }
}
