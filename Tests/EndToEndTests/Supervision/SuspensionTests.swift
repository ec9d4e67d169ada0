import AuroraSpawner
import Glibc
import SpawnTestKit
import Testing

/// Ctrl-Z and `fg` in a shell with job control.
struct SuspensionTests {
    /// A child, one in a session of its own, and one that lost its parent.
    private static let tasks = """
        - [ ] 1 work
          @fork 300 escape
          @print ready
          @sleep 3
          @print done

        """
    /// Longer than the work takes, and than a busy machine takes to stop it.
    private static let limit = 8

    private func agents(_ place: Workplace) -> [Survivors.Process] {
        place.mark.survivors.filter { $0.command.contains("sample-agent") && !$0.command.contains("aurora spawn") }
    }

    private func run(_ options: String, _ body: (TmuxSession, Workplace) async throws -> Void) async throws {
        let place = try Workplace("suspend")
        try place.files.write("tasks.md", Self.tasks)
        try await place.inShell { session in
            let files = "--events events --results results.json"
            try await session.type("aurora spawn \(options) \(files) --timeout \(Self.limit)")
            try await session.press("Enter")
            let ready = try await Waiting.until(timeout: .seconds(60)) {
                Files.read(place.files["events"])?.contains("\"ready\"") == true ? true : nil
            }
            try #require(ready != nil)
            try await body(session, place)
        }
    }

    private func expectAllStopped(_ place: Workplace, _ isStopped: Bool) async throws {
        let isRight = try await Waiting.until(timeout: .seconds(30)) {
            let agents = agents(place)
            return agents.count == 2 && agents.allSatisfy { $0.isStopped == isStopped } ? true : nil
        }
        #expect(isRight == true)
    }

    private func expectSuccess(_ place: Workplace) async throws {
        let results = try await Waiting.until(timeout: .seconds(60)) {
            Files.exists(place.files["results.json"]) ? try? place.document() : nil
        }
        let result = try #require(results?["results"]?.items.first)
        #expect(result["output"]?.string == "ready\ndone\n")
        // The time in which it was suspended is not counted.
        #expect(try #require(result["execution_time"]?.number) < Double(Self.limit))
    }

    @Test(arguments: ["--ui plain", "--ui dashboard"])
    func `everything stops with the command and goes on with it, limits included`(options: String) async throws {
        try await run(options) { session, place in
            try await session.press("C-z")
            try await session.waitForText("Stopped")
            try await expectAllStopped(place, true)
            try await Task.sleep(for: .seconds(Self.limit))
            try await session.type("fg")
            try await session.press("Enter")
            if options.contains("dashboard") {
                // It stays until somebody has seen it.
                try await session.waitForText("finished")
                try await session.press("q")
            }
            try await expectSuccess(place)
            try await session.waitForText("1 of 1 tasks succeeded")
            #expect(agents(place).isEmpty)
        }
    }

    /// One that is sent to the whole group reaches the supervisor twice.
    @Test(arguments: [false, true])
    func `a command that was stopped from outside goes on from outside`(isGroupStopped: Bool) async throws {
        try await run("--ui none") { session, place in
            let job = try #require(place.job)
            kill(isGroupStopped ? -job : job, SIGTSTP)
            try await session.waitForText("Stopped")
            try await expectAllStopped(place, true)
            kill(job, SIGCONT)
            try await expectSuccess(place)
        }
    }

    /// By whatever signal: then the guardian, which the shell looks at, must not stay behind.
    @Test(arguments: ["STOP", "TSTP"])
    func `a child that stops its parent and lets it go on has done no harm`(signal: String) async throws {
        let place = try Workplace("stop-parent")
        // In a session of its own and with no parent: it is not stopped with the rest.
        let script =
            "(setsid sh -c 'sleep 0.3; kill -\(signal) $0; sleep 0.5; kill -CONT $0' $PPID &) ; sleep 1.5; echo done"
        try place.files.write("config.json", #"{"spawner": {"tools": {"t": {"command": ["sh", "run.sh"]}}}}"#)
        try place.files.write("run.sh", script)
        try place.files.write("tasks.md", "- [ ] 1 work\n")
        try await place.inShell { session in
            try await session.type("aurora spawn --tool t --ui plain --timeout 20; echo status $?")
            try await session.press("Enter")
            if signal == "TSTP" {
                // The child that would have let it go on is stopped as well.
                try await session.waitForText("Stopped")
                try await session.type("fg")
                try await session.press("Enter")
            }
            try await session.waitForText("1 of 1 tasks succeeded")
        }
    }

    /// What stops the supervisor alone stops all limits: that is nobody's wish.
    @Test func `a supervisor that was stopped alone goes on, and one that is stopped takes TERM`() async throws {
        let place = try Workplace("stop-supervisor")
        try place.files.write("tasks.md", "- [ ] 1 work\n  @print ready\n  @hang\n")
        let aurora = try place.start(["spawn", "--ui", "none", "--events", "events", "--results", "results.json"])
        let ready = try await Waiting.until(timeout: .seconds(60)) {
            Files.read(place.files["events"])?.contains("\"ready\"") == true ? true : nil
        }
        try #require(ready != nil)
        let supervisor = try #require(aurora.supervisor)
        func isStopped(_ pid: Int32) -> Bool { place.mark.survivors.contains { $0.pid == pid && $0.isStopped } }
        kill(supervisor, SIGSTOP)
        let goesOn = try await Waiting.until(timeout: .seconds(30)) { isStopped(supervisor) ? nil : true }
        #expect(goesOn == true)
        // With the guardian it stays so, until that is let go on to take what it was sent.
        for pid in [aurora.pid, supervisor] { kill(pid, SIGSTOP) }
        try await Task.sleep(for: .milliseconds(500))
        #expect(isStopped(supervisor))
        aurora.send(SIGTERM)
        aurora.send(SIGCONT)
        #expect(try await aurora.wait(timeout: .seconds(60)).exitCode == 128 + SIGTERM)
        #expect(place.mark.survivors.isEmpty)
        #expect(Files.exists(place.files["results.json"]))
    }

    /// By a child, say. Whoever stops the guardian may mean the command, and it stays so until the run is over.
    @Test(arguments: ["$keeper", "$guardian", "$keeper $supervisor", "$guardian $keeper"])
    func `whichever of its processes is stopped, a run that ends by itself has an end`(victims: String) async throws {
        let place = try Workplace("stop-others")
        try place.files.write(
            "run.sh",
            """
            parent() { sed 's/.*) . //; s/ .*//' /proc/$1/stat; }
            supervisor=$PPID; keeper=$(parent $supervisor); guardian=$(parent $keeper)
            kill -STOP \(victims); sleep 1; echo done
            """)
        try place.files.write(
            "config.json", #"{"spawner": {"tools": {"t": {"command": ["sh", "run.sh"], "prompt": "none"}}}}"#)
        let (run, document) = try await place.spawn("- [ ] 1 work\n", ["--tool", "t"])
        #expect(run.exitCode == 0)
        #expect(document["results"]?.items.first?["output"]?.string == "done\n")
        #expect(place.mark.survivors.isEmpty)
    }

    @Test func `a keeper that was stopped keeps no signal from the run`() async throws {
        let place = try Workplace("stop-keeper")
        try place.files.write("tasks.md", "- [ ] 1 work\n  @print ready\n  @hang\n")
        let aurora = try place.start(["spawn", "--ui", "none", "--events", "events"])
        let ready = try await Waiting.until(timeout: .seconds(60)) {
            Files.read(place.files["events"])?.contains("\"ready\"") == true ? true : nil
        }
        try #require(ready != nil)
        kill(try #require(RunningProgram.child(of: aurora.pid)), SIGSTOP)
        aurora.send(SIGTERM)
        #expect(try await aurora.wait(timeout: .seconds(60)).exitCode == 128 + SIGTERM)
        #expect(place.mark.survivors.isEmpty)
    }

    /// As `docker pause` does: everything of it, and nobody is told.
    @Test func `time in which nothing ran is none of an attempt's`() async throws {
        let place = try Workplace("pause")
        try place.files.write("tasks.md", "- [ ] 1 work\n  @print ready\n  @sleep 2\n  @print done\n")
        let aurora = try place.start([
            "spawn", "--ui", "none", "--events", "events", "--results", "results.json", "--timeout", "5",
            "--max-retries", "0",
        ])
        let ready = try await Waiting.until(timeout: .seconds(60)) {
            Files.read(place.files["events"])?.contains("\"ready\"") == true ? true : nil
        }
        try #require(ready != nil)
        // The guardian first: what is stopped alone is let go on.
        let all = [aurora.pid] + place.mark.survivors.map(\.pid).filter { $0 != aurora.pid }
        for pid in all { kill(pid, SIGSTOP) }
        try await Task.sleep(for: .seconds(8))
        for pid in all { kill(pid, SIGCONT) }
        #expect(try await aurora.wait(timeout: .seconds(60)).exitCode == 0)
        let result = try #require(try place.document()["results"]?.items.first)
        #expect(result["output"]?.string == "ready\ndone\n")
        #expect(try #require(result["execution_time"]?.number) < 5)
    }

    @Test func `one that still reads its tasks stops and goes on as well`() async throws {
        let place = try Workplace("suspend-reading")
        try await place.inShell { session in
            try await session.type("aurora spawn --ui plain -")
            try await session.press("Enter")
            let isThere = try await Waiting.until(timeout: .seconds(60)) {
                place.mark.survivors.count { $0.command.hasPrefix("aurora spawn") } == 3 ? true : nil
            }
            try #require(isThere != nil)
            try await session.press("C-z")
            try await session.waitForText("Stopped")
            for line in ["fg", #"[{"id": "1", "prompt": "@print hi"}]"#] {
                try await session.type(line)
                try await session.press("Enter")
            }
            try await session.press("C-d")
            try await session.waitForText("1 of 1 tasks succeeded")
        }
    }

    @Test func `without a shell above it nothing is stopped for good`() async throws {
        let place = try Workplace("suspend-alone")
        try place.files.write("tasks.md", "- [ ] 1 work\n  @print ready\n  @sleep 0.5\n  @print done\n")
        let aurora = try place.start(["spawn", "--ui", "none", "--events", "events", "--results", "results.json"])
        _ = try await Waiting.until(timeout: .seconds(60)) {
            Files.read(place.files["events"])?.contains("\"ready\"") == true ? true : nil
        }
        aurora.send(SIGTSTP)
        #expect(try await aurora.wait(timeout: .seconds(60)).exitCode == 0)
        try await expectSuccess(place)
    }
}
