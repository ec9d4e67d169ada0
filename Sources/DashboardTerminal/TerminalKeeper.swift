import CNcurses
import Glibc

/// Knows how the terminal was, and brings it back when the program that has changed it cannot any more.
package struct TerminalKeeper {
    /// Ends a frame that was cut off, switches off the mouse, the reports of focus and of pasting, leaves the other screen
    /// and the colours, and shows the cursor.
    private static let reset =
        "\u{1B}[?2026l\u{1B}[?1006l\u{1B}[?1000l\u{1B}[?1004l\u{1B}[?2004l\u{1B}[?1049l\u{1B}[0m\u{1B}[?25h"

    /// Where it is noted whether the modes are on; processes forked from this one see it too.
    nonisolated(unsafe) static let modesAreOn: UnsafeMutablePointer<Int32> = unsafe aurora_shared_number()

    private let settings: termios?

    /// Notes how the terminal on standard output is now, if there is one.
    package init() {
        var settings = termios()
        self.settings = unsafe tcgetattr(STDOUT_FILENO, &settings) == 0 ? settings : nil
        unsafe Self.modesAreOn.pointee = 0
    }

    /// Brings the terminal back, unless it is as it was.
    package func restore() {
        // In the background, and without a dashboard, it has always been another's.
        guard var settings, unsafe Self.modesAreOn.pointee != 0 else { return }
        // In the background this would stop us, and the terminal is another's then. Whoever is in another session cannot
        // ask, and is not stopped.
        let foreground = tcgetpgrp(STDOUT_FILENO)
        guard foreground < 0 || foreground == getpgrp() else { return }
        var present = termios()
        guard unsafe tcgetattr(STDOUT_FILENO, &present) == 0 else { return }
        // A shell that has it back already may be reading a line with settings of its own; there keys are signals, with ours
        // they are not.
        if settings.c_lflag & ~present.c_lflag & tcflag_t(ISIG) != 0 {
            unsafe tcsetattr(STDOUT_FILENO, TCSANOW, &settings)
        }
        let bytes = Array(Self.reset.utf8)
        StuckTerminal.makeRoom()
        _ = unsafe write(STDOUT_FILENO, bytes, bytes.count)
    }
}
