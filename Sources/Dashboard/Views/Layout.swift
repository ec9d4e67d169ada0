/// Where things are at a given size of the screen.
///
/// Three sizes are designed for (80×24, 120×40, 200×60); below them panes drop out one by one, the breakers first, then
/// the selected task.
package struct Layout: Sendable, Equatable {
    package static let smallest = Size(columns: 40, rows: 10)

    package let isTooSmall: Bool
    package private(set) var header: Rect
    package private(set) var table: Rect
    /// The panel at the right; `nil` where there is no room.
    package private(set) var breakers: Rect?
    /// The selected task below the table; `nil` where there is no room.
    package private(set) var detail: Rect?
    package private(set) var footer: Rect

    package init(_ size: Size) {
        isTooSmall = size.columns < Self.smallest.columns || size.rows < Self.smallest.rows
        var rest = Rect(size)
        header = rest.takeTop(2)
        footer = rest.takeBottom(1)
        if size.rows >= 30 { _ = rest.takeTop(1) }
        if size.rows >= 15 { detail = rest.takeBottom(Self.detailRows(size.rows)) }
        if size.columns >= 110 { breakers = rest.takeRight(size.columns >= 160 ? 52 : 40) }
        table = rest
    }

    /// Task rows on the screen, the heading left out.
    package var tableRows: Int { max(0, table.rows - 1) }

    private static func detailRows(_ rows: Int) -> Int {
        switch rows {
        case ..<20: 5
        case ..<30: 8
        case ..<50: 12
        default: 18
        }
    }
}
