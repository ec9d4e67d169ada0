/// A line that a child wrote, without anything a terminal would obey, and the colours it asked for.
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

    /// How the scalar with this number looks.
    func style(at scalar: Int) -> ChildStyle { turns.last { $0.start <= scalar }?.style ?? .plain }
}
