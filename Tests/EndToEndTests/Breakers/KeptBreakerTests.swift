import AuroraSpawner
import Glibc
import SpawnTestKit
import Testing

/// Breakers that outlive a run, through the real program.
@Suite struct KeptBreakerTests {
    let place: Workplace
    var files: TemporaryDirectory { place.files }

    init() throws { place = try Workplace("breakers") }

    /// A configuration whose agent `tester` is a shell script.
    func configure(_ script: String, resetTimeout: Double) throws {
        try files.write("agent.sh", script)
        try files.write(
            "config.json",
            """
            {"spawner": {"tool": "sample-agent", "recovery": {"preset": "no_recovery"},
              "circuit_breaker": {"reset_timeout": \(resetTimeout)},
              "agents": {"tester": {"command": ["sh", "\(files["agent.sh"])"], "prompt": "none"}}}}
            """)
        try files.write("two.md", "- [ ] 1 a\n  - Agent: tester\n- [ ] 2 b\n  - Agent: tester\n")
        try files.write("one.md", "- [ ] 1 a\n  - Agent: tester\n")
    }

    /// Runs a task file and reads its results.
    func spawn(_ tasks: String) async throws -> ResultsDocument {
        _ = try await place.run(["spawn", tasks, "--ui", "none", "--results", "r.json", "-j", "1"])
        return try ResultsDocument(json: #require(Files.bytes(files["r.json"])), file: "r.json")
    }

    @Test func `a breaker that a run leaves open turns the next away until somebody lets a probe through`() async throws
    {
        try configure("exit 1", resetTimeout: 3590)
        #expect(try await spawn("two.md").results.map(\.ending) == [.failed, .failed])
        #expect(try await spawn("one.md").results.map(\.ending) == [.rejected])

        let list = try await place.run(["breakers"])
        let lines = list.output.split(separator: "\n")
        #expect(lines.first?.split(separator: " ") == ["AGENT", "STATE", "FAILURES", "PROBE", "WHY"])
        #expect(try lines.last?.prefixMatch(of: Regex("tester  open   2 of 2    in [1-5]?[0-9] min ")) != nil)
        #expect(lines.last?.contains("too many failures: unknown, unknown, ") == true)

        try files.write("agent.sh", "exit 0")
        #expect(try await place.run(["breakers", "probe", "tester"]).exitCode == 0)
        #expect(try await spawn("one.md").results.map(\.ending) == [.firstTry])
        let closed = try await place.run(["breakers"]).output
        #expect(closed.contains("tester  closed  0 of 2    -      a probe succeeded, "))
    }

    @Test func `what an operator sets holds for the runs that come`() async throws {
        try configure("exit 0", resetTimeout: 1)
        #expect(try await place.run(["breakers", "open", "tester"]).exitCode == 0)
        #expect(try await spawn("one.md").results.map(\.ending) == [.rejected])
        #expect(try await place.run(["breakers", "reset", "tester"]).exitCode == 0)
        #expect(try await spawn("one.md").results.map(\.ending) == [.firstTry])
    }

    @Test func `a failure that counts outlives a run that is killed`() async throws {
        try configure("exit 1", resetTimeout: 1)
        try files.write("killed.md", "- [ ] 1 a\n  - Agent: tester\n- [ ] 2 stays\n  @hang\n")
        let run = try place.start(["spawn", "killed.md", "--ui", "none", "--events", "e"])
        let isTold = try await Waiting.until(timeout: .seconds(20)) {
            Files.read(files["e"])?.contains("task_ended") == true ? true : nil
        }
        try #require(isTold == true)
        kill(try #require(run.supervisor), SIGKILL)
        _ = try await run.wait()
        #expect(try await place.run(["breakers"]).output.contains("tester  closed  1 of 2 "))
    }

    @Test func `an unknown agent is one sentence, and nothing is written`() async throws {
        let run = try await place.run(["breakers", "reset", "nobody"])
        #expect(run.exitCode == 2)
        #expect(run.errors == "aurora: .aurora: 'nobody' has no breaker here; none is kept\n")
        #expect(Files.entries(of: files.path) == [])
    }

    @Test func `a garbled file is a warning, and the run goes on`() async throws {
        try configure("exit 0", resetTimeout: 1)
        _ = try await place.run(["breakers", "open", "tester"])
        try files.write(".aurora/breakers.json", "{\"v\": 1")
        let run = try await place.run(["spawn", "one.md", "--ui", "none"])
        #expect(run.exitCode == 0)
        #expect(
            run.errors
                == "aurora: .aurora/breakers.json:1: the text ends too early; expected ',' or '}'; all breakers begin anew\n"
        )
    }

    @Test func `runs at once hold one probe between them, however often they try`() async throws {
        // A second probe beside it would find the directory there. All of them fail, so every attempt is a probe.
        try configure(
            """
            mkdir "\(files["in"])" || echo overlap >> "\(files["overlaps"])"
            echo probe >> "\(files["probes"])"
            sleep 0.05
            rmdir "\(files["in"])"
            exit 1
            """, resetTimeout: 0)
        _ = try await spawn("two.md")
        let before = Files.read(files["probes"])?.count { $0 == "\n" } ?? 0
        // Tasks for the agent come one after the other, so that both runs are at it all the time.
        let tasks = (1...12).map { number in
            """
            - [ ] \(number).1 a pause
              @sleep 0.03
              - Depends: \(number == 1 ? "0" : "\(number - 1).1")
            - [ ] \(number).2 a try
              - Agent: tester
              - Depends: \(number).1

            """
        }
        try files.write("many.md", "- [x] 0 nothing\n" + tasks.joined())
        let arguments = ["spawn", "many.md", "--ui", "none", "-j", "4"]
        for _ in 0..<6 {
            let runs = try (0..<3).map { _ in
                try place.start(arguments)
            }
            for run in runs { #expect(try await run.wait(timeout: .seconds(120)).errors == "") }
        }
        #expect(Files.read(files["overlaps"]) == nil)
        let probes = (Files.read(files["probes"])?.count { $0 == "\n" } ?? 0) - before
        #expect(probes >= 20, "there were only \(probes) probes in 216 tries")
    }
}
