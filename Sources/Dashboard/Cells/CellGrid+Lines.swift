internal import SpawnCore

/// Pieces of text of different styles, one after another.
typealias Pieces = [(String, Style)]

extension CellGrid {
    /// Draws pieces of text one after another and returns the columns taken.
    @discardableResult
    mutating func put(_ pieces: Pieces, in area: Rect, row: Int, column: Int = 0) -> Int {
        var at = column
        for (text, style) in pieces { at += put(text, in: area, row: row, column: at, style) }
        return at - column
    }

    /// Draws pieces of text against the right edge of the area.
    mutating func putRight(_ pieces: Pieces, in area: Rect, row: Int) {
        put(pieces, in: area, row: row, column: max(0, area.columns - Self.columns(of: pieces)))
    }

    /// Draws a line across the area, with words set into it at its left and, where there is room, at its right.
    mutating func putRule(
        _ words: [(String, Role)], right: [(String, Role)] = [], in area: Rect, row: Int, _ glyphs: Glyphs
    ) {
        put(String(repeating: glyphs.rule, count: area.columns), in: area, row: row, Style(.rule))
        // The words begin where the text below does.
        var at = 1
        let inner = area.inset(left: 0, right: 1)
        for (text, role) in words where !text.isEmpty {
            // Half a word says nothing, but half a name does.
            guard at == 1 || at + ScalarWidth.columns(of: text) + 3 <= area.columns else { break }
            at += put(" \(text) ", in: inner, row: row, column: at, Style(role)) + 1
        }
        let pieces = right.map { (" \($0.0) ", Style($0.1)) }
        let start = area.columns - 1 - Self.columns(of: pieces)
        if start >= at { put(pieces, in: area, row: row, column: start) }
    }

    static func columns(of pieces: Pieces) -> Int { pieces.reduce(0) { $0 + ScalarWidth.columns(of: $1.0) } }
}
