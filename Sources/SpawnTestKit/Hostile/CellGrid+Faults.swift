package import Dashboard
internal import SpawnCore

extension CellGrid {
    /// What is wrong with the cells, a sentence each: half a wide character, a scalar that no terminal should be sent, or a
    /// row that is not as wide as the screen once it is written.
    package var faults: [String] { faults(inRows: Array(0..<size.rows)) }

    /// The rows that are not as they are in another grid of the same size.
    func rows(unlike other: CellGrid) -> [Int] {
        (0..<size.rows).filter { row in
            (row * size.columns..<(row + 1) * size.columns).contains { cells[$0] != other.cells[$0] }
        }
    }

    func faults(inRows rows: [Int]) -> [String] {
        var faults: [String] = []
        for row in rows {
            var width = 0
            for column in 0..<size.columns {
                let cell = self[column, row]
                guard !cell.isContinuation else {
                    if column == 0 || ScalarWidth.of(self[column - 1, row].scalar) != .columns(2) {
                        faults.append("half a character at column \(column) of row \(row)")
                    }
                    continue
                }
                switch ScalarWidth.of(cell.scalar) {
                case .columns(let columns): width += columns
                case .replaced where cell.scalar == ScalarWidth.replacement: width += 1
                case .replaced, .mark, .omitted:
                    faults.append("U+\(String(cell.scalar.value, radix: 16)) at column \(column) of row \(row)")
                }
            }
            if width != size.columns { faults.append("row \(row) is \(width) columns wide") }
        }
        return faults
    }
}
