import SpawnTestKit
import Testing

/// Agents that report as data, on a real terminal.
struct AgentEventsTests {
    @Test func `events are told in words, and shown as they were written when somebody asks for it`() async throws {
        let tasks = """
            - [ ] 1 Build it
              @todo 1 3
              @tool Bash make test
              @hang
            """
        try await DashboardTerminal.run(tasks, "--tool", "sample-claude") { dashboard in
            try await dashboard.session.waitForText("1/3 · Bash: make test")
            let screen = try await dashboard.session.waitForText("    · Bash: make test")
            #expect(!screen.contains(#"{"type""#))
            try await dashboard.session.press("Enter")
            try await dashboard.session.waitForText("in words, x as written")
            try await dashboard.session.type("x")
            try await dashboard.session.waitForText(#"{"type":"assistant""#)
        }
    }
}
