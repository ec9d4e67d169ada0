/// What the dashboard wants to see of a task's output: some lines of one stream, and the end of the other.
package struct OutputQuestion: Sendable, Equatable {
    package var source: OutputSource
    /// The stream it looks at.
    package var stream: OutputView.Stream
    /// The line to be in the middle, counted from 0; `nil` wants the end.
    package var line: Int?
    /// The most lines of each stream; in words, the most rows.
    package var lines: Int
    /// The most bytes of a line.
    package var longestLine: Int
    /// How stdout is read.
    package var reading = OutputReading()
    /// A regular expression whose matches are to be marked; empty is none.
    package var pattern: String
    /// A line with a match, whose place among all such lines is wanted; `nil` wants none to be counted.
    package var match: Int?

    /// The lines of a stream that are wanted.
    ///
    /// - Parameters:
    ///   - stream: The stream.
    ///   - lineCount: How many lines it has.
    /// - Returns: Their numbers.
    package func range(of stream: OutputView.Stream, lineCount: Int) -> Range<Int> {
        let last = max(0, lineCount - lines)
        let first = stream == self.stream ? line.map { min(last, max(0, $0 - lines / 2)) } ?? last : last
        return first..<min(lineCount, first + lines)
    }
}

/// Some lines of a stream, on the way from where it is kept to the screen.
package struct OutputExcerpt: Sendable {
    /// All the child wrote.
    package let byteCount: Int
    /// All lines there are.
    package let lineCount: Int
    /// The lines of the stream that are here, counted from 0; those that tell nothing are not among ``lines``.
    package let range: Range<Int>
    package let lines: [OutputLine]
    /// The number of each.
    package let numbers: [Int]
    /// When each line came; `nil` where that is not known.
    package let times: [OutputTime?]
    /// What was searched for, line by line, as ranges of scalars.
    package let matches: [[Range<Int>]]

    /// Nothing.
    package init() { self.init([], firstLine: 0, lineCount: 0, byteCount: 0) }

    /// Makes all lines of a range fit to be shown.
    ///
    /// - Parameters:
    ///   - lines: What the child wrote, line by line without line ends.
    ///   - firstLine: The number of the first.
    ///   - lineCount: All lines there are.
    ///   - byteCount: All the child wrote.
    ///   - times: When each line came; empty where nobody knows.
    ///   - colours: What the child wrote before them that decides how they look, without a line end.
    ///   - search: Finds what is searched for in a line that is shown, as ranges of bytes.
    package init(
        _ lines: [[UInt8]], firstLine: Int, lineCount: Int, byteCount: Int, times: [OutputTime?] = [],
        colours: [UInt8] = [], search: ([UInt8]) -> [Range<Int>] = { _ in [] }
    ) {
        let range = firstLine..<(firstLine + lines.count)
        self.init(
            lines, numbers: Array(range), of: range, lineCount: lineCount, byteCount: byteCount, times: times,
            colours: colours, search: search)
    }

    /// Makes lines fit to be shown.
    ///
    /// - Parameters:
    ///   - lines: Line by line what is shown of it: one row, or some that are parted by line ends.
    ///   - numbers: The number of each.
    ///   - range: The lines of the stream that these are all of which tell something.
    ///   - lineCount: All lines there are.
    ///   - byteCount: All the child wrote.
    ///   - times: When each line came; empty where nobody knows.
    ///   - colours: What comes before them and decides how they look, without a line end.
    ///   - search: Finds what is searched for in a row that is shown, as ranges of bytes.
    package init(
        _ lines: [[UInt8]], numbers: [Int], of range: Range<Int>, lineCount: Int, byteCount: Int,
        times: [OutputTime?] = [], colours: [UInt8] = [], search: ([UInt8]) -> [Range<Int>] = { _ in [] }
    ) {
        self.byteCount = byteCount
        self.lineCount = lineCount
        self.range = range
        self.numbers = numbers
        self.times = times.isEmpty ? lines.map { _ in nil } : times
        var rows = OutputCleaner.lines(of: colours + lines.map { $0 + [0x0A] }.joined())[...]
        self.lines = lines.map { line in
            let count = 1 + line.count { $0 == 0x0A }
            defer { rows = rows.dropFirst(count) }
            return OutputLine(rows: rows.prefix(count))
        }
        matches = self.lines.map { line in
            var start = 0
            return line.text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { row in
                defer { start += row.unicodeScalars.count + 1 }
                return OutputLine.scalarRanges(of: search(Array(row.utf8)), in: String(row)).map {
                    ($0.lowerBound + start)..<($0.upperBound + start)
                }
            }
        }
    }
}

extension OutputLine {
    /// Ranges of bytes of a text's UTF-8 as ranges of its scalars.
    package static func scalarRanges(of ranges: [Range<Int>], in text: String) -> [Range<Int>] {
        ranges.map { range in
            func scalar(_ byte: Int) -> Int { text.utf8.prefix(byte).count { $0 & 0xC0 != 0x80 } }
            return scalar(range.lowerBound)..<scalar(range.upperBound)
        }
    }
}

/// Both streams of a task, as far as they were asked for.
package struct OutputAnswer: Sendable {
    package var stdout: OutputExcerpt
    package var stderr: OutputExcerpt
    /// Lines with a match, when that was asked. As long as these are not all, the next answer knows of more.
    package var count: MatchCount?

    package init(stdout: OutputExcerpt, stderr: OutputExcerpt, count: MatchCount? = nil) {
        self.stdout = stdout
        self.stderr = stderr
        self.count = count
    }
}
