internal import SpawnCore

/// A question in a box in the middle of the screen.
struct DialogView {
    private let dialog: Dialog
    private let glyphs: Glyphs
    private let text: DialogText

    init(_ dialog: Dialog, _ model: DashboardModel) {
        self.dialog = dialog
        glyphs = model.glyphs
        text = DialogText(dialog.subject, model)
    }

    /// The most columns of the box.
    private static let widest = 76

    func draw(into grid: inout CellGrid) {
        let choices = dialog.choices.map { ScalarWidth.columns(of: $0.words) + 5 }
        let isInLine = choices.reduce(0, +) <= min(Self.widest, grid.size.columns - 4)
        let choiceRows = isInLine ? 1 : choices.count
        let widest = max(
            isInLine ? choices.reduce(0, +) - 2 : choices.max() ?? 0,
            (text.lines + [text.title]).map { ScalarWidth.columns(of: $0) }.max() ?? 0)
        let columns = min(grid.size.columns, min(Self.widest, widest + 6))
        // Blank lines, then lines of text, give way to what can be chosen.
        let wanted = text.lines.count + choiceRows + 4
        let blank = wanted > grid.size.rows ? 0 : 1
        let rows = min(grid.size.rows, wanted)
        let box = Rect(
            column: (grid.size.columns - columns) / 2, row: (grid.size.rows - rows) / 2, columns: columns, rows: rows)
        drawBox(into: &grid, box)
        let inner = box.inset(left: 3, right: 2)
        let room = max(0, rows - 2 - choiceRows - 2 * blank)
        let lines = text.lines.count > room ? text.lines.prefix(max(0, room - 1)) + ["…"] : text.lines[...]
        for (index, line) in lines.prefix(room).enumerated() {
            grid.put(line, in: inner, row: 1 + blank + index, Style(.text))
        }
        var (row, column) = (rows - 1 - choiceRows, 0)
        for (index, choice) in dialog.choices.enumerated() {
            let isSelected = index == dialog.selection
            let used = draw(choice, isSelected, into: &grid, in: box.inset(left: 2, right: 1), row, column)
            if isInLine { column += used + 1 } else { row += 1 }
        }
    }

    private func draw(
        _ choice: Dialog.Choice, _ isSelected: Bool, into grid: inout CellGrid, in area: Rect, _ row: Int, _ column: Int
    ) -> Int {
        let style = Style(isSelected ? .title : .text, isSelected: isSelected)
        let pieces: Pieces = [
            (" ", style), ("\(choice.key)", Style(.key, isSelected: isSelected)), (" \(choice.words) ", style),
        ]
        return grid.put(pieces, in: area, row: row, column: column)
    }

    private func drawBox(into grid: inout CellGrid, _ box: Rect) {
        grid.fill(box, Style(.text))
        let line = String(repeating: glyphs.rule, count: max(0, box.columns - 2))
        let corners = glyphs.corners
        grid.put(corners.topLeft + line + corners.topRight, in: box, row: 0, Style(.rule))
        for row in 1..<max(1, box.rows - 1) {
            grid.put(glyphs.wall, in: box, row: row, Style(.rule))
            grid.put(glyphs.wall, in: box, row: row, column: box.columns - 1, Style(.rule))
        }
        grid.put(corners.bottomLeft + line + corners.bottomRight, in: box, row: box.rows - 1, Style(.rule))
        grid.put(" \(text.title) ", in: box.inset(left: 2, right: 1), row: 0, Style(.title))
    }
}
