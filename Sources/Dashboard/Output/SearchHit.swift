/// A line with a match in it, in the output of some attempt.
package struct SearchHit: Sendable, Equatable {
    package var source: OutputSource
    package var stream: OutputView.Stream
    /// Counted from 0.
    package var line: Int
    /// The line, cleaned.
    package var text: String
    /// What was found in it, as ranges of its scalars.
    package var matches: [Range<Int>]

    package init(
        source: OutputSource, stream: OutputView.Stream, line: Int, text: String, matches: [Range<Int>] = []
    ) {
        self.source = source
        self.stream = stream
        self.line = line
        self.text = text
        self.matches = matches
    }
}
