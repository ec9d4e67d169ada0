internal import Glibc

/// The directory of what outlives a run. What it holds is nobody's source code, so it keeps git from it.
package enum StateDirectory {
    /// The name of the file that does so.
    package static let ignoreFile = ".gitignore"
    /// All is ignored but what a person may want to share.
    private static let ignored = "*\n!.gitignore\n!config.json\n"

    /// Makes the directory, where it is not there, for its owner alone, and sees to it that it ignores itself.
    ///
    /// - Parameter path: The directory.
    /// - Returns: False when it is not there and cannot be made; `errno` says why.
    package static func make(_ path: String) -> Bool {
        guard Kernel.makeDirectory(path) == 0 || errno == EEXIST else { return false }
        ignoreItself(path)
        return true
    }

    /// Writes the file, where there is none. A run does not fail for it.
    static func ignoreItself(_ directory: String) {
        let number = Kernel.open("\(directory)/\(ignoreFile)", O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600)
        guard number >= 0 else { return }
        _ = unsafe Array(ignored.utf8).withUnsafeBytes { unsafe Kernel.write(number, $0) }
        Kernel.close(number)
    }
}
