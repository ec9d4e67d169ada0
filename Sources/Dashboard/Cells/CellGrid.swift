internal import SpawnCore

/// A screen full of cells. Views draw into it; nothing outside the area they were given can change.
package struct CellGrid: Equatable, Sendable {
    package let size: Size
    /// Row by row.
    package private(set) var cells: [Cell]
    /// Whether only ASCII may appear, for terminals that know nothing else.
    package let isASCII: Bool

    package init(size: Size, isASCII: Bool = false) {
        self.size = size
        self.isASCII = isASCII
        cells = Array(repeating: .blank(), count: size.columns * size.rows)
    }

    package subscript(column: Int, row: Int) -> Cell { cells[row * size.columns + column] }

    /// Blanks an area in one style.
    package mutating func fill(_ area: Rect, _ style: Style) {
        let columns = max(0, area.column)..<max(0, min(size.columns, area.column + area.columns))
        for row in max(0, area.row)..<max(0, area.row, min(size.rows, area.row + area.rows)) {
            for column in columns { set(.blank(style), column, row) }
        }
    }

    /// Draws one line of text into an area, clipped at its edges; text that does not fit ends in an ellipsis.
    ///
    /// Control characters cannot get through: a tab or a line break becomes a space, all others the replacement
    /// character.
    ///
    /// - Parameters:
    ///   - text: What to draw, whatever is in it.
    ///   - area: Where. Rows and columns count from its corner.
    ///   - row: The row within the area.
    ///   - column: The column within the area.
    ///   - width: The most columns to take; `nil` goes to the edge of the area.
    ///   - style: How it looks.
    /// - Returns: The columns taken.
    @discardableResult
    package mutating func put(
        _ text: String, in area: Rect, row: Int, column: Int = 0, width: Int? = nil, _ style: Style
    ) -> Int {
        put(text.unicodeScalars, in: area, row: row, column: column, width: width) { _ in style }
    }

    /// The same for scalars of different styles: `style` says how the one with a number looks.
    @discardableResult
    package mutating func put(
        _ scalars: some Sequence<Unicode.Scalar>, in area: Rect, row: Int, column: Int = 0, width: Int? = nil,
        style: (Int) -> Style
    ) -> Int {
        let y = area.row + row
        let start = area.column + column
        var end = min(size.columns, area.column + area.columns)
        if let width { end = min(end, start + width) }
        guard row >= 0, row < area.rows, column >= 0, start >= 0, y >= 0, y < size.rows, start < end else { return 0 }
        var x = start
        for (index, scalar) in scalars.enumerated() {
            guard let (drawn, columns) = admit(scalar) else { continue }
            if columns == 0 {
                if x > start { mark(drawn, before: x, y) }
                continue
            }
            guard x + columns <= end else {
                cut(before: end, y, style(index))
                return end - start
            }
            set(Cell(drawn, style(index)), x, y)
            if columns == 2 { set(.continuation(style(index)), x + 1, y, isSecondHalf: true) }
            x += columns
        }
        return x - start
    }

    /// Puts the ellipsis in the place of the last cell of a text that does not fit.
    private mutating func cut(before end: Int, _ y: Int, _ style: Style) {
        set(.blank(style), end - 1, y)
        set(Cell(isASCII ? "~" : "…", style), end - 1, y)
    }

    /// What a scalar is drawn as, and its columns: 0 for a mark, `nil` for nothing at all.
    private func admit(_ scalar: Unicode.Scalar) -> (Unicode.Scalar, Int)? {
        if scalar.value >= 0x20, scalar.value < 0x7F { return (scalar, 1) }
        if scalar == "\t" || scalar == "\n" || scalar == "\r" { return (" ", 1) }
        switch ScalarWidth.of(scalar) {
        case .columns(let columns):
            guard isASCII else { return (scalar, columns) }
            return (scalar == "…" ? "~" : "?", 1)
        case .mark: return isASCII ? nil : (scalar, 0)
        case .omitted: return nil
        case .replaced: return (isASCII ? "?" : ScalarWidth.replacement, 1)
        }
    }

    private mutating func mark(_ scalar: Unicode.Scalar, before x: Int, _ y: Int) {
        let index = y * size.columns + x - 1
        cells[cells[index].isContinuation ? index - 1 : index].add(mark: scalar)
    }

    /// Writes a cell, and blanks the other half of a wide scalar it cuts in two.
    private mutating func set(_ cell: Cell, _ x: Int, _ y: Int, isSecondHalf: Bool = false) {
        let index = y * size.columns + x
        if cells[index].isContinuation, !isSecondHalf { cells[index - 1] = .blank(cells[index - 1].style) }
        if x + 1 < size.columns, cells[index + 1].isContinuation {
            cells[index + 1] = .blank(cells[index + 1].style)
        }
        cells[index] = cell
    }
}
