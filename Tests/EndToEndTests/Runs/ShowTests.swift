import AuroraSpawner
import Glibc
import SpawnTestKit
import Testing

/// `aurora show` and `aurora logs`: looking at what is kept.
@Suite struct ShowTests {
    let place: Workplace
    var files: TemporaryDirectory { place.files }

    init() throws { place = try Workplace("show") }

    private static let options = ["--max-retries", "1", "--no-fallback"]

    @Test func `a run shows what came of each task, and a task each of its attempts and its answer`() async throws {
        let tasks =
            "- [ ] 1 a\n  @print hello\n- [ ] 2 b\n  @stderr connection refused\n  @exit 1\n- [ ] 3 c\n  - Depends: 2\n"
        let (_, document) = try await place.spawn(tasks, Self.options)
        let run = try await place.run(["show"]).output
        let id = try #require(document["run_id"]?.string)
        #expect(run.contains("run \(id): finished, exit code 1"))
        for line in ["1            first try  1", "2            failed     2", "3            blocked", "hello"] {
            #expect(run.contains(line), "\(run)")
        }
        let task = try await place.run(["show", String(id.suffix(6)), "2"]).output
        for line in [
            "task 2 of run \(id): failed", "attempt 1: sample-agent", "attempt 2: sample-agent", "exit code 1",
            "transient",
        ] {
            #expect(task.contains(line), "\(task)")
        }
        #expect(try await place.run(["show", "latest", "1"]).output.contains("answer:\n  hello\n"))
        // The document is the one that --results wrote.
        let shown = try JSONParser.parse(try await place.run(["show", "--json"]).stdout, file: nil)
        #expect(shown["results"] == document["results"])
    }

    @Test func `what an attempt wrote is printed byte for byte, from its file or from the log`() async throws {
        let tasks = "- [ ] 1 a\n  @print short\n- [ ] 2 b\n  @bytes 300000\n"
        _ = try await place.spawn(tasks, Self.options)
        #expect(try await place.run(["logs", "1"]).output == "short\n")
        #expect(try await place.run(["logs", "latest", "2"]).stdout.count == 300_000)
        for (arguments, words) in [
            (["logs"], "nothing says which task"), (["logs", "9"], "has no task '9'"),
            (["logs", "1", "--attempt", "2"], "task 1 has had 1"), (["logs", "1", "--stderr"], "has left no file"),
        ] {
            let run = try await place.run(arguments)
            #expect(run.exitCode == 2 && run.errors.contains(words), "\(arguments): \(run.errors)")
        }
    }

    /// From before there is a file.
    @Test func `what a live run writes is followed to its end`() async throws {
        try files.write("config.json", #"{"spawner": {"tools": {"sh": {"command": ["sh"], "prompt": "stdin"}}}}"#)
        try files.write("tasks.md", "- [ ] 1 echo early; until test -e gate; do sleep 0.02; done; echo late\n")
        let run = try place.start(["spawn", "--tool", "sh", "--ui", "none", "--events", "events"])
        let isThere = try await Waiting.until(timeout: .seconds(60)) {
            Files.read(files["events"])?.contains("early") == true ? true : nil
        }
        try #require(isThere == true)
        let logs = try place.start(["logs", "1", "-f"])
        // The file is there when the attempt is a second old.
        let hasFile = try await Waiting.until(timeout: .seconds(60)) {
            Files.entries(of: files[".aurora/runs"]).contains {
                !Files.entries(of: files[".aurora/runs/\($0)/outputs"]).isEmpty
            } ? true : nil
        }
        try #require(hasFile == true)
        #expect(try await place.run(["show"]).output.contains("runs"))
        try files.write("gate", "")
        #expect(try await logs.wait(timeout: .seconds(60)).output == "early\nlate\n")
        #expect(try await run.wait(timeout: .seconds(60)).exitCode == 0)
    }

    @Test func `a file whose last run did not come to its end says how to go on with it, and begins anew`() async throws
    {
        try files.write("tasks.md", "- [ ] 1 a\n  @print begun\n  @hang\n")
        let run = try place.start(["spawn", "--ui", "none", "--events", "events"])
        let isThere = try await Waiting.until(timeout: .seconds(60)) {
            Files.read(files["events"])?.contains("begun") == true ? true : nil
        }
        try #require(isThere == true)
        run.send(SIGTERM)
        #expect(try await run.wait(timeout: .seconds(60)).exitCode == 143)
        let id = try #require(Files.entries(of: files[".aurora/runs"]).first { !$0.hasPrefix(".") })
        let (again, _) = try await place.spawn("- [ ] 1 a\n")
        #expect(again.exitCode == 0)
        #expect(
            again.errors.contains(
                "the last run of tasks.md, \(id), did not come to its end; aurora resume \(id) goes on"))
        #expect(try await !place.spawn("- [ ] 1 a\n").run.errors.contains("did not come to its end"))
    }

    @Test func `on a terminal it is asked, and gone on with where somebody wants it`() async throws {
        try files.write("tasks.md", "- [ ] 1 a\n  @print one\n- [ ] 2 b\n  @print begun\n  @hang\n")
        let run = try place.start(["spawn", "--ui", "none", "--events", "events"])
        let isThere = try await Waiting.until(timeout: .seconds(60)) {
            let log = Files.read(files["events"]) ?? ""
            return log.contains("begun") && log.contains("first_try") ? true : nil
        }
        try #require(isThere == true)
        run.send(SIGTERM)
        _ = try await run.wait(timeout: .seconds(60))
        try files.write("tasks.md", "- [ ] 1 a\n  @print one\n- [ ] 2 c\n")
        try await place.inShell { session in
            try await session.type("aurora spawn --ui plain; echo code $?")
            try await session.press("Enter")
            try await session.waitForText("Type r to go on with it")
            try await session.type("r")
            try await session.press("Enter")
            try await session.waitForText("1 of 1 tasks succeeded (100.0 %), 1 carried over")
            try await session.waitForText("code 0")
        }
    }

    @Test func `old runs are removed when a run ends, once a day`() async throws {
        try files.write("config.json", #"{"spawner": {"runs": {"keep": 2}}}"#)
        let old = (1...3).map { "2020010\($0)-030405.678-0123456789" }
        try Files.makeDirectory(files[".aurora"])
        try Files.makeDirectory(files[".aurora/runs"])
        for id in old { try Files.makeDirectory(files[".aurora/runs/\(id)"]) }
        _ = try await place.spawn("- [ ] 1 a\n")
        func kept() -> Int { Files.entries(of: files[".aurora/runs"]).count { !$0.hasPrefix(".") } }
        #expect(kept() == 1)
        _ = try await place.spawn("- [ ] 1 a\n")
        _ = try await place.spawn("- [ ] 1 a\n")
        #expect(kept() == 3)
    }
}
