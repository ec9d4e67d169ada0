/// Where things are at a given size of the screen: the tasks over its whole width, below them the selected one and, where there is
/// room, the panels.
///
/// Three sizes are designed for (80×24, 120×40, 200×60); below them parts drop out one by one, the panels first, then the
/// selected task.
package struct Layout: Sendable, Equatable {
    package static let smallest = Size(columns: 40, rows: 10)

    package let isTooSmall: Bool
    package private(set) var header: Rect
    package private(set) var table: Rect
    /// The selected task; `nil` where there is no room.
    package private(set) var pane: Rect?
    /// The panels beside the selected task: breakers and what else is known of the run. `nil` where there is no room.
    package private(set) var side: Rect?
    package private(set) var footer: Rect
    /// Everything but the footer, for a page of its own.
    package let page: Rect

    /// Divides a screen.
    ///
    /// - Parameters:
    ///   - size: Its size.
    ///   - tasks: How many tasks there are. The table takes no more rows than they need: what is left shows more of the
    ///     selected one. It does not depend on which of them are shown, so that no filter moves anything.
    package init(_ size: Size, tasks: Int) {
        isTooSmall = size.columns < Self.smallest.columns || size.rows < Self.smallest.rows
        var rest = Rect(size)
        footer = rest.takeBottom(1)
        page = rest
        header = rest.takeTop(2)
        if size.rows >= 30 { _ = rest.takeTop(1) }
        let least = Self.leastPaneRows(size.rows)
        guard least > 0 else {
            table = rest
            return
        }
        // A heading above the tasks, and a blank below them.
        table = rest.takeTop(min(rest.rows - least, max(Self.leastTasks, tasks) + 2))
        if rest.rows >= 8, size.columns >= 110 { side = rest.takeRight(Self.sideColumns(size.columns)) }
        pane = rest
    }

    /// Task rows on the screen, the heading left out.
    package var tableRows: Int { max(0, table.rows - 1) }

    /// Rows of a page below its title and the line that heads its list.
    var listRows: Int { max(0, page.rows - 2) }

    /// Room for so many tasks is kept however few there are; the breakers take it where there is no side.
    private static let leastTasks = 6

    private static func leastPaneRows(_ rows: Int) -> Int {
        switch rows {
        case ..<15: 0
        case ..<20: 5
        case ..<30: 8
        case ..<40: 12
        case ..<50: 15
        default: 22
        }
    }

    /// One panel beside the selected task, or two.
    private static func sideColumns(_ columns: Int) -> Int {
        switch columns {
        case ..<140: 48
        case ..<180: 54
        default: 112
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
        output = rest.inset(left: 2, right: 1)
    }
}
