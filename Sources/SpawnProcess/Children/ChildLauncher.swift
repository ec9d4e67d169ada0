internal import CLinux
internal import Glibc
internal import SpawnCore

/// A child that has just been started, with our ends of its streams.
struct LaunchedChild: ~Copyable {
    var pid: pid_t
    /// Nobody else's but that of all that descends from it.
    var mark: UInt64
    /// Tells the end of the child, and keeps its number from being mistaken for another's.
    var exit: FileDescriptor
    var input: ChildInput
    var stdout: FileDescriptor
    var stderr: FileDescriptor
}

/// Starts children, each in a session of its own, with nothing inherited but the environment and the working directory.
final class ChildLauncher {
    /// What an error of the start itself is said to come from.
    static let startCall = "exec"

    private let environment = InheritedEnvironment()
    private let nothing: FileDescriptor
    /// Low numbers through which children get their streams: a start costs as much as the highest of them.
    private let places: [3 of FileDescriptor]
    private let inputFiles = ChildInputDirectory()
    /// The last mark given to a child. Another run's children have others, also where one runs in a child of the other.
    private var mark = UInt64.random(in: 1 << 32..<1 << 62)

    init() throws(SystemError) {
        // A pipe that got one of the numbers 0 to 2 would be overwritten while a child's streams are put in their places.
        var null = try ChildLauncher.openNull()
        while null.number <= STDERR_FILENO { null = try null.duplicate() }
        places = try InlineArray { _ throws(SystemError) in try null.duplicate() }
        nothing = null
        linux_keep_children_waitable()
    }

    private static func openNull() throws(SystemError) -> FileDescriptor {
        try FileDescriptor(Kernel.open("/dev/null", O_RDONLY), of: "open /dev/null")
    }

    /// Starts the child; everything it needed is given back when that fails.
    func launch(_ spec: ProcessSpec) throws(SystemError) -> LaunchedChild {
        var output = try Pipe()
        var errors = try Pipe()
        try output.readEnd.setNonBlocking()
        try errors.readEnd.setNonBlocking()
        var input = try ChildInput(of: spec, files: inputFiles)
        let pid = try spawn(
            spec,
            input.file.map { Self.arguments(of: spec, inputFile: $0.path) } ?? spec.arguments.map { Array($0.utf8) },
            stdin: input.readEnd.isOpen ? input.readEnd.number : nothing.number,
            stdout: output.writeEnd.number, stderr: errors.writeEnd.number)
        // Now, and not when they go away: so there is a number left for the descriptor of the child, which must not die for
        // the want of it when it may have done something already.
        input.readEnd.close()
        output.writeEnd.close()
        errors.writeEnd.close()
        return LaunchedChild(
            pid: pid, mark: mark, exit: try watchExit(of: pid), input: input, stdout: output.readEnd,
            stderr: errors.readEnd)
    }

    /// A child that we could not watch must not live on unseen.
    private func watchExit(of pid: pid_t) throws(SystemError) -> FileDescriptor {
        do {
            return try FileDescriptor(Kernel.openProcess(pid), of: "pidfd_open")
        } catch {
            ChildLauncher.destroy([pid])
            throw error
        }
    }

    /// Kills the groups of children and collects the children. Those that cannot be killed are not waited for longer than
    /// dying ever takes.
    ///
    /// - Returns: Those.
    @discardableResult
    static func destroy(_ children: [pid_t]) -> [pid_t] {
        var left = children
        var status: Int32 = 0
        for _ in 0..<1000 where !left.isEmpty {
            for child in left { Kernel.signal(group: child, SIGKILL) }
            left.removeAll { Kernel.wait(for: $0, &status, WNOHANG) != 0 }
            if !left.isEmpty { usleep(1000) }
        }
        return left
    }

    private func spawn(
        _ spec: ProcessSpec, _ arguments: [[UInt8]], stdin: Int32, stdout: Int32, stderr: Int32
    ) throws(SystemError) -> pid_t {
        try ChildLauncher.checkForNull(arguments, spec.environment.entries)
        let paths = CStringVector(bytes: ProgramSearch.paths(of: spec.executable, spec.environment))
        let arguments = CStringVector(bytes: [spec.executable.systemBytes] + arguments)
        let directory = CStringVector(spec.workingDirectory.map { [$0] } ?? [])
        var pid = pid_t()
        mark += 1
        let error = unsafe environment.with(ChildLauncher.variables(of: spec)) { variables in
            var child = unsafe linux_child(
                paths: paths.pointers, arguments: arguments.pointers, environment: variables,
                directory: directory.pointers[0], streams: (stdin, stdout, stderr),
                places: (places[0].number, places[1].number, places[2].number), nothing: nothing.number, mark: mark)
            return unsafe Kernel.start(&child, &pid)
        }
        guard error == 0 else { throw SystemError(errno: error, call: ChildLauncher.startCall) }
        return pid
    }

    /// The arguments where the input is in a file. The name of that may be no text; what else they hold is text.
    private static func arguments(of spec: ProcessSpec, inputFile path: String) -> [[UInt8]] {
        let named = spec.arguments(inputFile: path)
        return zip(spec.arguments, named).map { $0 == $1 ? Array($1.utf8) : $1.systemBytes }
    }

    /// A program believes PWD where it can, so it must not be that of another directory.
    private static func variables(of spec: ProcessSpec) -> EnvironmentVariables {
        var variables = spec.environment
        guard let directory = spec.workingDirectory, variables["PWD"] == nil else { return variables }
        let path = unsafe realpath(directory.cName, nil)
        defer { unsafe free(path) }
        if let path = unsafe path, let text = unsafe String(validatingCString: path) {
            variables.set("PWD", text)
        } else {
            variables.remove("PWD")
        }
        return variables
    }

    /// C would end the string there and the child would get a different one.
    private static func checkForNull(
        _ arguments: [[UInt8]], _ environment: [EnvironmentVariables.Entry]
    ) throws(SystemError) {
        let holdsNull =
            arguments.contains { $0.contains(0) }
            || environment.contains { $0.name.utf8.contains(0) || $0.value.utf8.contains(0) }
        if holdsNull { throw SystemError(errno: EINVAL, call: startCall) }
    }
}
