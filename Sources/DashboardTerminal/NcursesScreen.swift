import CLinux
import CNcurses
package import Dashboard
import Glibc

/// The terminal, by way of ncurses. Nothing else in the program may write to it while this is open; what libraries write
/// to standard error meanwhile is kept and written when the terminal is given back.
///
/// ncurses draws; keys are read from the descriptor itself, because only there an end of file, which is a lost terminal,
/// can be told from silence.
@MainActor
package final class NcursesScreen: Screen {
    private let palette: Palette
    private let changes: Int32
    /// Whether it shows more than ASCII, by what the user's locale says.
    nonisolated package let showsUTF8: Bool
    private var shown: CellGrid?
    private var errors = ErrorCapture()
    /// True while another program has the terminal.
    private var isLent = false
    /// The terminal was asked for synchronized output and has not answered.
    private var awaitsAnswer = true

    package var synchronizesOutput = false {
        didSet { awaitsAnswer = false }
    }

    /// Takes over the terminal.
    ///
    /// - Parameter usesColour: False draws without colour, as NO_COLOR asks.
    /// - Throws: ``ScreenError`` when the terminal cannot be used.
    package init(usesColour: Bool) throws(ScreenError) {
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else {
            throw ScreenError(
                message: "the dashboard needs a terminal as standard input and output; allowed without is --ui plain")
        }
        guard ForegroundJob.isOurs else {
            throw ScreenError(
                message: "the dashboard cannot start in the background; start it in front, or use --ui plain")
        }
        switch aurora_terminal_fault() {
        case aurora_terminal_is_unknown:
            throw ScreenError(message: "the terminal type is unknown; set TERM to its type, or use --ui plain")
        case aurora_terminal_places_no_cursor:
            throw ScreenError(message: "a terminal of this type cannot place the cursor; use --ui plain")
        default: break
        }
        // Whatever stands in the way of the first frame.
        StuckTerminal.makeRoom()
        showsUTF8 = Self.chooseLocale()
        changes = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        aurora_watch_changes(changes)
        unsafe aurora_note_modes_in(TerminalKeeper.modesAreOn)
        aurora_note_settings(errors.original, errors.kept)
        guard unsafe aurora_open_screen(!Self.isOversized) != nil else {
            throw ScreenError(message: "the terminal cannot be used for a screen; use --ui plain")
        }
        raw()
        noecho()
        nonl()
        curs_set(0)
        aurora_restore_whatever_happens()
        palette = Palette(usesColour: usesColour)
        fit()
        aurora_watch_stops(1)
        aurora_modes(1)
        unsafe aurora_write("\u{1B}[?2026$p")
        errors.begin()
    }

    /// Whether the window is said to be larger than any is.
    private static var isOversized: Bool {
        let window = aurora_terminal_size(STDOUT_FILENO)
        let size = Size(columns: Int(window.ws_col), rows: Int(window.ws_row))
        return size.bounded != size
    }

    package var size: Size {
        let size = aurora_terminal_size(STDOUT_FILENO)
        return size.ws_col == 0 || size.ws_row == 0
            ? Size(columns: 80, rows: 24)
            : Size(columns: Int(size.ws_col), rows: Int(size.ws_row)).bounded
    }

    package let inputDescriptor = STDIN_FILENO

    package var changeDescriptor: Int32? { changes }

    package func present(_ grid: CellGrid) {
        let runs = grid.changes(from: shown)
        shown = grid
        guard !runs.isEmpty else { return }
        for run in runs {
            palette.apply(run.style)
            let text = run.text.unicodeScalars.map { Int32(bitPattern: $0.value) }
            unsafe text.withUnsafeBufferPointer { scalars in
                _ = unsafe mvaddnwstr(Int32(run.row), Int32(run.column), scalars.baseAddress, Int32(scalars.count))
            }
        }
        StuckTerminal.whileWriting {
            if synchronizesOutput { unsafe aurora_write("\u{1B}[?2026h") }
            unsafe wrefresh(aurora_stdscr())
            if synchronizesOutput { unsafe aurora_write("\u{1B}[?2026l") }
        }
    }

    package func readInput() -> [UInt8]? {
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 4_096) { buffer, count in
            count = unsafe max(0, read(inputDescriptor, buffer.baseAddress, buffer.count))
        }
        return bytes.isEmpty ? nil : bytes
    }

    package func takeChange() -> Bool {
        var count: UInt64 = 0
        _ = unsafe read(changes, &count, 8)
        let isToStop = aurora_take_stop() != 0
        guard !isLent else { return false }
        reset_prog_mode()
        fit()
        return isToStop
    }

    private func fit() {
        let size = size
        resizeterm(Int32(size.rows), Int32(size.columns))
        redraw()
    }

    package func redraw() {
        shown = nil
        unsafe clearok(aurora_stdscr(), true)
        unsafe werase(aurora_stdscr())
    }

    package func copy(_ text: String) {
        StuckTerminal.whileWriting { unsafe aurora_write("\u{1B}]52;c;\(Base64.encoded(text.utf8))\u{7}") }
    }

    package func lend() {
        isLent = true
        StuckTerminal.whileWriting {
            errors.end()
            aurora_restore_terminal()
        }
    }

    package func takeBack() {
        isLent = false
        errors.begin()
        aurora_modes(1)
        fit()
    }

    package func restore() {
        // An answer that comes now would be typed into the shell.
        if awaitsAnswer { tcflush(STDIN_FILENO, TCIFLUSH) }
        StuckTerminal.whileWriting {
            aurora_restore_terminal()
            errors.end()
        }
        aurora_watch_stops(0)
    }

    /// Takes the user's locale.
    ///
    /// - Returns: Whether it is UTF-8.
    private static func chooseLocale() -> Bool {
        unsafe setlocale(LC_ALL, "")
        if UserLocale.isUTF8, unsafe String(cString: nl_langinfo(Int32(CODESET))) != "UTF-8" {
            unsafe setlocale(LC_ALL, "C.UTF-8")
        }
        return UserLocale.isUTF8
    }
}
