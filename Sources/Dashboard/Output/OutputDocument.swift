/// The lines of a stream that the dashboard has at hand, and how they fall into rows of the screen. The rest is asked for when
/// somebody goes there.
package struct OutputDocument: Sendable {
    /// A stretch of a line, in scalars, that is one row of the screen.
    struct Row: Sendable {
        /// The number of the line among all.
        var line: Int
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

    var beginsAtFirstLine: Bool { excerpt.firstLine == 0 }
    var reachesEnd: Bool { excerpt.firstLine + excerpt.lines.count >= excerpt.lineCount }

    func line(_ number: Int) -> OutputLine { excerpt.lines[number - excerpt.firstLine] }
    func time(of number: Int) -> OutputTime? { excerpt.times[number - excerpt.firstLine] }
    func matches(in number: Int) -> [Range<Int>] { excerpt.matches[number - excerpt.firstLine] }
    func contains(_ number: Int) -> Bool { excerpt.lines.indices.contains(number - excerpt.firstLine) }

    /// Lets the lines fall into rows of another width.
    mutating func wrap(to width: Int?) {
        rows = []
        rows.reserveCapacity(excerpt.lines.count)
        for (place, content) in excerpt.lines.enumerated() {
            for scalars in TextWrap.ranges(of: content.text, width: width) {
                rows.append(Row(line: excerpt.firstLine + place, scalars: scalars))
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
