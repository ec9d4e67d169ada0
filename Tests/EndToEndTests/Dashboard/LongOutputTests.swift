import SpawnTestKit
import Testing

/// A person who reads and searches the output of a task, of which memory holds only the ends.
struct LongOutputTests {
    private static let tasks = """
        - [ ] 1 Write a lot
          @lines 300000
          @print the end of it
          @hang
        """

    @Test func `all of a long output can be gone to and searched`() async throws {
        try await DashboardTerminal.run(Self.tasks) { dashboard in
            let session = dashboard.session
            try await session.waitForText("the end of it")
            try await session.press("Home", "Enter")
            try await session.waitForText("following")
            try await session.press("Home")
            try await session.waitForScreen("to show the beginning") { $0.contains(#/  line 1 *\n  line 2 *\n/#) }
            try await session.press("/")
            try await session.type("E 1500.3$")
            try await session.press("Enter")
            try await session.waitForText("E 1500.3$ is not in stdout")
            try await session.press("/")
            try await session.type("e 1500.3$")
            try await session.press("Enter")
            try await session.waitForText("/e 1500.3$  1 of 10 ")
            try await session.press("n")
            try await session.waitForText("/e 1500.3$  2 of 10 ")
            try await session.press("N")
            try await session.waitForText("/e 1500.3$  1 of 10 ")
            try await session.press("/")
            try await session.type("(")
            try await session.press("Enter")
            try await session.waitForText("'(' cannot be searched for: Missing close parenthesis")
            try await session.press("End")
            try await session.waitForText("the end of it")
            try await session.waitForText("following")
        }
    }
}
