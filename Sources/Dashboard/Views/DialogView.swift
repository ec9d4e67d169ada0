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

    func draw(into grid: inout CellGrid) {
        let choices = dialog.choices.map { " \($0.key) \($0.words) " }
        let widest = max(
            choices.reduce(0) { $0 + ScalarWidth.columns(of: $1) + 1 },
            (text.lines + [text.title]).map { ScalarWidth.columns(of: $0) }.max() ?? 0)
        let columns = min(grid.size.columns, min(76, widest + 6))
        let rows = min(grid.size.rows, text.lines.count + 5)
        let box = Rect(
            column: (grid.size.columns - columns) / 2, row: (grid.size.rows - rows) / 2, columns: columns, rows: rows)
        drawBox(into: &grid, box)
        let inner = box.inset(left: 3, right: 2)
        for (index, line) in text.lines.enumerated() where index < rows - 4 {
            grid.put(line, in: inner, row: 2 + index, Style(.text))
        }
        var at = 0
        for (index, words) in choices.enumerated() {
            let isSelected = index == dialog.selection
            at += grid.put(
                words, in: box.inset(left: 2, right: 1), row: rows - 2, column: at,
                Style(isSelected ? .title : .text, isSelected: isSelected))
        }
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
