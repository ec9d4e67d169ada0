import CLinux
import Glibc
import SpawnTestKit
import Testing

/// Terminals, and surroundings of them, that are not what most people have.
struct StrangeTerminalTests {
    private static let tasks = "- [ ] 1 Fail\n  @fail 1\n- [ ] 2 Wait é\n  @print héllo\n  @hang\n"

    /// A terminal's colours, its name and a device's settings, typed as it would send them.
    @Test func `what a terminal answers presses no key, nor does a key with Alt`() async throws {
        try await DashboardTerminal.run(Self.tasks, "--max-retries", "0") { dashboard in
            let session = dashboard.session
            try await session.waitForText("✘ failed")
            let before = dashboard.count(of: "command_accepted")
            for answer in [
                "\u{1B}]11;rgb:1e1e/1e1e/2e2e", "\u{1B}P1+r544e=+-+-", "\u{1B}_Gi=31;r+-", "\u{1B}^r", "\u{1B}Xr",
            ] {
                for end in ["\u{1B}\\", "\u{7}"] {
                    try await session.type(answer + end)
                }
            }
            // Alt with each letter; the last of them begins nothing.
            for letter in "abcdefghijklmnopqrstuvwyzrX+-Pz" { try await session.press("M-\(letter)") }
            // Keys are read in their order: when this one has had its effect, all else has been read.
            try await session.press("Down")
            try await session.waitForText("▸ 2 ")
            #expect(dashboard.count(of: "command_accepted") == before)
            #expect(dashboard.count(of: "task_reopened") == 0)
            try await session.press("Up")
            try await session.waitForText("▸ 1 ")
            try await session.press("r")
            try await dashboard.waitForEvent(containing: "task_reopened")
        }
    }

    @Test func `the size is that of the window, whatever variables say`() async throws {
        try await DashboardTerminal.run(Self.tasks, environment: ["LINES": "10", "COLUMNS": "60"]) { dashboard in
            let screen = try await dashboard.session.waitForText("q quit")
            let rows = screen.split(separator: "\n", omittingEmptySubsequences: false)
            #expect(rows[39].hasSuffix("q quit") && rows.contains { $0.count > 100 })
        }
    }

    @Test(arguments: ["TERM=no-such-terminal", "TERM=", nil])
    func `a terminal of no known type gets plain lines, and is told so`(variable: String?) async throws {
        let place = try Workplace("no-type")
        try place.files.write("tasks.md", "- [ ] 1 Say hello\n")
        let type = variable.map { [$0] } ?? ["-u", "TERM"]
        try await TmuxSession.run(
            "env", type + [BuiltProgram.path("aurora"), "spawn"], environment: place.environment,
            directory: place.files.path
        ) { session in
            try await session.waitForText("no dashboard, but plain lines: the terminal type is unknown")
            try await session.waitForText("1 of 1 tasks succeeded")
            #expect(try await session.exitStatus() == 0)
        }
        // Who asks for the dashboard and cannot have it is told before anything runs.
        try await TmuxSession.run(
            "env", type + [BuiltProgram.path("aurora"), "spawn", "--ui", "dashboard"], environment: place.environment,
            directory: place.files.path
        ) { session in
            let status = try await session.exitStatus()
            #expect(status == 2)
        }
    }

    @Test(arguments: [
        (["LC_ALL": "POSIX"], false), (["LC_ALL": "en_US.ISO-8859-1"], false), (["LC_ALL": "", "LANG": "C"], false),
        (["LC_ALL": "", "LANG": "", "LC_CTYPE": ""], true), (["LC_ALL": "xx_YY.utf8"], true),
        (["LC_ALL": "", "LC_CTYPE": "C.UTF-8", "LANG": "C"], true),
    ])
    func `beyond ASCII is drawn only what the locale allows`(variables: [String: String], isUTF8: Bool) async throws {
        try await DashboardTerminal.run(Self.tasks, environment: variables) { dashboard in
            let session = dashboard.session
            let screen = try await session.waitForScreen("to show a line of output") { $0.contains("llo") }
            #expect(screen.utf8.allSatisfy { $0 < 0x80 } == !isUTF8, "\(screen)")
            #expect(screen.contains("héllo") == isUTF8)
        }
    }

    @Test func `a window of any size takes little memory`() async throws {
        try await DashboardTerminal.run(Self.tasks) { dashboard in
            let session = dashboard.session
            try await session.waitForText("q quit")
            let supervisor = try #require(dashboard.supervisor)
            try await session.record()
            try await session.claim(sizes: [.init(30_000, 30_000)])
            try await session.waitForRecorded("to be drawn anew") { $0.contains("quit") }
            let status = try #require(Files.read("/proc/\(supervisor)/status"))
            let peak = try #require(status.firstMatch(of: #/VmHWM:\s+(\d+) kB/#).flatMap { Int($0.1) })
            #expect(Sanitizer.isOn || peak < 250_000, "\(peak) kB")
            try await session.claim(sizes: [.init(120, 40)])
            try await session.waitForText("q quit")
        }
    }

    /// Whoever has the terminal open can say of it what he likes.
    @Test(arguments: [(30_000, 30_000), (65_535, 65_535), (2, 65_535), (65_535, 1)] as [(UInt16, UInt16)])
    func `a window that is said to be enormous takes no memory, before the start or later`(
        rows: UInt16, columns: UInt16
    ) async throws {
        let place = try Workplace("enormous")
        try place.files.write("tasks.md", "- [ ] 1 x\n  @print begun\n  @hang\n")
        var path = [CChar](repeating: 0, count: 64)
        let terminal = unsafe linux_open_terminal(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK, &path)
        try #require(terminal >= 0)
        defer { close(terminal) }
        let name = String(decoding: path.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        #expect(unsafe ioctl(terminal, UInt(TIOCSWINSZ), &size) == 0)
        let aurora = try RunningProgram(
            "sh",
            [
                "-c", #"exec <>"$0" >&0 2>&0; exec "$@""#, name, BuiltProgram.path("aurora"), "spawn", "--ui",
                "dashboard",
                "--events", "events",
            ], environment: place.environment.merging(["TERM": "xterm"]) { $1 }, directory: place.files.path)
        var shown = 0
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let isShown = try await Waiting.until(timeout: .seconds(60)) {
            shown += unsafe max(0, read(terminal, &buffer, buffer.count))
            return shown > 0 && Files.read(place.files["events"])?.contains("\"begun\"") == true ? true : nil
        }
        #expect(isShown == true)
        size.ws_row = 40
        for columns in [65_535, 120, 65_535] as [UInt16] {
            size.ws_col = columns
            #expect(unsafe ioctl(terminal, UInt(TIOCSWINSZ), &size) == 0)
            // It draws the screen anew.
            let isDrawn = try await Waiting.until(timeout: .seconds(60)) {
                unsafe read(terminal, &buffer, buffer.count) > 0 ? true : nil
            }
            #expect(isDrawn == true)
        }
        let supervisor = try #require(aurora.supervisor)
        let peak = (Files.read("/proc/\(supervisor)/status") ?? "").firstMatch(of: /VmHWM:\s+([0-9]+) kB/)
            .flatMap { Int($0.1) }
        #expect(try Sanitizer.isOn || #require(peak) < 200_000, "\(String(describing: peak)) KB")
        aurora.send(SIGTERM)
        #expect(try await aurora.wait(timeout: .seconds(60)).exitCode == 143)
    }
}
