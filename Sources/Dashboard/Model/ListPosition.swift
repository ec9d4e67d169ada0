/// Where somebody is in a list: the selected row, and the first one on the screen.
package struct ListPosition: Sendable, Equatable {
    package internal(set) var selection = 0
    package internal(set) var top = 0

    /// Moves the selection by so many rows, and the list as little as needed to show it.
    mutating func move(by rows: Int, count: Int, visible: Int) {
        selection = max(0, min(count - 1, selection + rows))
        keepVisible(count: count, visible: visible)
    }

    /// Moves what is seen of a list that has no selection.
    mutating func scroll(by rows: Int, count: Int, visible: Int) {
        top = max(0, min(count - visible, top + rows))
        selection = top
    }

    mutating func keepVisible(count: Int, visible: Int) {
        let visible = max(1, visible)
        selection = max(0, min(selection, count - 1))
        top = min(max(top, selection - visible + 1), selection)
        top = max(0, min(top, count - visible))
    }

    /// The rows on the screen.
    func rows(count: Int, visible: Int) -> Range<Int> {
        let first = max(0, min(top, count - visible))
        return first..<max(first, min(count, first + visible))
    }
}
