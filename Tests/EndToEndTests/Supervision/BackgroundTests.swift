import SpawnTestKit
import Testing

/// Jobs behind another job of a shell: they must not draw over it.
struct BackgroundTests {
    private func inShell(_ tasks: String, _ body: (TmuxSession) async throws -> Void) async throws {
        let place = try Workplace("background")
        try place.files.write("tasks.md", tasks)
        try await place.inShell(body)
    }

    private func enter(_ line: String, in session: TmuxSession) async throws {
        try await session.type(line)
        try await session.press("Enter")
    }

    @Test func `a run that starts in the background tells in lines, and the shell stays usable`() async throws {
        try await inShell("- [ ] 1 work\n  @sleep 1\n") { session in
            try await enter("aurora spawn &", in: session)
            try await session.waitForText("1 of 1 tasks succeeded")
            try await enter("echo still $((40 + 2))", in: session)
            try await session.waitForText("still 42")
            try await enter("aurora spawn --ui dashboard &", in: session)
            try await session.waitForText("aurora: the dashboard cannot start in the background; start it in front")
        }
    }

    @Test func `one that is stopped and sent to the background waits for its terminal`() async throws {
        try await inShell("- [ ] 1 work\n  @hang\n") { session in
            try await enter("aurora spawn", in: session)
            try await session.waitForText("q quit")
            try await session.press("C-z")
            try await session.waitForText("Stopped")
            try await enter("bg; sleep 1; clear; jobs -s", in: session)
            try await session.waitForText("Stopped")
            try await enter("fg", in: session)
            try await session.waitForText("q quit")
            for key in ["q", "a"] { try await session.press(key) }
            try await session.waitForText("1 cancelled")
        }
    }
}
