/// A line with a match in it, in the output of some task.
package struct SearchHit: Sendable, Equatable {
    package var task: Int
    package var stream: OutputView.Stream
    /// Counted from 0.
    package var line: Int
    /// The line, cleaned.
    package var text: String
    /// What was found in it, as ranges of its scalars.
    package var matches: [Range<Int>]

    package init(task: Int, stream: OutputView.Stream, line: Int, text: String, matches: [Range<Int>] = []) {
        self.task = task
        self.stream = stream
        self.line = line
        self.text = text
        self.matches = matches
    }
}
