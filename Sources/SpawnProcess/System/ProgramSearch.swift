internal import Glibc

/// Finds programs as the system does when it starts one.
package enum ProgramSearch {
    /// The path of a program, or `nil` when it cannot be run.
    package static func locate(_ name: String) -> String? { paths(of: name).first(where: isProgram) }

    /// Where a program may be, in the order to look.
    ///
    /// A name with a slash is a path already. Any other is looked up in PATH, whose empty entries are the working
    /// directory; without a PATH, in `/bin` and `/usr/bin`.
    static func paths(of name: String) -> [String] {
        if name.isEmpty || name.utf8.contains(UInt8(ascii: "/")) { return [name] }
        let path = unsafe getenv("PATH").map { unsafe String(cString: $0) } ?? "/bin:/usr/bin"
        return path.split(separator: ":", omittingEmptySubsequences: false).map { directory in
            (directory.isEmpty ? "." : directory) + "/" + name
        }
    }

    private static func isProgram(_ path: String) -> Bool {
        var status = stat()
        guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
        return unsafe access(path, X_OK) == 0
    }
}
