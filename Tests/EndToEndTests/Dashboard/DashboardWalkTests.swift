import SpawnTestKit
import Testing

/// A person at the dashboard: keys in, screen out.
struct DashboardWalkTests {
    private static let tasks = """
        - [ ] 1 Read the sources
          @print reading Parser.swift
          @sleep 300
        - [ ] 2 Write the tests
          - Agent: @tester
          @print collecting tests
          @stderr a warning
          @sleep 300
        - [ ] 3 Say hello
          @print hello
        - [ ] 4 Merge it all
          - Depends: 1
        """

    @Test func `move, open, cancel, retry, help, resize, quit`() async throws {
        try await DashboardTerminal.run(Self.tasks, "-j", "3") { dashboard in
            let session = dashboard.session
            try await session.waitForScreen("to show task 2 at work") { $0.contains(#/  2 +▶ running/#) }
            try await session.waitForText("needs 1")
            #expect(try await session.modes().isOnAlternateScreen)

            try await session.press("Home", "Down")
            try await session.waitForText("▸ 2 ")
            try await session.press("Enter")
            try await session.waitForText("▸ stdout")
            try await session.waitForText("@stderr a warning")
            try await session.press("Tab")
            try await session.waitForText("▸ stderr")
            try await session.press("Escape")
            try await session.waitForText("▸ 2 ")

            try await session.press("c")
            try await session.waitForText("Cancel 1 task?")
            try await session.press("n")
            try await session.waitForScreen("to ask no more") { !$0.contains("Cancel 1") }
            try await session.press("c")
            try await session.waitForText("Cancel 1 task?")
            try await session.press("y")
            try await session.waitForText("⊘ cancelled")
            try await session.press("r")
            try await session.waitForScreen("to show task 2 at work again") {
                $0.contains(#/▸ 2 +▶ running/#) && $0.contains(#/#2 tester/#)
            }

            try await session.press("?")
            try await session.waitForText("MOVING ABOUT")
            try await session.press("Escape")
            try await session.resize(to: .init(60, 15))
            try await session.waitForScreen("to fit into 60 columns and 15 rows") {
                $0.split(separator: "\n", omittingEmptySubsequences: false).count == 16 && $0.contains("▸ 2 ")
                    && $0.contains("q quit")
            }
            try await session.resize(to: .init(120, 40))
            try await session.waitForScreen("to fill 120 columns again") {
                $0.contains("BREAKERS") && $0.contains("▸ 2 ") && $0.contains("q quit")
            }

            try await session.press("q")
            try await session.waitForText("2 tasks still running")
            try await session.press("s")
            try await session.waitForScreen("to ask no more") { !$0.contains("still running") }
            try await session.press("q")
            try await session.waitForText("2 tasks still running")
            try await session.press("a")
            try await dashboard.expectEnd(status: 1)
            for event in ["task_reopened", "attempt_terminating"] { #expect(dashboard.events.contains(event)) }
        }
    }

    @Test func `a paste presses no keys`() async throws {
        try await DashboardTerminal.run(Self.tasks) { dashboard in
            try await dashboard.session.waitForText("reading Parser.swift")
            try await dashboard.session.paste("qay\u{3}cy")
            try await dashboard.session.waitForText("pasted text is ignored")
            #expect(!dashboard.events.contains("stopping"))
            try await dashboard.session.press("q")
            try await dashboard.session.waitForText("still running")
            try await dashboard.session.press("a")
            try await dashboard.expectEnd(status: 1)
        }
    }

    @Test func `q leaves at once when every task is over, and the screen keeps the summary`() async throws {
        try await DashboardTerminal.run(
            "- [ ] 1 Say hello\n  @print hello\n- [ ] 2 Fail\n  @print last words\n  @fail auth\n"
        ) { dashboard in
            try await dashboard.session.waitForText("finished")
            try await dashboard.session.press("q")
            try await dashboard.expectEnd(status: 1)
            // The tool wrote the error as JSON.
            let screen = try await dashboard.session.waitForText("1 of 2 tasks succeeded")
            #expect(screen.contains("2 failed: API Error: 401: invalid x-api-key\n    last words\n"))
        }
    }

    @Test func `the demonstration runs to its end by itself`() async throws {
        try await DashboardTerminal.run(["demo"], in: TemporaryDirectory(), size: .init(80, 24)) { dashboard in
            // It leaves by itself soon after its end, so what it shows last may be gone before somebody looks.
            try await dashboard.expectEnd(status: 0, timeout: .seconds(90))
            try await dashboard.session.waitForText("tasks succeeded")
        }
    }
}
