internal import CLinux
internal import Glibc
internal import SpawnCore

/// The input of one child in a file that only we can read, there as long as this object.
final class ChildInputFile {
    let path: String

    fileprivate init(_ input: [UInt8], at path: String) throws(SystemError) {
        var file = try FileDescriptor(Kernel.open(path, O_WRONLY | O_CREAT | O_EXCL, 0o600), of: "open \(path)")
        self.path = path
        var rest = input[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Kernel.write(file.number, $0) }
            guard count >= 0 else { throw .last("write \(path)") }
            rest = rest.dropFirst(count)
        }
        try file.closeWritten()
    }

    deinit { Kernel.remove(path) }
}

/// A directory for the inputs of children that only we can enter: made for the first that wants a file, and removed with
/// this object.
final class ChildInputDirectory {
    private var path: String?
    private var count = 0

    /// A file that could not be removed in its time is tried again: what is in it may be secret.
    deinit { if let path, Kernel.removeDirectory(path) != 0 { Self.removeAll(in: path) } }

    func makeFile(_ input: [UInt8]) throws(SystemError) -> ChildInputFile {
        let directory: String
        if let path { directory = path } else { directory = try make() }
        count += 1
        return try ChildInputFile(input, at: "\(directory)/prompt-\(count)")
    }

    private static var parent: String { unsafe getenv("TMPDIR").map { unsafe String(cName: $0) } ?? "/tmp" }

    /// What the names of a process's directories begin with, so that they can be found when it was killed.
    private static func prefix(of pid: pid_t) -> String { "aurora-\(pid)-" }

    private func make() throws(SystemError) -> String {
        let parent = ChildInputDirectory.parent
        var template = "\(parent)/\(ChildInputDirectory.prefix(of: getpid()))XXXXXX".cName
        guard Kernel.makeDirectory(&template) else { throw .last("mkdtemp in \(parent)") }
        let made = String(systemName: template.dropLast().map(UInt8.init(bitPattern:)))
        path = made
        return made
    }

    /// Removes what a process has left that was killed.
    static func removeAll(leftBy pid: pid_t) {
        for name in ProcFile.names(in: parent) where name.hasPrefix(prefix(of: pid)) {
            removeAll(in: "\(parent)/\(name)")
        }
    }

    /// Removes a directory and the files in it. What is not our own, and no directory, is left alone.
    private static func removeAll(in path: String) {
        let directory = FileDescriptor(owning: Kernel.open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW))
        var status = stat()
        guard directory.isOpen, Kernel.look(atFile: directory.number, &status) == 0, status.st_uid == geteuid() else {
            return
        }
        for file in ProcFile.names(in: path) { Kernel.remove(file, in: directory.number) }
        Kernel.removeDirectory(path)
    }
}
