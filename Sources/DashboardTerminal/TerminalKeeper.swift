import CNcurses
import Glibc

/// Knows how the terminal was, and brings it back when the program that has changed it cannot any more.
package struct TerminalKeeper {
    /// Ends a frame that was cut off, switches off the mouse, the reports of focus and of pasting, leaves the other screen
    /// and the colours, and shows the cursor.
    private static let reset =
        "\u{1B}[?2026l\u{1B}[?1006l\u{1B}[?1000l\u{1B}[?1004l\u{1B}[?2004l\u{1B}[?1049l\u{1B}[0m\u{1B}[?25h"

    private let settings: termios?

    /// Notes how the terminal on standard output is now, if there is one.
    package init() {
        var settings = termios()
        self.settings = unsafe tcgetattr(STDOUT_FILENO, &settings) == 0 ? settings : nil
    }

    /// Brings the terminal back, unless it is as it was.
    package func restore() {
        guard var settings else { return }
        var present = termios()
        guard unsafe tcgetattr(STDOUT_FILENO, &present) == 0, present.c_lflag != settings.c_lflag else { return }
        // In the background this would stop us, and the terminal is another's then.
        guard tcgetpgrp(STDOUT_FILENO) == getpgrp() else { return }
        unsafe tcsetattr(STDOUT_FILENO, TCSANOW, &settings)
        let bytes = Array(Self.reset.utf8)
        _ = unsafe write(STDOUT_FILENO, bytes, bytes.count)
    }
}
