/// A program that has ended: what it wrote and how it ended.
package struct ProgramRun: Sendable {
    /// Every byte it wrote to stdout.
    package var stdout: [UInt8]
    /// Every byte it wrote to stderr.
    package var stderr: [UInt8]
    /// Its exit code; `nil` when a signal killed it.
    package var exitCode: Int32?
    /// The signal that killed it; `nil` when it exited.
    package var signal: Int32?

    /// What it wrote to stdout, as text.
    package var output: String { String(decoding: stdout, as: UTF8.self) }

    /// What it wrote to stderr, as text.
    package var errors: String { String(decoding: stderr, as: UTF8.self) }

    /// Runs a program to its end.
    ///
    /// - Parameters:
    ///   - executable: A path, or a name to look up in PATH.
    ///   - arguments: The arguments after the program's name.
    ///   - input: What it finds on stdin.
    ///   - environment: Variables on top of the inherited environment.
    ///   - directory: Where it runs; `nil` is the tests' own working directory.
    ///   - timeout: After it, the program and its group are killed.
    /// - Returns: How it ended and what it wrote. A failure of the program is not an error.
    /// - Throws: When it cannot be started or does not end in time.
    package static func of(
        _ executable: String, _ arguments: [String] = [], input: String = "", environment: [String: String] = [:],
        directory: String? = nil, timeout: Duration = .seconds(20)
    ) async throws -> ProgramRun {
        try await RunningProgram(
            executable, arguments, input: input, environment: environment, directory: directory
        ).wait(timeout: timeout)
    }
}
