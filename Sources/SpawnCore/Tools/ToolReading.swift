/// How the output of a tool is read for errors. Tools differ: some report them on stdout, some repeat the prompt on
/// stderr, some exit 0 whatever happens.
public struct ToolReading: Sendable, Equatable {
    /// The form in which it tells what it does on stdout. In a form for machines what it says as data goes before words.
    public var format: AgentFormat
    /// Which lines of stdout count when an attempt failed.
    public var stdout: OutputChannel
    /// Which lines of stderr count when an attempt failed, and while it runs.
    public var stderr: OutputChannel
    /// Patterns that make a failure of an attempt that exits 0, when one matches on its stdout.
    public var failurePatterns: [String]
    /// Whether they count only at the end of stdout: the tool tries again by itself, and may go on.
    package var failuresComeLast = false
    /// Lines of stderr that begin a part of the tool's work, such as the prompt: what is below them is no error of its own.
    package var workHeadings: Set<String> = []
    /// Whether an attempt that exits 0 without anything but white space on stdout has failed.
    public var failsOnEmptyOutput: Bool
    /// What the tool prints in the place of an answer, alone and with exit code 0, where an empty one is a failure.
    public var noAnswers: [String]
    /// Whether stdout holds JSON lines that report errors even when the exit code is 0.
    public var reportsErrorsAsData: Bool
    /// Whether an error on stderr of a running attempt ends it after a grace, where the policy kills on error patterns too.
    /// Only for a tool whose stderr holds nothing but errors of its own: others print there what they work on, and every
    /// built-in tool does.
    public var killsOnErrorPattern: Bool
    /// Exit codes to which the tool gives a meaning. They outweigh the text.
    public var exitCodes: [Int32: ErrorMeaning]

    /// Creates a way of reading; by default everything counts and only the exit code tells a failure.
    public init(
        format: AgentFormat = .text, stdout: OutputChannel = .all, stderr: OutputChannel = .all,
        failurePatterns: [String] = [],
        failsOnEmptyOutput: Bool = false, noAnswers: [String] = [], reportsErrorsAsData: Bool = false,
        killsOnErrorPattern: Bool = false,
        exitCodes: [Int32: ErrorMeaning] = [:]
    ) {
        self.format = format
        self.stdout = stdout
        self.stderr = stderr
        self.failurePatterns = failurePatterns
        self.failsOnEmptyOutput = failsOnEmptyOutput
        self.noAnswers = noAnswers
        self.reportsErrorsAsData = reportsErrorsAsData
        self.killsOnErrorPattern = killsOnErrorPattern
        self.exitCodes = exitCodes
    }
}
