extension CellGrid {
    /// Draws a line of a child's output, or some scalars of it, in the colours the child asked for.
    ///
    /// - Parameters:
    ///   - line: The line.
    ///   - scalars: Which of its scalars; `nil` is all.
    ///   - area: Where.
    ///   - row: The row within the area.
    ///   - column: The column within the area.
    ///   - matches: Scalars of the line that were searched for.
    mutating func put(
        _ line: OutputLine, scalars: Range<Int>? = nil, in area: Rect, row: Int, column: Int = 0,
        matches: [Range<Int>] = []
    ) {
        let start = scalars?.lowerBound ?? 0
        let text = line.text.unicodeScalars.dropFirst(start).prefix(scalars?.count ?? .max)
        put(text, in: area, row: row, column: column) { index in
            if matches.contains(where: { $0.contains(start + index) }) { return Style(.match) }
            return Style(child: line.style(at: start + index))
        }
    }
}
