/// Where things are at a given size of the screen.
///
/// Three sizes are designed for (80×24, 120×40, 200×60); below them panes drop out one by one, the breakers first, then
/// the selected task.
package struct Layout: Sendable, Equatable {
    package static let smallest = Size(columns: 40, rows: 10)

    package let isTooSmall: Bool
    package private(set) var header: Rect
    package private(set) var table: Rect
    /// The panel at the right, of breakers and rates; `nil` where there is no room.
    package private(set) var side: Rect?
    /// The selected task below the table; `nil` where there is no room.
    package private(set) var pane: Rect?
    package private(set) var footer: Rect
    /// Everything but the footer, for a page of its own.
    package let page: Rect

    package init(_ size: Size) {
        isTooSmall = size.columns < Self.smallest.columns || size.rows < Self.smallest.rows
        var rest = Rect(size)
        footer = rest.takeBottom(1)
        page = rest
        header = rest.takeTop(2)
        if size.rows >= 30 { _ = rest.takeTop(1) }
        if size.rows >= 15 { pane = rest.takeBottom(Self.paneRows(size.rows)) }
        if size.columns >= 110 { side = rest.takeRight(size.columns >= 160 ? 56 : 38) }
        table = rest
    }

    /// Task rows on the screen, the heading left out.
    package var tableRows: Int { max(0, table.rows - 1) }

    /// Rows of a page below its title and the line that heads its list.
    var listRows: Int { max(0, page.rows - 2) }

    private static func paneRows(_ rows: Int) -> Int {
        switch rows {
        case ..<20: 5
        case ..<30: 8
        case ..<50: 12
        default: 18
        }
    }
}

/// Where things are on the page of a task. What is said of it takes at most a third, the output has the rest.
struct TaskPageLayout: Equatable {
    let title: Rect
    let prompt: Rect
    let attempts: Rect
    let tabs: Rect
    let output: Rect

    init(_ page: Rect, promptRows: Int, attemptRows: Int) {
        var rest = page
        title = rest.takeTop(1)
        prompt = rest.takeTop(min(promptRows, max(1, page.rows / 8)))
        attempts = rest.takeTop(min(attemptRows, max(1, page.rows / 5)))
        tabs = rest.takeTop(1)
        output = rest.inset(left: 1, right: 1)
    }
}
