internal import Glibc
internal import SpawnCore

extension StartFailure {
    /// Names what kept a child from starting.
    init(_ error: SystemError, starting spec: ProcessSpec) {
        self.init(
            errno: error.errno, kind: StartFailure.kind(error), message: StartFailure.message(error, spec),
            isExhaustion: [EMFILE, ENFILE, EAGAIN, ENOMEM, ENOSPC].contains(error.errno),
            isProgramAway: error.call == ChildLauncher.startCall
                && spec.workingDirectory.flatMap { WorkingDirectory.fault(of: $0) } == nil
                // The last three: it is being written, is empty yet, or is not yet allowed to run.
                && [ENOENT, ENOTDIR, ESTALE, ETXTBSY, ENOEXEC, EACCES].contains(error.errno))
    }

    /// The child was to end before it was started. Nobody is to blame for that, and nothing has run.
    static let calledOff = StartFailure(
        errno: ECANCELED, message: "It was ended before it was started.", isExhaustion: true)

    /// Not there, not allowed, or wrong in itself: what kind of mistake it is to start it.
    private static func kind(_ error: SystemError) -> FailureKind {
        guard error.call == ChildLauncher.startCall else { return .unknown }
        switch error.errno {
        case ENOENT, ENOTDIR: return .notFound
        case EACCES, EPERM: return .forbidden
        default: return .invalidRequest
        }
    }

    private static func message(_ error: SystemError, _ spec: ProcessSpec) -> String {
        guard error.call == ChildLauncher.startCall else {
            return "“\(spec.executable)” could not be started: \(error.call): \(error.reason)."
        }
        // These say nothing of a place.
        switch error.errno {
        case E2BIG: return tooLong(spec)
        case EINVAL: return "“\(spec.executable)” was given an argument or a variable with a null character in it."
        default: break
        }
        // A bad directory and a bad program give the same error number.
        if let directory = spec.workingDirectory, let reason = WorkingDirectory.fault(of: directory) {
            return "The working directory “\(directory)” cannot be used: \(reason)."
        }
        let path: String
        do throws(ProgramSearch.Fault) {
            path = try ProgramSearch.locate(spec.executable, spec.environment, in: spec.workingDirectory)
        } catch {
            return message(error, spec)
        }
        let (bytes, interpreter) = ProgramSearch.beginning(of: path, in: spec.workingDirectory)
        switch (error.errno, interpreter) {
        case (ENOENT, let interpreter?), (ENOTDIR, let interpreter?), (EACCES, let interpreter?),
            (ELOOP, let interpreter?), (ENAMETOOLONG, let interpreter?):
            let fault = interpreter.fault?.words ?? "cannot be run: \(error.reason)"
            let ending = interpreter.hasCarriageReturn ? "; the line ends with a carriage return, as on Windows" : ""
            return "The interpreter “\(interpreter.path)” that “\(path)” names in its first line \(fault)\(ending)."
        case (ENOENT, nil): return "What loads “\(path)” was not found: it was built for another system."
        case (ENOEXEC, nil):
            let hint = ProgramSearch.isText(bytes) ? ": its first line names no interpreter, as “#!/bin/sh” does" : ""
            return "“\(spec.executable)” is not a program this machine can run\(hint)."
        default: return "“\(spec.executable)” could not be started: \(error.reason)."
        }
    }

    /// A program that was not found, or that is none.
    private static func message(_ fault: ProgramSearch.Fault, _ spec: ProcessSpec) -> String {
        let name = spec.executable
        guard fault.isMissing else { return "The program “\(fault.path)” \(fault.words)." }
        let isRelative = name.contains("/") && !name.hasPrefix("/")
        let place = spec.workingDirectory.flatMap { isRelative ? " in “\($0)”" : nil } ?? ""
        return "The program “\(name)” \(fault.words)\(place)."
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

}
