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
    func configure(_ script: String, resetTimeout: Double, threshold: Int = 2) throws {
        try files.write("agent.sh", script)
        try files.write(
            "config.json",
            """
            {"spawner": {"tool": "sample-agent", "hold_after": null, "recovery": {"preset": "no_recovery"},
              "circuit_breaker": {"reset_timeout": \(resetTimeout), "failure_threshold": \(threshold)},
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
        let isKept = try await Waiting.until(timeout: .seconds(20)) {
            Files.exists(files[".aurora/breakers/tester.json"]) ? true : nil
        }
        try #require(isKept == true)
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
        try files.write(".aurora/breakers/tester.json", "{\"v\": 1")
        let run = try await place.run(["spawn", "one.md", "--ui", "none"])
        #expect(run.exitCode == 0)
        #expect(
            run.errors
                == """
                aurora: .aurora/breakers/tester.json:1: the text ends too early; expected ',' or '}'; it is kept as \
                .aurora/breakers/tester.json.damaged, and the breaker of tester begins anew

                """)
    }

    @Test func `the one file of earlier versions is left as it is, and that is told`() async throws {
        try configure("exit 0", resetTimeout: 1)
        try Files.makeDirectory(files[".aurora"])
        let former = #"{"v":1,"breakers":{"tester":{"state":"forced_open"}}}"#
        try files.write(".aurora/breakers.json", former)
        let run = try await place.run(["spawn", "one.md", "--ui", "none"])
        #expect(run.exitCode == 0)
        #expect(run.errors.hasPrefix("aurora: .aurora/breakers.json: an earlier version of aurora wrote it"))
        #expect(Files.read(files[".aurora/breakers.json"]) == former)
        #expect(try await place.run(["breakers"]).errors.contains("an earlier version of aurora wrote it"))
    }

    @Test(arguments: [2, 8])
    func `runs at once add their failures up`(count: Int) async throws {
        // Each fails only when all have begun, so that none knew of another's failure.
        try configure(
            """
            echo here >> "\(files["here"])"
            while [ "$(wc -l < "\(files["here"])")" -lt \(count) ]; do sleep 0.02; done
            exit 1
            """, resetTimeout: 3590, threshold: count)
        let runs = try (0..<count).map { _ in try place.start(["spawn", "one.md", "--ui", "none"]) }
        for run in runs { #expect(try await run.wait(timeout: .seconds(120)).errors == "") }
        #expect(try await place.run(["breakers"]).output.contains("tester  open   \(count) of \(count) "))
    }

    /// A process that holds the lock of the breakers, stopped, until the body is done.
    private func whileLockIsHeld(_ body: () async throws -> Void) async throws {
        try files.write(".held", "")
        let holder = try RunningProgram(
            "sh",
            ["-c", "mkdir -p .aurora; exec flock .aurora/breakers.lock sh -c 'echo held > .held; kill -STOP $$'"],
            directory: files.path)
        defer { kill(-holder.pid, SIGKILL) }
        let isHeld = try await Waiting.until(timeout: .seconds(20)) {
            Files.read(files[".held"]) == "held\n" ? true : nil
        }
        try #require(isHeld == true)
        try await body()
    }

    @Test func `a lock that a stopped process holds is waited for once, and said once`() async throws {
        try configure("exit 1", resetTimeout: 3590)
        let agents = (1...20).map { "\"a\($0)\": {\"command\": [\"false\"], \"prompt\": \"none\"}" }
        try files.write(
            "config.json",
            "{\"spawner\": {\"recovery\": {\"preset\": \"no_recovery\"}, \"agents\": {\(agents.joined(separator: ", "))}}}"
        )
        let tasks = (1...40).map { "- [ ] \($0) x\n  - Agent: a\(($0 - 1) / 2 + 1)\n" }
        try files.write("forty.md", tasks.joined())
        try await whileLockIsHeld {
            let beginning = ContinuousClock.now
            let run = try await place.run(["spawn", "forty.md", "--ui", "none", "-j", "2"])
            // Two seconds of it are the wait; a second one would make it four.
            #expect(ContinuousClock.now - beginning < .seconds(30))
            #expect(
                run.errors
                    == "aurora: .aurora/breakers.lock: another process holds it for 2 s already; breakers are not shared\n"
            )
        }
    }

    @Test func `limits and signals act while a lock is held`() async throws {
        try configure("exit 1", resetTimeout: 3590)
        try files.write(
            "hang.md", "- [ ] 1 a\n  - Agent: tester\n- [ ] 2 short\n  @hang\n  - Timeout: 1\n- [ ] 3 long\n  @hang\n")
        try await whileLockIsHeld {
            let run = try place.start(["spawn", "hang.md", "--ui", "none", "--events", "e"])
            func isTold(_ words: String) async throws -> Bool {
                try await Waiting.until(timeout: .seconds(20)) {
                    Files.read(files["e"])?.contains(words) == true ? true : nil
                } == true
            }
            #expect(try await isTold("\"event\":\"task_ended\",\"task\":1,"))
            kill(try #require(run.supervisor), SIGTERM)
            #expect(try await run.wait().exitCode == 143)
            let ended = try #require(
                Files.read(files["e"])?.split(separator: "\n").first {
                    $0.contains("\"event\":\"task_ended\",\"task\":1,")
                })
            let line = try JSONParser.parse(Array(ended.utf8), file: "e")
            // A limit of 1 s, whatever the breakers do; the rest is a busy machine's.
            #expect(try #require(line["t"]?.number) < 1.9)
        }
    }

    @Test func `what an operator asked for and could not be done is said, and no success`() async throws {
        try configure("exit 0", resetTimeout: 1)
        try await whileLockIsHeld {
            let run = try await place.run(["breakers", "open", "tester"])
            #expect(run.exitCode == 1)
            #expect(run.output == "")
            #expect(
                run.errors
                    == "aurora: .aurora/breakers.lock: another process holds it; the breaker of tester is as it was\n")
        }
        Files.remove(files[".aurora"])
        try files.write(".aurora", "in the way")
        let run = try await place.run(["breakers", "open", "tester"])
        #expect(run.exitCode == 1)
        #expect(run.errors == "aurora: .aurora/breakers: cannot be read: Not a directory\n")
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
