internal import Glibc

/// The directory of what outlives a run. What it holds is nobody's source code, so it keeps git from it.
package enum StateDirectory {
    /// The name of the file that does so.
    package static let ignoreFile = ".gitignore"
    /// All is ignored but what a person may want to share.
    private static let ignored = "*\n!.gitignore\n!config.json\n"

    /// Its name unless somebody chooses another.
    private static let ownName = ".aurora"

    /// Makes the directory, where it is not there, for its owner alone, and sees to it that it ignores itself. One that somebody
    /// else has made and named may hold what is theirs: there only the directories in it do.
    ///
    /// - Parameter path: The directory.
    /// - Returns: False when it is not there and cannot be made; `errno` says why.
    package static func make(_ path: String) -> Bool {
        let isMade = Kernel.makeDirectory(path) == 0
        guard isMade || errno == EEXIST else { return false }
        if isMade || path.split(separator: "/").last.map(String.init) == ownName { ignoreItself(path) }
        return true
    }

    /// Makes a state directory, and those that lead to it.
    package static func makeAll(_ path: String) throws(SystemError) {
        var parent = ""
        var isOurs = false
        for part in path.split(separator: "/", omittingEmptySubsequences: false) {
            parent += part
            if !parent.isEmpty, Kernel.makeDirectory(parent) == 0 {
                // The first that is made is the state directory, or a part of one that somebody else has made.
                if !isOurs { ignoreItself(parent) }
                isOurs = true
            } else if !parent.isEmpty, errno != EEXIST {
                throw .last("mkdir \(parent)")
            }
            parent += "/"
        }
    }

    /// Makes a directory in one that is open, and has it ignore itself, where it is not there.
    ///
    /// - Returns: False when it is not there and cannot be made; `errno` says why.
    static func make(_ name: String, in place: Int32) -> Bool {
        guard Kernel.makeDirectory(name, in: place) == 0 else { return errno == EEXIST }
        ignoreItself(name, in: place)
        return true
    }

    /// Writes the file, where there is none. A run does not fail for it.
    package static func ignoreItself(_ directory: String, in place: Int32 = AT_FDCWD) {
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW
        let number = Kernel.open("\(directory)/\(ignoreFile)", flags, 0o600, in: place)
        guard number >= 0 else { return }
        _ = unsafe Array(ignored.utf8).withUnsafeBytes { unsafe Kernel.write(number, $0) }
        Kernel.close(number)
    }
}
