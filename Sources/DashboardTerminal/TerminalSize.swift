import CLinux
import CNcurses
package import Dashboard
import Glibc

/// The size of the terminal, asked without opening its screen.
package enum TerminalSize {
    /// That of standard output; `nil` where that is no terminal.
    package static var now: Size? {
        var size = winsize()
        guard unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 else { return nil }
        return Size(columns: Int(size.ws_col), rows: Int(size.ws_row))
    }
}
