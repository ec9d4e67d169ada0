/// A stretch of one row in one style, to be written in one go.
package struct Run: Equatable, Sendable {
    package var column: Int
    package var row: Int
    package var style: Style
    package var text: String
}

extension CellGrid {
    /// What must be written to turn what `old` shows into this; everything, when the size is another.
    package func changes(from old: CellGrid?) -> [Run] {
        var runs: [Run] = []
        let comparable = old?.size == size ? old : nil
        for row in 0..<size.rows {
            var column = 0
            while column < size.columns {
                guard differs(column, row, from: comparable) else {
                    column += 1
                    continue
                }
                column = appendRun(from: column, row, comparedWith: comparable, to: &runs)
            }
        }
        return runs
    }

    /// Appends the run that begins here and returns the column after it.
    private func appendRun(from start: Int, _ row: Int, comparedWith old: CellGrid?, to runs: inout [Run]) -> Int {
        // Half a wide scalar cannot be written: begin with the whole of it.
        let first = self[start, row].isContinuation ? start - 1 : start
        let style = self[first, row].style
        var text = String.UnicodeScalarView()
        var column = first
        repeat {
            self[column, row].appendScalars(to: &text)
            column += 1
        } while column < size.columns
            && (self[column, row].isContinuation
                || (self[column, row].style == style && differs(column, row, from: old)))
        runs.append(Run(column: first, row: row, style: style, text: String(text)))
        return column
    }

    private func differs(_ column: Int, _ row: Int, from old: CellGrid?) -> Bool {
        guard let old else { return true }
        return self[column, row] != old[column, row]
    }
}
