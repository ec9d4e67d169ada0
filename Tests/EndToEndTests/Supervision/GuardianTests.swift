import Glibc
import SpawnTestKit
import Testing

/// `aurora` is three processes, and whichever of them are killed, nothing of the run is left.
struct GuardianTests {
    /// One of the three, each the child of the one before.
    enum Victim: Sendable { case guardian, keeper, supervisor }

    private static let oneOrTwo: [[Victim]] = [
        [.guardian], [.keeper], [.supervisor], [.guardian, .keeper], [.keeper, .guardian], [.guardian, .supervisor],
        [.supervisor, .guardian], [.keeper, .supervisor], [.supervisor, .keeper],
    ]

    private static let tasks = (1...10).map { number in
        let lines = ["@ignore-term", "@fork 300", "@fork 300 escape", "@print ready \(number)", "@hang"]
        return "- [ ] \(number) work\n" + lines.map { "  \($0)\n" }.joined()
    }
    .joined()

    /// Starts a run and waits until all of its children are there.
    private func start(_ place: Workplace) async throws -> RunningProgram {
        try place.files.write("tasks.md", Self.tasks)
        let aurora = try place.start(["spawn", "-j", "10", "--ui", "none", "--events", "events"])
        try await waitUntilReady(place)
        return aurora
    }

    private func waitUntilReady(_ place: Workplace) async throws {
        let ready = try await Waiting.until(timeout: .seconds(60)) {
            let events = Files.read(place.files["events"]) ?? ""
            return (1...10).allSatisfy { events.contains("\"ready \($0)\"") } ? true : nil
        }
        try #require(ready != nil)
    }

    @Test(arguments: oneOrTwo)
    func `one or two that are killed leave nothing behind, and what is left says how it ended`(
        victims: [Victim]
    ) async throws {
        let place = try Workplace("kill-some")
        let aurora = try await start(place)
        #expect(place.mark.survivors.count == 33)
        let pids = try victims.map { victim in
            switch victim {
            case .guardian: aurora.pid
            case .keeper: try #require(RunningProgram.child(of: aurora.pid))
            case .supervisor: try #require(aurora.supervisor)
            }
        }
        // Stopped before that, so that none ends by itself when it hears of another's death.
        for signal in [SIGSTOP, SIGKILL] {
            for pid in pids { kill(pid, signal) }
        }
        let end = try await aurora.wait(timeout: .seconds(60))
        let isSupervisorKilled = victims.contains(.supervisor)
        if victims.contains(.guardian) {
            #expect(end.signal == SIGKILL)
            #expect(try await place.mark.outliving(.seconds(60)).isEmpty)
        } else {
            #expect(end.exitCode == 128 + (isSupervisorKilled ? SIGKILL : SIGTERM))
            #expect(place.mark.survivors.isEmpty)
        }
        let isOrderly = Files.read(place.files["events"])?.contains("run_ended") == true
        #expect(isOrderly == !isSupervisorKilled)
    }

    /// As `timeout -s KILL` does.
    @Test(arguments: 1...3)
    func `nothing is left of the command when its whole group is killed`(round: Int) async throws {
        let place = try Workplace("kill-group")
        let aurora = try await start(place)
        kill(-aurora.pid, SIGKILL)
        #expect(try await aurora.wait(timeout: .seconds(60)).signal == SIGKILL)
        #expect(try await place.mark.outliving(.seconds(60)).isEmpty)
    }

    @Test func `one that reads what the command writes sees the end when its whole group is killed`() async throws {
        let place = try Workplace("kill-pipe")
        try place.files.write("tasks.md", Self.tasks)
        let reader = try RunningProgram(
            "sh", ["-c", "setsid -w \"$0\" spawn -j 10 --ui none --events - | cat", BuiltProgram.path("aurora")],
            environment: place.environment, directory: place.files.path)
        let guardian = try await Waiting.until(timeout: .seconds(60)) {
            reader.stdout.contains("\"ready 1\"")
                ? place.mark.survivors.first { $0.pid == $0.session && $0.command.contains("/aurora spawn") }?.pid : nil
        }
        kill(-(try #require(guardian)), SIGKILL)
        #expect(try await reader.wait(timeout: .seconds(60)).exitCode == 0)
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

    @Test func `a stray signal of those that the three use among themselves ends nothing`() async throws {
        let place = try Workplace("stray")
        try place.files.write("tasks.md", "- [ ] 1 work\n")
        try place.files.write("config.json", #"{"spawner": {"tools": {"t": {"command": ["sh", "run.sh"]}}}}"#)
        try place.files.write("run.sh", "echo ready 1; until [ -e go ]; do sleep 0.1; done; echo done\n")
        let aurora = try place.start(["spawn", "--tool", "t", "--ui", "none", "--events", "events"])
        let ready = try await Waiting.until(timeout: .seconds(60)) {
            Files.read(place.files["events"])?.contains("\"ready 1\"") == true ? true : nil
        }
        try #require(ready != nil)
        let three = [
            aurora.pid, try #require(RunningProgram.child(of: aurora.pid)), try #require(aurora.supervisor),
        ]
        for pid in three + three { kill(pid, SIGUSR2) }
        try place.files.write("go", "")
        #expect(try await aurora.wait(timeout: .seconds(60)).exitCode == 0)
        #expect(Files.read(place.files["events"])?.contains("\"done\"") == true)
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

    @Test(arguments: 0..<12)
    func `whenever the whole group is killed, nothing is left`(step: Int) async throws {
        let place = try Workplace("kill-group-early")
        try place.files.write("tasks.md", Self.tasks)
        let aurora = try place.start(["spawn", "-j", "10", "--ui", "none"])
        try await Task.sleep(for: .milliseconds(step * 5))
        kill(-aurora.pid, SIGKILL)
        _ = try await aurora.wait(timeout: .seconds(60))
        #expect(try await place.mark.outliving(.seconds(60)).isEmpty)
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
