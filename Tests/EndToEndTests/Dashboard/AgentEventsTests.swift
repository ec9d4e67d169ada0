import SpawnTestKit
import Testing

/// Agents that report as data, on a real terminal.
struct AgentEventsTests {
    @Test func `events are told in words, and shown as they were written when somebody asks for it`() async throws {
        let tasks = """
            - [ ] 1 Build it
              @todo 1 3
              @gives error: 2 tests failed
              @gives in Parser
              @gives in Printer
              @tool Bash make test
              @print I look.
              @hang
            """
        try await DashboardTerminal.run(tasks, "--tool", "sample-claude") { dashboard in
            try await dashboard.session.waitForText("1/3")
            let screen = try await dashboard.session.waitForText("* > Bash: make test")
            #expect(!screen.contains(#"{"type""#))
            try await dashboard.session.press("Enter")
            try await dashboard.session.waitForText("in words, x as written")
            try await dashboard.session.waitForScreen("to fold what the call gave back") {
                $0.contains("    error: 2 tests failed") && $0.contains("    + 2 lines") && $0.contains("* I look.")
            }
            try await dashboard.session.type("/Printer")
            try await dashboard.session.press("Enter")
            try await dashboard.session.waitForText("Printer is not in what is shown; o unfolds more of it")
            try await dashboard.session.type("o")
            try await dashboard.session.waitForScreen("to unfold it") {
                $0.contains("    in Printer") && !$0.contains("+ 2 lines") && $0.contains("o folds")
            }
            try await dashboard.session.type("n")
            try await dashboard.session.waitForText("/Printer  1 of 1")
            try await dashboard.session.type("x")
            try await dashboard.session.waitForText(#"{"type":"assistant""#)
            try await dashboard.session.type("Ftests failed")
            try await dashboard.session.press("Enter")
            try await dashboard.session.waitForScreen("to find the event as it was written") {
                $0.contains("─ 1 line ─") && $0.contains(#""type":"tool_result""#)
            }
            try await dashboard.session.press("Escape")
            try await dashboard.session.waitForText("as written, x in words")
            try await dashboard.session.type("xFtests failed")
            try await dashboard.session.press("Enter")
            try await dashboard.session.waitForText("stdout  error: 2 tests failed")
        }
    }
}
