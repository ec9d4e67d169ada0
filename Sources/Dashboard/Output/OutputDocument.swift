/// The lines of a stream that the dashboard has at hand, and how they fall into rows of the screen. The rest is asked for when
/// somebody goes there.
package struct OutputDocument: Sendable {
    /// A stretch of a line, in scalars, that is one row of the screen.
    struct Row: Sendable {
        /// The number of the line among all, …
        var line: Int
        /// … and its place among those at hand.
        fileprivate var place: Int
        var scalars: Range<Int>
    }

    private let excerpt: OutputExcerpt
    private(set) var rows: [Row] = []

    init() { excerpt = OutputExcerpt() }

    /// Lets lines fall into rows.
    ///
    /// - Parameters:
    ///   - excerpt: The lines.
    ///   - width: Where they are wrapped; `nil` leaves each on one row.
    init(_ excerpt: OutputExcerpt, wrappedTo width: Int?) {
        self.excerpt = excerpt
        wrap(to: width)
    }

    /// The lines at hand.
    package var lines: [OutputLine] { excerpt.lines }
    /// All lines there are.
    package var lineCount: Int { excerpt.lineCount }
    /// All the child wrote.
    package var byteCount: Int { excerpt.byteCount }

    var beginsAtFirstLine: Bool { excerpt.range.lowerBound == 0 }
    var reachesEnd: Bool { excerpt.range.upperBound >= excerpt.lineCount }

    func line(of row: Row) -> OutputLine { excerpt.lines[row.place] }
    func time(of row: Row) -> OutputTime? { excerpt.times[row.place] }
    func matches(in row: Row) -> [Range<Int>] { excerpt.matches[row.place] }
    func contains(_ number: Int) -> Bool { excerpt.range.contains(number) }

    /// Lets the lines fall into rows of another width.
    mutating func wrap(to width: Int?) {
        rows = []
        rows.reserveCapacity(excerpt.lines.count)
        for (place, content) in excerpt.lines.enumerated() {
            for scalars in TextWrap.ranges(of: content.text, width: width) {
                rows.append(Row(line: excerpt.numbers[place], place: place, scalars: scalars))
            }
        }
    }

    /// The row on which a line, or a scalar in it, is; the nearest where it is not at hand.
    func row(of place: OutputView.Place) -> Int {
        var row = rows.partitioningIndex { $0.line >= place.line }
        while row + 1 < rows.count, rows[row + 1].line == place.line, rows[row + 1].scalars.lowerBound <= place.scalar {
            row += 1
        }
        return min(row, max(0, rows.count - 1))
    }
}

extension Array {
    /// The first index whose element is in the second part of an array in which no element of it comes before one of the first.
    fileprivate func partitioningIndex(_ isSecond: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if isSecond(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
