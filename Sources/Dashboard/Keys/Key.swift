/// A key as the dashboard understands it.
package enum Key: Hashable, Sendable {
    case character(Character)
    case up, down, left, right
    case pageUp, pageDown, home, end
    case enter, escape, tab, backspace
    /// Ctrl-C.
    case interrupt
    /// Ctrl-Z.
    case suspend
    /// Ctrl-L.
    case redraw
    /// Ctrl-U.
    case eraseLine
}

/// Something done with the mouse, at a cell counted from 0.
package struct MouseAction: Hashable, Sendable {
    package enum Kind: Hashable, Sendable { case press, wheelUp, wheelDown }

    package var kind: Kind
    package var column: Int
    package var row: Int

    package init(_ kind: Kind, column: Int, row: Int) {
        self.kind = kind
        self.column = column
        self.row = row
    }
}
