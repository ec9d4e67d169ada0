import SpawnCore

/// Text in columns, for a terminal or a pipe.
enum TextTable {
    /// The lines of a table, each column as wide as its widest cell. Cells are cleaned: they may come from files.
    static func lines(_ rows: [[String]]) -> [String] {
        let rows = rows.map { $0.map { TerminalText.cleaned($0.utf8, limit: 200) } }
        let widths = (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let cells = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
            return String(cells.joined(separator: "  ").reversed().drop { $0 == " " }.reversed())
        }
    }
}
