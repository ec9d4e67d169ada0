internal import Glibc

/// Finds programs as the system does when it starts one.
package enum ProgramSearch {
    /// The path of a program, or `nil` when it cannot be run.
    ///
    /// A name with a slash is a path already. Any other is looked up in PATH, whose empty entries are the working
    /// directory; without a PATH, in `/bin` and `/usr/bin`.
    package static func locate(_ name: String) -> String? {
        guard !name.isEmpty else { return nil }
        if name.utf8.contains(UInt8(ascii: "/")) { return isProgram(name) ? name : nil }
        let path = unsafe getenv("PATH").map { unsafe String(cString: $0) } ?? "/bin:/usr/bin"
        for directory in path.split(separator: ":", omittingEmptySubsequences: false) {
            let candidate = (directory.isEmpty ? "." : directory) + "/" + name
            if isProgram(candidate) { return candidate }
        }
        return nil
    }

    private static func isProgram(_ path: String) -> Bool {
        var status = stat()
        guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
        return unsafe access(path, X_OK) == 0
    }
}
