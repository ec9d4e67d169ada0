internal import SpawnCore

/// One cell of the screen: a scalar of width one or two, at most two marks on it, and its style.
///
/// It holds no string, so a grid is one flat block of memory. A scalar of width two is followed by a
/// cell that says so (``isContinuation``). Sequences that terminals measure differently (joined emoji, variation
/// selectors) never get here: see ``ScalarWidth``.
package struct Cell: Hashable, Sendable {
    package var scalar: Unicode.Scalar
    package var firstMark: Unicode.Scalar = Cell.nothing
    package var secondMark: Unicode.Scalar = Cell.nothing
    package var style: Style

    package init(_ scalar: Unicode.Scalar, _ style: Style) {
        self.scalar = scalar
        self.style = style
    }

    static let nothing: Unicode.Scalar = "\0"

    package static func blank(_ style: Style = Style(.text)) -> Cell { Cell(" ", style) }

    package static func continuation(_ style: Style) -> Cell { Cell(nothing, style) }

    /// True for the right half of a wide scalar.
    package var isContinuation: Bool { scalar == Self.nothing }

    /// Puts a mark on the scalar; a third is dropped.
    mutating func add(mark: Unicode.Scalar) {
        if firstMark == Self.nothing {
            firstMark = mark
        } else if secondMark == Self.nothing {
            secondMark = mark
        }
    }

    /// The scalars to write, base first; none for a continuation.
    package func appendScalars(to text: inout String.UnicodeScalarView) {
        guard !isContinuation else { return }
        text.append(scalar)
        if firstMark != Self.nothing { text.append(firstMark) }
        if secondMark != Self.nothing { text.append(secondMark) }
    }
}
