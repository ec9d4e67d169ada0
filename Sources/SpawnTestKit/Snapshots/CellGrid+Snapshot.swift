package import Dashboard

extension CellGrid {
    /// The grid as plain text: first its glyphs, then what every cell means, a letter each.
    ///
    /// Blanks at the end of a row are left out. An upper-case letter is a selected cell.
    package var snapshot: String {
        (["\(size.columns)×\(size.rows)"] + glyphRows + ["styles"] + styleRows).joined(separator: "\n") + "\n"
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
