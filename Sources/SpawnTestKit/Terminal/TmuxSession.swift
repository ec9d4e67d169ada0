import Glibc

/// A program in a real terminal of a given size, typed into and looked at through tmux.
///
/// Every session has a tmux server of its own, which ``run(_:_:environment:directory:size:_:)`` ends however the test
/// ends. When the program has ended the terminal stays, with what the program left on its screen.
package struct TmuxSession: Sendable {
    /// Columns and rows of a terminal.
    package struct Size: Sendable {
        package var columns: Int
        package var rows: Int

        package init(_ columns: Int, _ rows: Int) {
            self.columns = columns
            self.rows = rows
        }
    }

    /// The files of the session: what the wrapper around the program notes down.
    let files: TemporaryDirectory

    private init(files: TemporaryDirectory) {
        self.files = files
    }

    /// Runs a program in a terminal for as long as the body runs.
    ///
    /// - Parameters:
    ///   - executable: A path, or a name to look up in PATH.
    ///   - arguments: The arguments after the program's name.
    ///   - environment: Variables on top of the inherited environment.
    ///   - directory: Where it runs; `nil` is the tests' own working directory.
    ///   - size: The terminal's size at first.
    ///   - body: Types, waits and looks.
    /// - Returns: What the body returns.
    /// - Throws: What the body throws, or when there is no tmux.
    package static func run<Answer>(
        _ executable: String, _ arguments: [String] = [], environment: [String: String] = [:],
        directory: String? = nil, size: Size = Size(120, 40), _ body: (TmuxSession) async throws -> Answer
    ) async throws -> Answer {
        let session = TmuxSession(files: try TemporaryDirectory())
        try session.writeFiles([executable] + arguments, environment, directory: directory)
        do {
            try await session.tmux(
                "-f", session.files["tmux.conf"], "new-session", "-d", "-x", "\(size.columns)", "-y", "\(size.rows)",
                "exec sh \(quoted(session.files["wrapper"]))")
            let answer = try await body(session)
            try? await session.closeTerminal()
            return answer
        } catch {
            try? await session.closeTerminal()
            throw error
        }
    }

    /// Types keys by tmux's names: `q`, `Enter`, `Down`, `C-c` …
    package func press(_ keys: String...) async throws {
        try await tmux(["send-keys"] + keys)
    }

    /// Types a text as it is.
    package func type(_ text: String) async throws {
        try await tmux("send-keys", "-l", text)
    }

    /// Pastes a text, as a terminal with bracketed paste does where the program asked for it.
    package func paste(_ text: String) async throws {
        try await tmux("set-buffer", text)
        try await tmux("paste-buffer", "-p")
    }

    /// Keeps every byte that programs send to the terminal from now on, for ``recorded``.
    package func record() async throws {
        try await tmux("pipe-pane", "cat >\(Self.quoted(files["bytes"]))")
    }

    /// Waits until what was recorded is as it should be.
    package func waitForRecorded(_ expectation: String, _ isRight: (String) -> Bool) async throws {
        let isThere = try await Waiting.until(timeout: .seconds(30)) { isRight(recorded) ? true : nil }
        guard isThere != nil else {
            throw TestKitError("the program was expected \(expectation): \(recorded.debugDescription)")
        }
    }

    /// What programs have sent to the terminal since ``record()``.
    package var recorded: String { Files.read(files["bytes"]) ?? "" }

    /// Changes the terminal's size.
    package func resize(to size: Size) async throws {
        try await tmux("resize-window", "-x", "\(size.columns)", "-y", "\(size.rows)")
    }

    /// Tells the program of many sizes, one right after the other and faster than a window can change: behind the back of
    /// the terminal, which keeps its own. So the last one is to be that.
    package func claim(sizes: some Sequence<Size>) async throws {
        let terminal = unsafe open(try await terminalName(), O_RDWR | O_NOCTTY | O_CLOEXEC)
        defer { close(terminal) }
        for size in sizes {
            var claimed = winsize(
                ws_row: UInt16(size.rows), ws_col: UInt16(size.columns), ws_xpixel: 0, ws_ypixel: 0)
            guard unsafe ioctl(terminal, UInt(TIOCSWINSZ), &claimed) == 0 else {
                throw TestKitError("the terminal takes no size: \(Files.errorText(errno))")
            }
        }
    }

    /// Writes to the terminal, as another program might.
    package func write(_ text: String) async throws {
        try Files.write(text.utf8, to: try await terminalName())
    }

    func terminalName() async throws -> String {
        String(try await tmux("display-message", "-p", "#{pane_tty}").prefix { $0 != "\n" })
    }

    /// The screen as text, one line a row, without trailing spaces.
    package func screen() async throws -> String {
        try await tmux("capture-pane", "-p")
    }

    /// The screen with its colours and styles as escape sequences.
    package func styledScreen() async throws -> String {
        try await tmux("capture-pane", "-p", "-e")
    }

    /// What programs switch in a terminal and must switch back.
    package struct Modes: Equatable, Sendable {
        package var isCursorShown = true
        package var isOnAlternateScreen = false
        package var reportsMouse = false

        /// As a shell wants them.
        package init() {}
    }

    /// The terminal's modes as they are now.
    package func modes() async throws -> Modes {
        let flags = try await tmux("display-message", "-p", "#{cursor_flag}#{alternate_on}#{mouse_any_flag}")
        let isOn = flags.prefix(3).map { $0 == "1" }
        guard isOn.count == 3 else { throw TestKitError("tmux says of the terminal's modes: \(flags)") }
        var modes = Modes()
        (modes.isCursorShown, modes.isOnAlternateScreen, modes.reportsMouse) = (isOn[0], isOn[1], isOn[2])
        return modes
    }

    @discardableResult
    func tmux(_ words: String...) async throws -> String {
        try await tmux(words)
    }

    @discardableResult
    private func tmux(_ words: [String]) async throws -> String {
        let run = try await ProgramRun.of("tmux", ["-u", "-S", files["socket"]] + words)
        guard run.exitCode == 0 else { throw TestKitError("tmux \(words.joined(separator: " ")): \(run.errors)") }
        return run.output
    }

    /// Takes the terminal away, as closing its window does.
    package func closeTerminal() async throws {
        try await tmux("kill-server")
    }
}
