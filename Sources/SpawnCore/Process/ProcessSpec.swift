/// All that is needed to start one child.
package struct ProcessSpec: Sendable, Equatable {
    /// A path, or a name to look up in PATH.
    package var executable: String
    /// The arguments after the program's name. No shell ever sees them.
    package var arguments: [String]
    /// Variables set on top of the inherited environment.
    package var environment: [String: String]
    /// Where it runs; `nil` is our own working directory.
    package var workingDirectory: String?
    /// What it finds on its standard input before the end of file; empty is `/dev/null`.
    package var input: [UInt8]
    /// The time between TERM and KILL. 2 s in the specification.
    package var killGrace: Duration
    /// The tool it belongs to, which decides how its text is read for errors.
    package var tool: String
    /// Whether an error pattern on stderr is worth an event.
    package var watchesErrorPatterns: Bool

    package init(
        executable: String, arguments: [String] = [], environment: [String: String] = [:],
        workingDirectory: String? = nil, input: [UInt8] = [], killGrace: Duration = .seconds(2), tool: String = "",
        watchesErrorPatterns: Bool = false
    ) {
        self.executable = executable
        self.arguments = arguments
        self.environment = environment
        self.workingDirectory = workingDirectory
        self.input = input
        self.killGrace = killGrace
        self.tool = tool
        self.watchesErrorPatterns = watchesErrorPatterns
    }
}
