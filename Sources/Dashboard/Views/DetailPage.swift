import SpawnCore

/// One task over the whole screen: prompt, attempts, and all of its output that is kept.
struct DetailPage {
    private let model: DashboardModel
    private let promptLines: [String]
    private let attemptLines: [[(String, Style)]]

    init(_ model: DashboardModel) {
        self.model = model
        guard let row = model.selectedTask else {
            (promptLines, attemptLines) = ([], [])
            return
        }
        let room = max(1, model.size.rows / 8)
        let prompt = row.description.prompt.prefix(room * max(1, model.size.columns))
        promptLines = Array(OutputDocument.wrap(String(prompt), to: max(1, model.size.columns - 4)).prefix(room))
        attemptLines = Array(AttemptLines(model, row).all.suffix(max(1, model.size.rows / 6)))
    }

    /// Rows of output on the screen: what the head and the footer leave.
    var outputRows: Int { max(0, model.size.rows - 3 - promptLines.count - attemptLines.count) }

    func draw(into grid: inout CellGrid) {
        guard let row = model.selectedTask else { return }
        var area = Rect(model.size)
        _ = area.takeBottom(1)
        grid.putRule(TaskPane.title(model, row), in: area.takeTop(1), row: 0, model.glyphs)
        for line in promptLines { grid.put(line, in: area.takeTop(1).inset(left: 2, right: 1), row: 0, Style(.dim)) }
        for line in attemptLines { grid.put(line, in: area.takeTop(1).inset(left: 1, right: 1), row: 0) }
        drawTabs(into: &grid, in: area.takeTop(1))
        drawOutput(into: &grid, in: area.inset(left: 1, right: 1))
    }

    private func drawTabs(into grid: inout CellGrid, in area: Rect) {
        let output = model.output
        func tab(_ name: String, _ document: OutputDocument, _ stream: DashboardModel.Stream) -> (String, Role) {
            let isShown = output.stream == stream
            let words = "\(name) \(Wording.bytes(document.byteCount))"
            return (isShown ? model.glyphs.selection + " " + words : words, isShown ? .title : .dim)
        }
        var pieces = [tab("stdout", output.stdout, .stdout), tab("stderr", output.stderr, .stderr)]
        if output.followsEnd {
            pieces.append(("following", .dim))
        } else {
            let new = output.document.lines.count - output.seen
            pieces.append((new > 0 ? Wording.count(new, "new line") + ", G follows" : "G follows", .warning))
        }
        grid.putRule(pieces, in: area, row: 0, model.glyphs)
    }

    private func drawOutput(into grid: inout CellGrid, in area: Rect) {
        guard model.output.task == model.selection else { return }
        let lines = model.output.document.lines
        guard !lines.isEmpty else {
            grid.put("nothing written", in: area, row: 0, column: 1, Style(.dim))
            return
        }
        let last = max(0, lines.count - area.rows)
        let first = model.output.followsEnd ? last : min(model.output.top, last)
        for (row, line) in lines[first..<min(lines.count, first + area.rows)].enumerated() {
            grid.put(line, in: area, row: row, Style(.text))
        }
    }
}
