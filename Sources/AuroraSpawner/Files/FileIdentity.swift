import Glibc
internal import SpawnCore

/// Which file a path leads to: the same for all of its names, by links of either kind.
package enum FileIdentity: Hashable {
    /// A file that is there.
    case file(device: UInt, inode: UInt)
    /// One that is not there yet: its directory and its name.
    case entry(device: UInt, inode: UInt, name: String)

    /// That of the file a path leads to; `nil` for what nobody can overwrite: a device such as a terminal, and a path that
    /// leads nowhere.
    package init?(_ path: String) {
        var path = path
        // As many links as the system follows.
        for _ in 0...40 {
            var status = stat()
            if unsafe stat(path.cName, &status) == 0 {
                self.init(status)
                return
            }
            let name = path.split(separator: "/").last.map(String.init) ?? path
            let directory = path.hasPrefix("/") || path.contains("/") ? String(path.dropLast(name.utf8.count)) : "."
            if let target = Self.target(of: path) {
                path = target.hasPrefix("/") || directory == "." ? target : "\(directory)/\(target)"
                continue
            }
            guard unsafe stat((directory.isEmpty ? "/" : directory).cName, &status) == 0 else { return nil }
            self = .entry(device: UInt(status.st_dev), inode: UInt(status.st_ino), name: name)
            return
        }
        return nil
    }

    /// That of an open file.
    package init?(descriptor: Int32) {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { return nil }
        self.init(status)
    }

    private init?(_ status: stat) {
        guard status.st_mode & S_IFMT != S_IFCHR else { return nil }
        self = .file(device: UInt(status.st_dev), inode: UInt(status.st_ino))
    }

    private static func target(of path: String) -> String? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = unsafe readlink(path.cName, &buffer, buffer.count)
        return count > 0 ? String(systemName: buffer[..<count].map(UInt8.init(bitPattern:))) : nil
    }
}
