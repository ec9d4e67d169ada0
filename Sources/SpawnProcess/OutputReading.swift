package import SpawnCore

/// Reads what children write for what it says of them.
package protocol OutputReading: Sendable {
    /// A reader for the output of one child that starts now.
    func makeReader(for spec: ProcessSpec) -> any OutputReader
}

/// Reads what one child writes. Used by one thread only.
package protocol OutputReader: AnyObject {
    /// Takes the next bytes of a stream, and says what of them cannot wait for the end.
    func read(_ bytes: UnsafeRawBufferPointer, from stream: ChildStream) -> OutputSign?

    /// What the agent has reported as data so far; `nil` where it does not.
    var agent: AgentReport? { get }

    /// What all of it says, asked once, for a success too: some tools fail with exit code 0.
    ///
    /// - Parameters:
    ///   - end: How the child ended.
    ///   - stdout: What it wrote there, as far as it is kept.
    ///   - stderr: The same of stderr.
    ///   - now: Seconds since 1970.
    /// - Returns: What went wrong, or that the work is done.
    func finish(_ end: ChildEnd, stdout: CapturedOutput, stderr: CapturedOutput, now: Double) -> OutputVerdict
}

/// What a child's output says while it runs.
package enum OutputSign: Sendable, Equatable {
    /// An error stands on stderr; the rule that found it.
    case error(rule: String)
    /// The final result of its work is out, or is no longer the final one.
    case result(isOut: Bool)
}

/// How a child ended.
package struct ChildEnd: Sendable, Equatable {
    package var exit: ExitStatus
    /// True when it was asked to end: then its exit code says nothing.
    package var wasAsked: Bool

    package init(_ exit: ExitStatus, wasAsked: Bool = false) {
        self.exit = exit
        self.wasAsked = wasAsked
    }
}

/// What the output of a child says.
package struct OutputVerdict: Sendable, Equatable {
    /// What went wrong; `nil` when nothing did, or when it says nothing.
    package var finding: Finding?
    /// True when it holds the final result of work that succeeded.
    package var hasResult: Bool
    /// What the agent reported as data; `nil` where it did not.
    package var agent: AgentReport?

    package init(_ finding: Finding? = nil, hasResult: Bool = false) {
        self.finding = finding
        self.hasResult = hasResult
    }
}
