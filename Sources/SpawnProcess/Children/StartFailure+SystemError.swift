internal import Glibc
internal import SpawnCore

extension StartFailure {
    /// Names what kept a child from starting.
    init(_ error: SystemError, starting spec: ProcessSpec) {
        self.init(
            errno: error.errno, message: StartFailure.message(error, spec),
            isExhaustion: [EMFILE, ENFILE, EAGAIN, ENOMEM, ENOSPC].contains(error.errno),
            isProgramAway: error.call == ChildLauncher.startCall
                && spec.workingDirectory.flatMap { StartFailure.reasonAgainst(directory: $0) } == nil
                // The last three: it is being written, is empty yet, or is not yet allowed to run.
                && [ENOENT, ENOTDIR, ESTALE, ETXTBSY, ENOEXEC, EACCES].contains(error.errno))
    }

    /// The child was to end before it was started. Nobody is to blame for that, and nothing has run.
    static let calledOff = StartFailure(
        errno: ECANCELED, message: "It was ended before it was started.", isExhaustion: true)

    private static func message(_ error: SystemError, _ spec: ProcessSpec) -> String {
        guard error.call == ChildLauncher.startCall else {
            return "“\(spec.executable)” could not be started: \(error.call): \(error.reason)."
        }
        // A bad directory and a bad program give the same error number.
        if let directory = spec.workingDirectory, let reason = reasonAgainst(directory: directory) {
            return "The working directory “\(directory)” cannot be used: \(reason)."
        }
        switch error.errno {
        case ENOENT where unsafe access(spec.executable, F_OK) == 0 && spec.executable.utf8.contains(UInt8(ascii: "/")):
            return "The interpreter that “\(spec.executable)” names in its first line was not found."
        case ENOENT: return "The program “\(spec.executable)” was not found."
        case EACCES: return "The program “\(spec.executable)” may not be run."
        case ENOEXEC: return "“\(spec.executable)” is not a program this machine can run."
        case E2BIG: return tooLong(spec)
        case EINVAL: return "“\(spec.executable)” was given an argument or a variable with a null character in it."
        default: return "“\(spec.executable)” could not be started: \(error.reason)."
        }
    }

    private static func tooLong(_ spec: ProcessSpec) -> String {
        let longest = spec.arguments.map(\.utf8.count).max() ?? 0
        let limit = ToolDefinition.longestArgument
        guard longest > limit else {
            return "The arguments and variables for “\(spec.executable)” are longer than the system allows."
        }
        return "An argument for “\(spec.executable)” has \(longest) bytes; the system allows \(limit). "
            + "Let the tool take its prompt on stdin or in a file."
    }

    private static func reasonAgainst(directory: String) -> String? {
        var status = stat()
        guard unsafe stat(directory, &status) == 0 else { return SystemError.last("stat").reason }
        guard status.st_mode & S_IFMT == S_IFDIR else { return SystemError(errno: ENOTDIR, call: "stat").reason }
        return unsafe access(directory, X_OK) == 0 ? nil : SystemError.last("access").reason
    }
}
