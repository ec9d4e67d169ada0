/// All that is needed to start one child.
package struct ProcessSpec: Sendable, Equatable {
    /// How a child gets its input.
    package enum InputDelivery: Sendable {
        /// On its standard input, before the end of file; empty is `/dev/null`.
        case stdin
        /// In a file that only we can read, whose path replaces ``ProcessSpec/inputFile`` in the arguments. The host makes
        /// it before the start and removes it after the end; standard input is `/dev/null`.
        case file
    }

    /// What stands in the arguments for the path of the input's file. No real argument can hold a null character, so
    /// nothing that a person writes is mistaken for it.
    package static let inputFile = "\0input\0"

    /// A path, or a name to look up in PATH.
    package var executable: String
    /// The arguments after the program's name. No shell ever sees them.
    package var arguments: [String]
    /// Variables set on top of the inherited environment.
    package var environment: EnvironmentVariables
    /// Where it runs; `nil` is our own working directory.
    package var workingDirectory: String?
    /// What it is told.
    package var input: [UInt8]
    /// How it is told.
    package var inputDelivery: InputDelivery
    /// The time between TERM and KILL. 2 s in the specification.
    package var killGrace: Duration
    /// What happens to what it leaves behind when it ends well.
    package var leakPolicy: LeakPolicy
    /// The tool it belongs to, which decides how its text is read for errors.
    package var tool: String
    /// What the conversation that it goes on with had used before, where its tool counts that again.
    package var usedBefore = TokenUsage()
    /// Whether an error pattern on stderr is worth an event.
    package var watchesErrorPatterns: Bool
    /// The id of the task that its spill files are called after; `nil` makes none.
    package var spillTask: String?
    /// The most bytes of it in spill files, both streams together.
    package var maxOutput = Int.max

    package init(
        executable: String, arguments: [String] = [], environment: EnvironmentVariables = [:],
        workingDirectory: String? = nil, input: [UInt8] = [], inputDelivery: InputDelivery = .stdin,
        killGrace: Duration = .seconds(2), leakPolicy: LeakPolicy = .kill, tool: String = "",
        watchesErrorPatterns: Bool = false
    ) {
        self.executable = executable
        self.arguments = arguments
        self.environment = environment
        self.workingDirectory = workingDirectory
        self.input = input
        self.inputDelivery = inputDelivery
        self.killGrace = killGrace
        self.leakPolicy = leakPolicy
        self.tool = tool
        self.watchesErrorPatterns = watchesErrorPatterns
    }

    /// The arguments with the path of the input's file in its place.
    package func arguments(inputFile path: String) -> [String] {
        arguments.map { $0.replacing(ProcessSpec.inputFile, with: path) }
    }
}
