import Glibc
import Synchronization

/// A real program at work, in a session of its own, its streams in files: however much it writes, nobody has to read.
package final class RunningProgram: Sendable {
    /// Its process id.
    package let pid: Int32
    private let name: String
    private let files: TemporaryDirectory
    private let isCollected = Atomic(false)

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - executable: A path, or a name to look up in PATH.
    ///   - arguments: The arguments after the program's name.
    ///   - input: What it finds on stdin.
    ///   - environment: Variables on top of the inherited environment.
    ///   - directory: Where it runs; `nil` is the tests' own working directory.
    /// - Throws: When it cannot be started.
    package init(
        _ executable: String, _ arguments: [String] = [], input: String = "", environment: [String: String] = [:],
        directory: String? = nil
    ) throws {
        name = executable
        files = try TemporaryDirectory()
        try files.write("stdin", input)
        let command = (directory.map { ["env", "-C", $0] } ?? []) + [executable] + arguments
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        let forWriting = O_WRONLY | O_CREAT | O_APPEND
        unsafe posix_spawn_file_actions_addopen(&actions, 0, files["stdin"], O_RDONLY, 0)
        unsafe posix_spawn_file_actions_addopen(&actions, 1, files["stdout"], forWriting, 0o644)
        unsafe posix_spawn_file_actions_addopen(&actions, 2, files["stderr"], forWriting, 0o644)
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        // Test workers block signals; a child that inherited that would survive TERM.
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        unsafe posix_spawnattr_setsigmask(&attributes, &signals)
        unsafe sigfillset(&signals)
        unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
        let flags = Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF) | Self.ownSession
        unsafe posix_spawnattr_setflags(&attributes, flags)
        // Copies that end in a null pointer, as C wants them.
        var words = unsafe command.map { unsafe strdup($0) } + [nil]
        var variables = unsafe EnvironmentBlock.current(with: environment).map { unsafe strdup($0) } + [nil]
        defer { unsafe (words + variables).forEach { unsafe free($0) } }
        var child: pid_t = 0
        let result = unsafe posix_spawnp(&child, command[0], &actions, &attributes, &words, &variables)
        guard result == 0 else { throw TestKitError("cannot start \(executable): \(Files.errorText(result))") }
        pid = child
    }

    /// A test that does not wait for its program must not leave a zombie: the tests that run in processes of their own look at
    /// whichever child has ended, and never get past one that nobody collects.
    deinit {
        guard !isCollected.load(ordering: .relaxed) else { return }
        Task.detached { [pid] in
            while waitpid(pid, nil, WNOHANG) == 0 { try await Task.sleep(for: .milliseconds(20)) }
        }
    }

    /// What it wrote to stdout so far.
    package var stdout: String { Files.read(files["stdout"]) ?? "" }

    /// What it wrote to stderr so far.
    package var stderr: String { Files.read(files["stderr"]) ?? "" }

    /// Sends a signal to it alone. It must not have been waited for.
    package func send(_ signal: Int32) {
        kill(pid, signal)
    }

    /// Waits until it has ended; what it left running does not matter.
    ///
    /// - Parameter timeout: After it, the program and its group are killed.
    /// - Returns: How it ended and what it wrote.
    /// - Throws: When the time is over, with what it wrote.
    package func wait(timeout: Duration = .seconds(20)) async throws -> ProgramRun {
        var status: Int32 = 0
        let isOver = try await Waiting.until(timeout: timeout, every: .milliseconds(2)) {
            unsafe waitpid(pid, &status, WNOHANG) == pid ? true : nil
        }
        isCollected.store(true, ordering: .relaxed)
        guard isOver != nil else {
            kill(-pid, SIGKILL)
            unsafe waitpid(pid, &status, 0)
            throw TestKitError("\(name) was still running after \(timeout)\nstdout:\n\(stdout)\nstderr:\n\(stderr)")
        }
        let signal = status & 0x7F
        return ProgramRun(
            stdout: Files.bytes(files["stdout"]) ?? [], stderr: Files.bytes(files["stderr"]) ?? [],
            exitCode: signal == 0 ? (status >> 8) & 0xFF : nil, signal: signal == 0 ? nil : signal)
    }

    /// `POSIX_SPAWN_SETSID`, which the Glibc overlay lacks.
    private static let ownSession: Int16 = 0x80
}
