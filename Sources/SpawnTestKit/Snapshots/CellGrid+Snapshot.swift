package import Dashboard

extension CellGrid {
    /// The grid as plain text: first its glyphs, then what every cell means, a letter each.
    ///
    /// Blanks at the end of a row are left out. An upper-case letter is a selected cell.
    package var snapshot: String {
        (["\(size.columns)×\(size.rows)"] + glyphRows + ["styles"] + styleRows).joined(separator: "\n") + "\n"
    }

    /// The grid as terminals with few colours, and with none, show it: its glyphs, then the colour of every cell out of sixteen, then its
    /// attributes where there are no colours.
    ///
    /// A colour is its number in base 16, a dot the terminal's own, a comma the same but dim, `#` a reversed cell.
    package var plainSnapshot: String {
        let colours = rows { cell, row in
            row.append(cell == .blank() ? " " : Self.colour(Theme.look(cell.style, .sixteen)))
        }
        let attributes = rows { cell, row in
            row.append(cell == .blank() ? " " : Self.letter(Theme.look(cell.style, .none).attributes))
        }
        return
            (["\(size.columns)×\(size.rows)"] + glyphRows + ["sixteen colours"] + colours + ["no colours"] + attributes)
            .joined(separator: "\n") + "\n"
    }

    /// The rows as text, without blanks at their ends.
    package var glyphRows: [String] {
        rows { cell, row in cell.appendScalars(to: &row) }
    }

    private var styleRows: [String] {
        rows { cell, row in row.append(cell == .blank() ? " " : Self.letter(cell.style)) }
    }

    private func rows(_ append: (Cell, inout String.UnicodeScalarView) -> Void) -> [String] {
        (0..<size.rows).map { row in
            var text = String.UnicodeScalarView()
            for column in 0..<size.columns { append(self[column, row], &text) }
            while text.last == " " { text.removeLast() }
            return String(text)
        }
    }

    private static func colour(_ look: Look) -> Unicode.Scalar {
        if look.attributes.contains(.reverse) { return "#" }
        guard let colour = look.foreground else { return look.attributes.contains(.dim) ? "," : "." }
        return String(colour, radix: 16).unicodeScalars.first ?? "."
    }

    /// `b` bold, `d` dim, `u` underlined as well, `.` nothing; an upper-case letter, or `#`, is reversed.
    private static func letter(_ attributes: ChildStyle.Attributes) -> Unicode.Scalar {
        let isReversed = attributes.contains(.reverse)
        if attributes.contains(.underline) { return isReversed ? "U" : "u" }
        if attributes.contains(.bold) { return isReversed ? "B" : "b" }
        if attributes.contains(.dim) { return isReversed ? "D" : "d" }
        return isReversed ? "#" : "."
    }

    private static func letter(_ style: Style) -> Unicode.Scalar {
        let letters: (Unicode.Scalar, Unicode.Scalar) =
            switch style.role {
            case .text: (".", ":")
            case .dim: ("d", "D")
            case .title: ("t", "T")
            case .active: ("a", "A")
            case .success: ("s", "S")
            case .warning: ("w", "W")
            case .danger: ("x", "X")
            case .key: ("k", "K")
            case .rule: ("r", "R")
            case .match: ("m", "M")
            }
        return style.isSelected ? letters.1 : letters.0
    }
}
