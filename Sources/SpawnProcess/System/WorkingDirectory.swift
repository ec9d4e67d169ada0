internal import CLinux
internal import Glibc
internal import SpawnCore

/// Where children run.
package enum WorkingDirectory {
    /// The path of this program's, from the root; `.` where it is gone.
    package static var path: String {
        guard let text = unsafe getcwd(nil, 0) else { return "." }
        defer { unsafe free(text) }
        return unsafe String(cName: text)
    }

    /// Why a directory cannot be one; `nil` when it can.
    package static func fault(of directory: String) -> String? {
        var status = stat()
        guard unsafe stat(directory.cName, &status) == 0 else {
            let reason = SystemError.last("stat").reason
            return directory.hasPrefix("~") ? "\(reason); no shell reads “~” here" : reason
        }
        guard status.st_mode & S_IFMT == S_IFDIR else { return SystemError(errno: ENOTDIR, call: "stat").reason }
        return unsafe access(directory.cName, X_OK) == 0 ? nil : SystemError.last("access").reason
    }
}
