package import SpawnCore

/// Reads what children wrote for what it says went wrong.
package protocol OutputReading: Sendable {
    /// What an attempt's text was recognised as; `nil` when it says nothing. Asked once for every child that ended,
    /// a success too, because some tools fail with exit code 0. `now` is in seconds since 1970.
    func classify(
        exit: ExitStatus, stdout: CapturedOutput, stderr: CapturedOutput, tool: String, now: Double
    ) -> Finding?

    /// A child was started: soon there may be something to read.
    func prepare()

    /// Something that watches one child's stderr for error patterns; `nil` when the tool has none.
    func makeErrorWatch(tool: String) -> (any ErrorWatching)?
}

/// Watches one stream for error patterns. Used by one thread only.
package protocol ErrorWatching: AnyObject {
    /// Takes the next bytes of the stream and names the rule that matched, also across the border of two calls.
    func scan(_ bytes: UnsafeRawBufferPointer) -> String?
}
