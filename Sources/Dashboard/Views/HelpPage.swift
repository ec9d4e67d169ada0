import SpawnCore

/// Every key, made from the key table, and every sign.
struct HelpPage {
    private let model: DashboardModel

    init(_ model: DashboardModel) { self.model = model }

    func draw(into grid: inout CellGrid, in area: Rect) {
        let columns = HelpLine.columns(width: area.columns)
        let longest = columns.map(\.count).max() ?? 0
        let shown = model.helpList.rows(count: longest, visible: model.layout.listRows)
        grid.putRule(
            [("help", .title)], right: Wording.shown(shown, of: longest, model.glyphs), in: area, row: 0, model.glyphs)
        var body = area.inset(left: 2, right: 1)
        _ = body.takeTop(2)
        let width = body.columns / columns.count
        for column in columns {
            let room = body.takeLeft(width)
            for (row, line) in column.dropFirst(shown.lowerBound).prefix(room.rows).enumerated() {
                grid.put(pieces(line), in: room.inset(left: 0, right: 1), row: row)
            }
        }
    }

    private func pieces(_ line: HelpLine) -> Pieces {
        switch line {
        case .blank: []
        case .heading(let words): [(words, Style(.dim))]
        case .binding(let binding, let words):
            [
                (("  " + binding.label(model.glyphs)).padded(to: HelpLine.bindingIndent), Style(.key)),
                (words, Style(.text)),
            ]
        case .state(let state, let words):
            [
                (
                    ("  " + model.glyphs.sign(of: state) + " " + state.word).padded(to: HelpLine.stateIndent),
                    Style(state.role)
                ), (words, Style(.text)),
            ]
        case .more(let words, let indent): [("".padded(to: indent) + words, Style(.text))]
        }
    }
}
