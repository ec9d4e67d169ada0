/// A regular expression looked for in the output of a task.
package struct OutputSearch: Sendable, Equatable {
    package internal(set) var text = ""
    /// The line in which it was found at last, counted from 0.
    package internal(set) var line: Int?
}

/// Where to look for a regular expression: in all of a stream, beginning at some line and round its ends.
package struct OutputHunt: Sendable, Equatable {
    package var source: OutputSource
    package var stream: OutputView.Stream
    package var text: String
    /// The first line to look at, or, backwards, the first not to look at.
    package var line: Int
    package var isForward: Bool
}

/// What became of it.
package enum OutputFinding: Sendable, Equatable {
    /// A line with a match in it, counted from 0.
    case line(Int)
    case nowhere
    /// It is no regular expression, and why.
    case mistake(String)
}
