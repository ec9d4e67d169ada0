import Glibc
import SpawnTestKit
import Testing

/// The terminal that the tests of the dashboard run in, shown with a shell.
struct TmuxSessionTests {
    @Test func `a program sees the size, what is typed, and a resize`() async throws {
        let script = """
            trap 'echo now $(stty size)' WINCH
            echo first $(stty size)
            while read -r word; do echo "got $word"; [ "$word" = end ] && exit 7; done
            """
        try await TmuxSession.run("bash", ["-c", script], size: .init(90, 20)) { session in
            try await session.waitForText("first 20 90")
            try await session.resize(to: .init(60, 15))
            try await session.type("hello")
            try await session.press("Enter")
            try await session.waitForText("now 15 60")
            try await session.waitForText("got hello")
            #expect(try await session.screen().split(separator: "\n", omittingEmptySubsequences: false).count == 16)
            try await session.type("end")
            try await session.press("Enter")
            #expect(try await session.exitStatus() == 7)
        }
    }

    @Test(arguments: ["", "stty -echo; "])
    func `terminal settings are compared before and after`(change: String) async throws {
        try await TmuxSession.run("sh", ["-c", "\(change)exit 0"]) { session in
            let settings = try await session.terminalSettings()
            #expect(!settings.before.isEmpty)
            #expect((settings.before == settings.after) == change.isEmpty)
        }
    }

    @Test func `styles are seen, environment and directory are given`() async throws {
        let directory = try TemporaryDirectory()
        try directory.write("here", "in the directory")
        let command = "printf '\\033[31m%s\\033[0m ' \"$WORD\"; cat here"
        try await TmuxSession.run(
            "sh", ["-c", command], environment: ["WORD": "it's"], directory: directory.path
        ) { session in
            try await session.waitForText("it's in the directory")
            #expect(try await session.styledScreen().contains("\u{1B}[31mit's"))
        }
    }

    @Test func `an interrupt reaches the program, not what watches it`() async throws {
        try await TmuxSession.run(BuiltProgram.path("sample-agent"), ["-p"]) { session in
            let pid = try await session.pid()
            #expect(Survivors().all.contains { $0.pid == pid })
            try await session.press("C-c")
            #expect(try await session.exitStatus() == 128 + Int(SIGINT))
        }
    }

    @Test func `a text that never comes fails with the screen`() async throws {
        try await TmuxSession.run("echo", ["something else"]) { session in
            try await session.waitForText("something else")
            let error = await #expect(throws: TestKitError.self) {
                try await session.waitForText("never", timeout: .milliseconds(100))
            }
            #expect(error?.description.contains("something else") == true)
        }
    }

    @Test func `the terminal and its programs are gone when the test fails`() async throws {
        let mark = "tmux-\(getpid())"
        await #expect(throws: TestKitError.self) {
            try await TmuxSession.run("sleep", ["60"], environment: ["AURORA_TEST_MARK": mark]) { session in
                _ = try await session.pid()
                throw TestKitError("a failed test")
            }
        }
        #expect(try await Survivors.outliving(.seconds(5), environment: "AURORA_TEST_MARK=\(mark)").isEmpty)
    }
}
