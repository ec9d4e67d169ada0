import AuroraSpawner
import CLinux
import Glibc
import SpawnTestKit
import Testing

/// Agents that start processes in sessions of their own, as real ones do with every tool they run.
struct EscapeTests {
    private static func tasks(_ end: String) -> String {
        (1...20).map { "- [ ] \($0) run a tool\n  @fork 300 escape\n  @print forked \($0)\n  \(end)\n" }.joined()
    }

    @Test func `after a success they are told and killed`() async throws {
        let place = try Workplace("escape")
        let (run, document) = try await place.spawn(Self.tasks("@exit 0"), ["-j", "20"])
        #expect(place.mark.survivors.isEmpty)
        #expect(run.exitCode == 0)
        for result in document["results"]?.items ?? [] {
            let leaks = result["attempts"]?.items.first?["leaks"]?.items ?? []
            #expect(leaks.map { $0["command"]?.string } == ["sample-agent --linger 300.0"])
            #expect(leaks.first?["pid"]?.integer != nil)
        }
    }

    @Test func `they are told on the screen`() async throws {
        let place = try Workplace("escape-plain")
        try place.files.write("tasks.md", "- [ ] 1 run a tool\n  @fork 300 escape\n")
        let run = try await place.run(["spawn", "--ui", "plain"])
        #expect(run.errors.contains("1: attempt 1 left running: "))
        #expect(run.errors.contains("sample-agent --linger 300.0"))
    }

    @Test(arguments: [("@exit 1", "failed"), ("@hang", "timeout"), ("@ignore-term\n  @hang", "timeout")])
    func `after a failure or a time-out they are gone`(end: String, reason: String) async throws {
        let place = try Workplace("escape-failure")
        let (run, document) = try await place.spawn(
            Self.tasks(end), ["-j", "20", "--max-retries", "0", "--timeout", reason == "timeout" ? "2" : "600"])
        #expect(place.mark.survivors.isEmpty)
        #expect(run.exitCode == 1)
        #expect(document["summary"]?["failed"]?.integer == 20)
    }

    @Test(arguments: [SIGINT, SIGTERM, SIGHUP, SIGQUIT])
    func `after a signal they are gone`(signal: Int32) async throws {
        let place = try Workplace("escape-signal")
        try place.files.write("tasks.md", Self.tasks("@ignore-term\n  @hang"))
        let aurora = try place.start(["spawn", "-j", "20", "--ui", "none", "--events", "events"])
        let ready = try await Waiting.until(timeout: .seconds(60)) {
            let events = Files.read(place.files["events"]) ?? ""
            return (1...20).allSatisfy { events.contains("\"forked \($0)\"") } ? true : nil
        }
        try #require(ready != nil)
        aurora.send(signal)
        #expect(try await aurora.wait(timeout: .seconds(60)).exitCode == 128 + signal)
        #expect(place.mark.survivors.isEmpty)
    }

    /// What a person does: tags all tasks and cancels them, or quits.
    @Test(arguments: [("c", "y"), ("q", "a")])
    func `after a key of the dashboard they are gone`(key: String, answer: String) async throws {
        let place = try Workplace("escape-key")
        try place.files.write("tasks.md", Self.tasks("@hang"))
        try await TmuxSession.run(
            BuiltProgram.path("aurora"), ["spawn", "-j", "20", "--events", "events"], environment: place.environment,
            directory: place.files.path
        ) { session in
            let ready = try await Waiting.until(timeout: .seconds(60)) {
                let events = Files.read(place.files["events"]) ?? ""
                return (1...20).allSatisfy { events.contains("\"forked \($0)\"") } ? true : nil
            }
            try #require(ready != nil)
            if key == "c" {
                try await session.press("Home", "Space", "End", "v")
                try await session.waitForText("20 tagged")
            }
            try await session.press(key)
            try await session.waitForText(key == "c" ? " n no " : " a cancel all and leave ")
            try await session.press(answer)
            let left = try await Waiting.until(timeout: .seconds(60)) {
                let agents = place.mark.survivors.filter { $0.command.hasPrefix("sample-agent") }
                return agents.isEmpty ? true : nil
            }
            #expect(left == true)
        }
    }

    /// It puts away its session, its environment and the limit that it has from its attempt, while another runs.
    @Test func `what could be any task's is nobody's leak, but told and killed`() async throws {
        let place = try Workplace("escape-stray")
        let command = "sleep 6\(UInt32.random(in: 100_000_000...999_999_999))"
        try place.files.write("config.json", #"{"spawner": {"tool": "sh", "tools": {"sh": {"command": ["sh"]}}}}"#)
        let tasks = """
            - [ ] 1 env -i setsid prlimit --locks=unlimited: \(command) &
              until pgrep -fx '\(command)' >/dev/null; do sleep 0.01; done
            - [ ] 2 until grep '"task_ended"' events | grep -q '"task_id":"1"'; do sleep 0.01; done

            """
        let (run, document) = try await place.spawn(tasks, ["--tool", "sh", "--events", "events"])
        #expect(run.exitCode == 0)
        #expect(run.errors.hasPrefix("aurora: left running, nobody knows by which task, and killed: "))
        #expect(run.errors.hasSuffix(" \(command)\n"))
        for result in document["results"]?.items ?? [] {
            #expect(result["attempts"]?.items.first?["leaks"]?.items.isEmpty == true)
        }
        #expect(!Survivors().all.contains { $0.command == command })
    }

    @Test func `a tool whose leaks are only told lets them live as long as the run`() async throws {
        let place = try Workplace("escape-report")
        let tools = """
            {"spawner": {"tools": {
                "server": {"command": ["sh", "-c", "setsid sleep 654321 & exit 0"], "prompt": "none", "after_exit": "report"},
                "client": {"command": ["sh", "-c", "sleep 1.5; pgrep -fx 'sleep 654321'"], "prompt": "none"}}}}
            """
        try place.files.write("config.json", tools)
        let (run, _) = try await place.spawn(
            "- [ ] 1 serve\n  - Tool: server\n- [ ] 2 ask\n  - Tool: client\n  - Depends: 1\n", ["--max-retries", "0"])
        #expect(run.exitCode == 0)
        #expect(place.mark.survivors.isEmpty)
    }
}
