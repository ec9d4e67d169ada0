import SpawnTestKit
import Testing

/// What libraries write to standard error while the screen is up.
struct ErrorCaptureTests {
    /// The dynamic linker is the library here: told so, it says on standard error which function it has found, when that is
    /// called for the first time.
    @Test func `a library's noise draws nothing on the screen, and is not lost`() async throws {
        let tasks = "- [ ] 1 Be quiet\n  @hang\n"
        try await DashboardTerminal.run(tasks, environment: ["LD_DEBUG": "bindings"]) { dashboard in
            let session = dashboard.session
            try await session.waitForText("▶ running")
            try await session.record()
            // A page of its own, with everything on it drawn anew.
            try await session.press("?")
            try await session.waitForText("MOVING ABOUT")
            let supervisor = try #require(dashboard.supervisor)
            let noise = try await Waiting.until(timeout: .seconds(30)) {
                Files.read("/proc/\(supervisor)/fd/2")?.split(separator: "\n").last { $0.contains("/aurora [0] to ") }
            }
            let line = String(try #require(noise))
            #expect(!session.recorded.contains("/aurora [0] to "))
            #expect(try await !session.screen().contains("/aurora [0] to "))
            try await session.press("C-c", "C-c")
            _ = try await session.exitStatus(timeout: .seconds(30))
            let isTold = try await Waiting.until(timeout: .seconds(10)) { session.recorded.contains(line) ? true : nil }
            #expect(isTold == true, "what was kept is written when the screen is gone")
        }
    }
}
