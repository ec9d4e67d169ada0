internal import CLinux
internal import Glibc

/// The directory of a run's spill files: each readable by its owner alone, in directories that only their owner can enter. Used by
/// the thread that writes them.
///
/// It is made when the first file is, and must be new: a run never writes among another's files. As long as the run lives it holds
/// the lock of its own directory, in which this one is, so that nobody removes that.
final class SpillDirectory: Sendable {
    private let path: String
    /// Open and locked once the directory is made.
    private let claim = Guarded(FileDescriptor.none)

    init(_ path: String) { self.path = path }

    /// Makes a file that is not there yet, and the directories that lead to it.
    func makeFile(_ path: String) throws(SystemError) -> FileDescriptor {
        if claim.withLock({ !$0.isOpen }) { try make() }
        do throws(SystemError) {
            return try Self.open(path)
        } catch {
            // Somebody has removed it.
            guard error.errno == ENOENT else { throw error }
            try make()
            return try Self.open(path)
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
    private static let ownDirectories = 3

    private static func open(_ path: String) throws(SystemError) -> FileDescriptor {
        let (parent, names) = split(path, ownDirectories + 1)
        var place = try directory(parent, O_DIRECTORY)
        for name in names.dropLast() { place = try directory(name, O_DIRECTORY | O_NOFOLLOW, in: place) }
        // Appending, so that one that is cut short meanwhile has no hole that nobody sees.
        return try FileDescriptor(
            Kernel.open(names.last ?? "", O_WRONLY | O_CREAT | O_EXCL | O_APPEND, 0o600, in: place.number),
            of: "open \(path)")
    }

    /// The last names of a path, and the directory they are in.
    private static func split(_ path: String, _ count: Int) -> (directory: String, names: [String]) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        let parent = parts.dropLast(count).joined(separator: "/")
        return (parent.isEmpty ? path.hasPrefix("/") ? "/" : "." : parent, parts.suffix(count).filter { !$0.isEmpty })
    }

    private static func directory(
        _ path: String, _ flags: Int32, in place: borrowing FileDescriptor = FileDescriptor(owning: AT_FDCWD)
    ) throws(SystemError) -> FileDescriptor {
        try FileDescriptor(Kernel.open(path, O_RDONLY | flags, in: place.number), of: "open \(path)")
    }

    private static func make(_ name: String, in place: borrowing FileDescriptor) -> Bool {
        Kernel.makeDirectory(name, in: place.number) == 0 || errno == EEXIST
    }

    /// Makes the directory, which must not be there, and those that lead to it.
    private func make() throws(SystemError) {
        let (parent, names) = Self.split(path, Self.ownDirectories)
        try StateDirectory.makeAll(parent)
        var place = try Self.directory(parent, O_DIRECTORY)
        for (depth, name) in names.dropLast().enumerated() {
            let isThere = depth == 0 ? StateDirectory.make(name, in: place.number) : Self.make(name, in: place)
            guard isThere else { throw .last("mkdir \(path)") }
            place = try Self.directory(name, O_DIRECTORY | O_NOFOLLOW, in: place)
        }
        guard Kernel.makeDirectory(names.last ?? "", in: place.number) == 0 else { throw .last("mkdir \(path)") }
        // Where it cannot be locked, as on some network file systems, nobody else can lock it either, and it is left alone.
        flock(place.number, LOCK_EX | LOCK_NB)
        let number = place.release()
        claim.withLock { $0 = FileDescriptor(owning: number) }
    }
}
