/// A line that a child wrote, without anything a terminal would obey, and the colours it asked for. A line end in it parts
/// rows of the screen.
package struct OutputLine: Equatable, Sendable {
    /// From here on, counted in scalars, the line looks so.
    struct Turn: Equatable, Sendable {
        var start: Int
        var style: ChildStyle
    }

    package internal(set) var text = ""
    /// In order; before the first the line is plain.
    var turns: [Turn] = []

    init(_ text: String = "", turns: [Turn] = []) {
        self.text = text
        self.turns = turns
    }

    /// Lines as the rows of one.
    init(rows: some Collection<OutputLine>) {
        guard rows.count != 1, let first = rows.first else {
            self = rows.first ?? OutputLine()
            return
        }
        self = first
        var start = first.text.unicodeScalars.count
        for row in rows.dropFirst() {
            text += "\n" + row.text
            if row.turns.first?.start != 0 { turns.append(Turn(start: start + 1, style: .plain)) }
            turns += row.turns.map { Turn(start: start + 1 + $0.start, style: $0.style) }
            start += 1 + row.text.unicodeScalars.count
        }
    }

    /// How the scalar with this number looks.
    func style(at scalar: Int) -> ChildStyle { turns.last { $0.start <= scalar }?.style ?? .plain }
}
