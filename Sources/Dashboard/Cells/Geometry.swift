/// A width and a height in cells.
package struct Size: Hashable, Sendable {
    package var columns: Int
    package var rows: Int

    package init(columns: Int, rows: Int) {
        self.columns = max(0, columns)
        self.rows = max(0, rows)
    }

    /// What is drawn of a window of this size: anybody can claim any size for a terminal, and a cell takes memory. No screen
    /// that somebody reads has as many.
    package var bounded: Size { Size(columns: min(columns, 1_000), rows: min(rows, 500)) }
}

/// A part of the screen. Everything that is drawn is clipped to one of these.
package struct Rect: Hashable, Sendable {
    package var column: Int
    package var row: Int
    package var size: Size

    package init(column: Int, row: Int, columns: Int, rows: Int) {
        self.column = column
        self.row = row
        size = Size(columns: columns, rows: rows)
    }

    package init(_ size: Size) {
        self.init(column: 0, row: 0, columns: size.columns, rows: size.rows)
    }

    package var columns: Int { size.columns }
    package var rows: Int { size.rows }
    package var isEmpty: Bool { columns == 0 || rows == 0 }

    package func contains(column: Int, row: Int) -> Bool {
        column >= self.column && column < self.column + columns && row >= self.row && row < self.row + rows
    }

    /// Cuts `count` rows off the top and returns them; fewer when there are fewer.
    package mutating func takeTop(_ count: Int) -> Rect {
        let taken = min(max(0, count), rows)
        let top = Rect(column: column, row: row, columns: columns, rows: taken)
        self = Rect(column: column, row: row + taken, columns: columns, rows: rows - taken)
        return top
    }

    /// Cuts `count` rows off the bottom and returns them; fewer when there are fewer.
    package mutating func takeBottom(_ count: Int) -> Rect {
        let taken = min(max(0, count), rows)
        self = Rect(column: column, row: row, columns: columns, rows: rows - taken)
        return Rect(column: column, row: row + rows, columns: columns, rows: taken)
    }

    /// Cuts `count` columns off the left and returns them; fewer when there are fewer.
    package mutating func takeLeft(_ count: Int) -> Rect {
        let taken = min(max(0, count), columns)
        let left = Rect(column: column, row: row, columns: taken, rows: rows)
        self = Rect(column: column + taken, row: row, columns: columns - taken, rows: rows)
        return left
    }

    /// Cuts `count` columns off the right and returns them; fewer when there are fewer.
    package mutating func takeRight(_ count: Int) -> Rect {
        let taken = min(max(0, count), columns)
        self = Rect(column: column, row: row, columns: columns - taken, rows: rows)
        return Rect(column: column + columns, row: row, columns: taken, rows: rows)
    }

    /// The same rectangle without `left` and `right` columns at its sides.
    package func inset(left: Int, right: Int = 0) -> Rect {
        let cut = min(left, columns)
        return Rect(column: column + cut, row: row, columns: columns - cut - right, rows: rows)
    }
}
