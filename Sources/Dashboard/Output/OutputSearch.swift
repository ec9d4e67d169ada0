/// A regular expression looked for in the output of a task.
package struct OutputSearch: Sendable, Equatable {
    package internal(set) var text = ""
    /// The line in which it was found at last, counted from 0.
    package internal(set) var line: Int? {
        didSet { count = nil }
    }
    /// True from a question for the next line to its answer.
    var isUnderWay = false
    /// Lines to go on to after it, since somebody pressed the key again: forwards above zero, backwards below.
    var stepsLeft = 0
    /// A key held down in a long log does not run on for long after it.
    private static let mostSteps = 10
    /// The place of that line among all with a match; `nil` until something is known of it.
    package internal(set) var count: MatchCount?

    mutating func step(forward: Bool) {
        stepsLeft = max(-Self.mostSteps, min(Self.mostSteps, stepsLeft + (forward ? 1 : -1)))
    }

    /// Where the match is: `3 of 512`, while lines are counted `3 of 120+`, and its line as long as its place is not known.
    var words: String? {
        guard let line else { return nil }
        guard let count, let place = count.place else { return "line \(line + 1)" }
        return "\(place) of \(count.total)" + (count.isComplete ? "" : "+")
    }
}

/// Lines in which something was found.
package struct MatchCount: Sendable, Equatable {
    /// The place of one of them among all, counted from 1; `nil` while it is not known.
    package var place: Int?
    /// How many there are, as far as they are counted.
    package var total: Int
    /// Whether these are all.
    package var isComplete: Bool

    package init(place: Int?, total: Int, isComplete: Bool) {
        self.place = place
        self.total = total
        self.isComplete = isComplete
    }
}

/// Where to look for a regular expression: in all of a stream, beginning at some line and round its ends.
package struct OutputHunt: Sendable, Equatable {
    package var source: OutputSource
    package var stream: OutputView.Stream
    package var text: String
    /// How the stream is read: what is found is what is shown.
    package var reading = OutputReading()
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
