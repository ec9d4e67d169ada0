import SpawnCore

/// One stream of a task as it can be read: its lines, and how they fall into rows of the screen.
package struct OutputDocument: Sendable {
    /// A stretch of a line, in scalars, that is one row of the screen.
    struct Row: Sendable {
        var line: Int
        var scalars: Range<Int>
    }

    package private(set) var lines: [OutputLine] = []
    private(set) var rows: [Row] = []
    /// All the child wrote, kept or not.
    package private(set) var byteCount = 0

    init() {}

    /// Reads at most the last `limit` bytes of a stream.
    ///
    /// - Parameters:
    ///   - captured: The stream.
    ///   - width: Where lines are wrapped; `nil` leaves each on one row.
    ///   - limit: The most bytes to read.
    init(_ captured: CapturedOutput, wrappedTo width: Int?, limit: Int = .max) {
        byteCount = captured.byteCount
        let isWhole = limit >= captured.head.count + captured.tail.count
        lines = OutputCleaner.lines(of: isWhole ? Array(captured.text.utf8) : captured.suffix(limit))
        // The cut goes through a line, perhaps through a character.
        if !isWhole, lines.count > 1 { lines.removeFirst() }
        wrap(to: width)
    }

    /// Lets the lines fall into rows of another width.
    mutating func wrap(to width: Int?) {
        rows = []
        rows.reserveCapacity(lines.count)
        for (line, content) in lines.enumerated() {
            for scalars in TextWrap.ranges(of: content.text, width: width) {
                rows.append(Row(line: line, scalars: scalars))
            }
        }
    }

    /// The row on which a line, or a scalar in it, is.
    func row(of line: Int, scalar: Int = 0) -> Int {
        let first = rows.partitioningIndex { $0.line >= line }
        var row = first
        while row + 1 < rows.count, rows[row + 1].line == line, rows[row + 1].scalars.lowerBound <= scalar { row += 1 }
        return min(row, max(0, rows.count - 1))
    }

    /// The text as it is shown, line by line.
    var text: String { lines.map { $0.text + "\n" }.joined() }
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
