import Glibc
import SpawnTestKit
import Testing

/// The user's pager, to which the dashboard lends the terminal.
struct PagerTests {
    private static let tasks = "- [ ] 1 Write\n  @lines 100\n  @hang\n- [ ] 2 End soon\n  @sleep 1\n"

    @Test func `Ctrl-Z in the pager stops the run as well, and fg goes on with both`() async throws {
        try await DashboardTerminal.run(Self.tasks, environment: ["PAGER": "less"]) { dashboard in
            let session = dashboard.session
            try await session.waitForText("line 100")
            try await openPager(session)
            for _ in 1...2 {
                try await session.press("C-z")
                let whileStopped = try await session.goOnWhenStopped()
                #expect(whileStopped == session.settingsBefore)
                for (key, line) in [("G", "line 100\n"), ("g", "line 1\n")] {
                    try await session.press(key)
                    try await session.waitForScreen("to be the pager's again") {
                        $0.contains(line) && !$0.contains("▸ stdout")
                    }
                }
            }
            try await session.press("q")
            try await session.waitForText("▸ stdout")
            try await session.press("C-c")
            try await dashboard.expectEnd(status: 130)
        }
    }

    @Test func `a run that ends while the pager is open waits for it`() async throws {
        let tasks = "- [ ] 1 Write\n  @lines 100\n  @hang\n"
        try await DashboardTerminal.run(
            tasks, "--max-retries", "0", "--no-fallback", environment: ["PAGER": "less"]
        ) { dashboard in
            let session = dashboard.session
            try await session.waitForText("line 100")
            try await session.press("q")
            try await session.waitForText("wait, then leave")
            try await session.press("w")
            try await openPager(session)
            let pid = try #require(dashboard.events.firstMatch(of: #/"pid":(\d+)/#).flatMap { pid_t($0.1) })
            kill(pid, SIGKILL)
            try await dashboard.waitForEvent(containing: "run_ended")
            #expect(try await session.screen().contains("line 1\n"))
            try await session.press("q")
            try await dashboard.expectEnd(status: 1)
        }
    }

    @Test func `a pager that is not there is named`() async throws {
        try await DashboardTerminal.run(Self.tasks, environment: ["PAGER": "/nowhere/pager -R"]) { dashboard in
            let session = dashboard.session
            try await session.waitForText("line 100")
            try await session.press("Home", "Enter")
            try await session.waitForText("▸ stdout")
            try await session.press("e")
            try await session.waitForText("the pager /nowhere/pager -R cannot be started; is PAGER right?")
            try await session.press("C-c")
            try await dashboard.expectEnd(status: 130)
        }
    }

    /// Shows the output of the first task in the pager.
    private func openPager(_ session: TmuxSession) async throws {
        try await session.press("Home", "Enter")
        try await session.waitForText("▸ stdout")
        try await session.press("e")
        try await session.waitForScreen("to be the pager's") { $0.contains("line 1\n") && !$0.contains("▸ stdout") }
    }
}
