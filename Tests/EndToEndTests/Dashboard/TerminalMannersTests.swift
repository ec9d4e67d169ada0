import Glibc
import SpawnTestKit
import Testing

/// What the dashboard asks of a terminal, and what it makes of the answers. They are typed, as a terminal would send them.
struct TerminalMannersTests {
    private static let tasks = (1...30).map { "- [ ] \($0) Wait\n  @print hello\n  @hang\n" }.joined()

    @Test func `frames are marked for showing in one go only where the terminal knows how`() async throws {
        try await DashboardTerminal.run(Self.tasks) { dashboard in
            let session = dashboard.session
            try await session.waitForText("▸ 1 ")
            try await session.record()
            try await session.press("Down")
            try await session.waitForText("▸ 2 ")
            #expect(!session.recorded.contains("\u{1B}[?2026h"))
            for (row, (answer, isMarked)) in zip([3, 5, 7], [("0", false), ("2", true), ("4", false)]) {
                try await session.type("\u{1B}[?2026;\(answer)$y")
                // Keys are read in their order: when this one has had its effect, the answer has been read.
                try await session.press("Down")
                try await session.waitForText("▸ \(row) ")
                try await session.record()
                try await session.press("Down")
                try await session.waitForRecorded("to show another row") { $0.contains("▸") }
                #expect(session.recorded.contains("\u{1B}[?2026h") == isMarked, "after the answer \(answer)")
            }
        }
    }

    @Test(arguments: [
        ("xterm-256color", "", "38;5;75m"), ("xterm", "", "36m"), ("xterm-256color", "1", nil), ("vt100", "", nil),
    ])
    func `colours are those the terminal has, and none where NO_COLOR asks for none`(
        terminal: String, noColour: String, blue: String?
    ) async throws {
        try await DashboardTerminal.run(Self.tasks, environment: ["TERM": terminal, "NO_COLOR": noColour]) {
            dashboard in
            let session = dashboard.session
            try await session.waitForText("▶ running")
            try await session.record()
            try await session.press("C-l")
            try await session.waitForRecorded("to be drawn anew") { $0.contains("quit") }
            let colours = session.recorded.matches(of: #/\u{1B}\[[\d;]*?\b(3[1-7]|38;5;\d+)m/#).map { "\($0.1)m" }
            #expect(blue.map { colours.contains($0) } ?? colours.isEmpty, "\(Set(colours))")
        }
    }

    @Test func `the mouse selects, opens and scrolls`() async throws {
        try await DashboardTerminal.run(Self.tasks) { dashboard in
            let session = dashboard.session
            let screen = try await session.waitForText("▸ 1 ")
            let rows = screen.split(separator: "\n", omittingEmptySubsequences: false)
            let row = try #require(rows.firstIndex { $0.hasPrefix("  5 ") })
            try await session.type("\u{1B}[<0;8;\(row + 1)M\u{1B}[<0;8;\(row + 1)m")
            try await session.waitForText("▸ 5 ")
            try await session.type("\u{1B}[<65;8;\(row + 1)M")
            try await session.waitForText("▸ 8 ")
            try await session.type("\u{1B}[<64;8;\(row + 1)M")
            try await session.waitForText("▸ 5 ")
            try await session.type("\u{1B}[<0;8;\(row + 1)M")
            try await session.waitForText("▸ stdout")
        }
    }

    @Test func `who comes back to the terminal finds the screen drawn anew`() async throws {
        try await DashboardTerminal.run(Self.tasks) { dashboard in
            let session = dashboard.session
            try await session.waitForText("q quit")
            // Another program has written over it.
            try await session.write("\u{1B}[2J\u{1B}[HVANDALS")
            try await session.waitForText("VANDALS")
            try await session.type("\u{1B}[O\u{1B}[I")
            try await session.waitForScreen("to be whole again") { $0.contains("q quit") && !$0.contains("VANDALS") }
        }
    }

    @Test func `a program that was stopped without a word has its keys and its screen again`() async throws {
        try await DashboardTerminal.run(Self.tasks) { dashboard in
            let session = dashboard.session
            try await session.waitForText("▸ 1 ")
            // SIGSTOP tells nobody; the shell that has the terminal meanwhile leaves its own settings.
            let supervisor = try #require(dashboard.supervisor)
            let guardian = try await session.pid()
            for pid in [guardian, supervisor] { kill(pid, SIGSTOP) }
            try await session.waitForText("Enter goes on]")
            _ = try await ProgramRun.of("stty", ["-F", "/proc/\(supervisor)/fd/0", "sane"])
            try await session.press("Enter")
            try await session.waitForScreen("to be drawn anew") { !$0.contains("Enter goes on") }
            try await session.press("Down")
            try await session.waitForScreen("to be whole again") {
                $0.contains("▸ 2 ") && $0.contains("q quit") && !$0.contains("Stopped")
            }
        }
    }

    /// One that is sent to the whole group reaches the supervisor twice.
    @Test(arguments: [false, true])
    func `a program stopped from outside gives the terminal back, and draws anew when it goes on`(
        isGroupStopped: Bool
    ) async throws {
        try await DashboardTerminal.run(Self.tasks) { dashboard in
            let session = dashboard.session
            try await session.waitForText("▸ 1 ")
            let guardian = try await session.pid()
            kill(isGroupStopped ? -guardian : guardian, SIGTSTP)
            try await session.waitForText("[stopped; Enter goes on]")
            #expect(try await session.settingsNow() == session.settingsBefore)
            #expect(try await session.modes() == TmuxSession.Modes())
            try await session.press("Enter")
            try await session.waitForText("q quit")
            try await session.press("Down")
            try await session.waitForText("▸ 2 ")
        }
    }

    @Test func `without a terminal the dashboard is refused in a sentence, and lines are told by default`() async throws
    {
        let place = try Workplace("no-terminal")
        try place.files.write("tasks.md", "- [ ] 1 Say hello\n")
        let refused = try await place.run(["spawn", "--ui", "dashboard", "--events", "events"])
        #expect(refused.exitCode == 2)
        #expect(refused.errors.hasPrefix("aurora: the dashboard needs a terminal as standard input and output"))
        #expect(!refused.output.contains("\u{1B}") && !refused.errors.contains("\u{1B}"))
        let told = try await place.run(["spawn"])
        #expect(told.exitCode == 0)
        #expect(told.errors.contains("1 of 1 tasks succeeded") && !told.errors.contains("\u{1B}"))
    }
}
