import Glibc
import SpawnTestKit
import Testing

/// `aurora` is two processes, and whichever of them is killed, nothing of the run is left.
struct GuardianTests {
    private static let tasks = (1...10).map { number in
        let lines = ["@ignore-term", "@fork 300", "@fork 300 escape", "@print ready \(number)", "@hang"]
        return "- [ ] \(number) work\n" + lines.map { "  \($0)\n" }.joined()
    }
    .joined()

    /// Starts a run and waits until all of its children are there.
    private func start(_ place: Workplace) async throws -> (aurora: RunningProgram, supervisor: Int32) {
        try place.files.write("tasks.md", Self.tasks)
        let aurora = try place.start(["spawn", "-j", "10", "--ui", "none", "--events", "events"])
        try await waitUntilReady(place)
        return (aurora, try #require(aurora.supervisor))
    }

    private func waitUntilReady(_ place: Workplace) async throws {
        let ready = try await Waiting.until(timeout: .seconds(60)) {
            let events = Files.read(place.files["events"]) ?? ""
            return (1...10).allSatisfy { events.contains("\"ready \($0)\"") } ? true : nil
        }
        try #require(ready != nil)
    }

    @Test func `a killed supervisor leaves nothing behind, and its guardian says how it died`() async throws {
        let place = try Workplace("kill-supervisor")
        let (aurora, supervisor) = try await start(place)
        #expect(place.mark.survivors.count == 32)
        kill(supervisor, SIGKILL)
        #expect(try await aurora.wait(timeout: .seconds(60)).exitCode == 128 + SIGKILL)
        #expect(place.mark.survivors.isEmpty)
    }

    @Test func `a killed guardian makes the supervisor end everything`() async throws {
        let place = try Workplace("kill-guardian")
        let (aurora, _) = try await start(place)
        kill(aurora.pid, SIGKILL)
        #expect(try await aurora.wait(timeout: .seconds(60)).signal == SIGKILL)
        #expect(try await place.mark.outliving(.seconds(60)).isEmpty)
        #expect(Files.read(place.files["events"])?.contains("run_ended") == true)
    }

    /// As `timeout -s KILL` does. What the children have started nobody can find any more.
    @Test func `the children end with the command though its whole group is killed`() async throws {
        let place = try Workplace("kill-group")
        let tasks = (1...10).map { "- [ ] \($0) work\n  @ignore-term\n  @print ready \($0)\n  @hang\n" }
        try place.files.write("tasks.md", tasks.joined())
        let aurora = try place.start(["spawn", "-j", "10", "--ui", "none", "--events", "events"])
        try await waitUntilReady(place)
        kill(-aurora.pid, SIGKILL)
        #expect(try await aurora.wait(timeout: .seconds(60)).signal == SIGKILL)
        #expect(try await place.mark.outliving(.seconds(60)).isEmpty)
    }

    @Test func `a killed guardian is noticed whatever signals are ignored`() async throws {
        let place = try Workplace("kill-ignored")
        try place.files.write("tasks.md", Self.tasks)
        let script = "trap '' USR1 USR2 TERM INT HUP QUIT CHLD TSTP; exec \"$0\" spawn -j 10 --ui none --events events"
        let aurora = try RunningProgram(
            "sh", ["-c", script, BuiltProgram.path("aurora")], environment: place.environment,
            directory: place.files.path)
        try await waitUntilReady(place)
        kill(aurora.pid, SIGKILL)
        #expect(try await aurora.wait(timeout: .seconds(60)).signal == SIGKILL)
        #expect(try await place.mark.outliving(.seconds(60)).isEmpty)
    }

    @Test func `a killed supervisor leaves no prompt behind`() async throws {
        let place = try Workplace("kill-prompt")
        let tool = """
            {"spawner": {"tools": {"t": {"command": ["sh", "-c", "echo ready; exec sleep 600"], "prompt": "file"}}}}
            """
        try place.files.write("config.json", tool)
        try place.files.write("tasks.md", "- [ ] 1 a secret\n")
        let temporary = try TemporaryDirectory()
        let aurora = try place.start(
            ["spawn", "--tool", "t", "--ui", "none", "--events", "events"],
            environment: ["TMPDIR": temporary.path])
        let ready = try await Waiting.until(timeout: .seconds(60)) {
            Files.read(place.files["events"])?.contains("\"ready\"") == true ? true : nil
        }
        try #require(ready != nil)
        #expect(Files.entries(of: temporary.path).count == 1)
        kill(try #require(aurora.supervisor), SIGKILL)
        #expect(try await aurora.wait(timeout: .seconds(60)).exitCode == 128 + SIGKILL)
        #expect(Files.entries(of: temporary.path).isEmpty)
    }

    /// At any moment, also while it starts and while it ends.
    @Test(arguments: 0..<12)
    func `whenever the supervisor is killed, nothing is left`(step: Int) async throws {
        let place = try Workplace("kill-early")
        try place.files.write("tasks.md", Self.tasks)
        let aurora = try place.start(["spawn", "-j", "10", "--ui", "none"])
        let supervisor = try await Waiting.until(timeout: .seconds(60), every: .milliseconds(1)) { aurora.supervisor }
        try await Task.sleep(for: .milliseconds(step * 7))
        kill(try #require(supervisor), SIGKILL)
        _ = try await aurora.wait(timeout: .seconds(60))
        #expect(place.mark.survivors.isEmpty)
    }

    @Test func `a killed supervisor leaves a terminal that can be used`() async throws {
        let place = try Workplace("kill-screen")
        try place.files.write("tasks.md", Self.tasks)
        try await TmuxSession.run(
            BuiltProgram.path("aurora"), ["spawn", "-j", "10", "--events", "events"], environment: place.environment,
            directory: place.files.path
        ) { session in
            try await waitUntilReady(place)
            let guardian = try await session.pid()
            kill(try #require(RunningProgram.supervisor(of: guardian)), SIGKILL)
            #expect(try await session.exitStatus(timeout: .seconds(60)) == 128 + Int(SIGKILL))
            let settings = try await session.terminalSettings()
            #expect(settings.before == settings.after)
            #expect(place.mark.survivors.allSatisfy { !$0.command.contains("sample-agent") })
        }
    }
}
