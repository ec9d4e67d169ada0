import Glibc
internal import SpawnCore

/// Tells one state of a file from another: any change of it makes another version, and so does any other file in its place.
package struct FileVersion: Sendable, Equatable {
    private let device: UInt
    private let inode: UInt
    private let size: Int
    /// The time of its last change, as the system has it.
    private let changed: [UInt8]

    /// That of a file as it is now; `nil` when there is none.
    package init?(_ path: String, followsLinks: Bool = true) {
        var status = stat()
        guard unsafe fstatat(AT_FDCWD, path.cName, &status, followsLinks ? 0 : AT_SYMLINK_NOFOLLOW) == 0 else {
            return nil
        }
        device = UInt(status.st_dev)
        inode = UInt(status.st_ino)
        size = Int(status.st_size)
        changed = unsafe withUnsafeBytes(of: &status.st_mtim) { unsafe Array($0) }
    }
}
