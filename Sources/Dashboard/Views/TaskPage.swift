import SpawnCore

/// One task over the whole screen: prompt, attempts, and all of its output that is kept.
struct TaskPage {
    private let model: DashboardModel

    init(_ model: DashboardModel) { self.model = model }

    func draw(into grid: inout CellGrid) {
        guard let row = model.selectedTask else { return }
        let layout = model.taskPage
        grid.putRule(TaskTitle.pieces(model, row), in: layout.title, row: 0, model.glyphs)
        for (index, line) in model.promptLines(row).prefix(layout.prompt.rows).enumerated() {
            grid.put(line, in: layout.prompt.inset(left: 2, right: 1), row: index, Style(.dim))
        }
        for (index, line) in AttemptLines(model, row).all.suffix(layout.attempts.rows).enumerated() {
            grid.put(line, in: layout.attempts.inset(left: 2, right: 1), row: index)
        }
        drawTabs(into: &grid, in: layout.tabs)
        drawOutput(into: &grid, in: layout.output)
    }

    private func drawTabs(into grid: inout CellGrid, in area: Rect) {
        let output = model.output
        func tab(_ document: OutputDocument, _ stream: OutputView.Stream) -> (String, Role) {
            let words = "\(stream.rawValue) \(Wording.bytes(document.byteCount))"
            return output.stream == stream ? (model.glyphs.selection + " " + words, .title) : (words, .dim)
        }
        var left = [tab(output.stdout, .stdout), tab(output.stderr, .stderr)]
        if let attempt = output.attempt { left.insert(("what attempt \(attempt) wrote", .warning), at: 0) }
        if let words = output.search.words { left.append(("/\(output.search.text)  \(words)", .key)) }
        var right: [(String, Role)] =
            output.wraps ? [] : [("cut" + (output.shift > 0 ? ", \(output.shift) to the right" : ""), .dim)]
        if output.stream == .stdout, let asked = output.asked {
            if asked.reading.format != .text {
                right.append((output.isUnfolded ? "o folds" : "o unfolds", .dim))
                right.append(("in words, x as written", .dim))
            }
            if output.showsRaw { right.append(("as written, x in words", .warning)) }
        }
        if output.followsEnd {
            right.append(("following", .dim))
        } else {
            let new = output.document.lineCount - output.seen
            let percent = 100 * output.top.line / max(1, output.document.lineCount)
            right.append(("\(percent) %", .dim))
            right.append((new > 0 ? Wording.count(new, "new line") + ", G follows" : "G follows", .warning))
        }
        grid.putRule(left, right: right, in: area, row: 0, model.glyphs)
    }

    private func drawOutput(into grid: inout CellGrid, in area: Rect) {
        guard model.output.task == model.selection else { return }
        let document = model.output.document
        guard !document.rows.isEmpty else {
            grid.put("nothing written to \(model.output.stream.rawValue)", in: area, row: 0, Style(.dim))
            return
        }
        var text = area
        let margin = text.takeLeft(model.output.showsTimes ? OutputView.timeColumns : 0)
        let first = model.output.first(rows: area.rows)
        for (index, row) in document.rows[first..<min(document.rows.count, first + area.rows)].enumerated() {
            let start = min(row.scalars.upperBound, row.scalars.lowerBound + model.output.shift)
            if !margin.isEmpty, row.scalars.lowerBound == 0, let time = document.time(of: row) {
                grid.put(time.text.aligned(to: OutputView.timeColumns - 1), in: margin, row: index, Style(.dim))
            }
            grid.put(
                document.line(of: row), scalars: start..<row.scalars.upperBound, in: text, row: index,
                matches: document.matches(in: row))
        }
    }
}
