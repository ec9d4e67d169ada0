import AuroraSpawner
import SpawnTestKit
import Testing

/// Options of `aurora spawn` that change how a run goes.
@Suite struct RunOptionTests {
    let place: Workplace

    init() throws { place = try Workplace("options") }

    /// The events of a run.
    func events(_ tasks: String, _ options: [String]) async throws -> (run: ProgramRun, events: [SpawnEvent]) {
        let (run, _) = try await place.spawn(tasks, ["--events", "e"] + options)
        return (run, try EventLineReader.read(#require(Files.bytes(place.files["e"])), file: "e").events)
    }

    func starts(_ events: [SpawnEvent]) -> [Moment] {
        events.compactMap { if case .attemptStarted = $0.kind { $0.moment } else { nil } }
    }

    @Test func `starts are as far apart as the stagger says`() async throws {
        let tasks = (1...5).map { "- [ ] \($0) a\n  @print hi\n" }.joined()
        let (run, events) = try await events(tasks, ["--stagger-delay", "0.2", "-j", "5"])
        #expect(run.exitCode == 0)
        let starts = starts(events)
        #expect(starts.count == 5)
        // A busy machine may delay any of them, but none comes before its time.
        for (place, start) in starts.enumerated() {
            #expect(start - events[0].moment >= .milliseconds(200) * place)
        }
    }

    @Test func `a run that takes longer than its deadline is stopped, and says so`() async throws {
        let (run, events) = try await events("- [ ] 1 a\n  @hang\n- [ ] 2 b\n  - Depends: 1\n", ["--deadline", "0.3"])
        #expect(run.exitCode == 1)
        #expect(events.contains { $0.kind == .runStopping(.deadline) })
        let results = try ResultsDocument(
            json: #require(Files.bytes(place.files["results.json"])), file: nil
        ).results
        #expect(results.map(\.ending) == [.cancelled, .cancelled])
        #expect(results.flatMap(\.attempts).allSatisfy { $0.outcome == .cancelled(by: .deadline) })
        #expect(place.mark.survivors.isEmpty)
    }

    @Test func `a limit that lifts late is waited for when that is asked for`() async throws {
        try place.files.write(
            "limited.sh",
            """
            if [ "$AURORA_ATTEMPT" = 1 ]; then echo 'HTTP 429: rate limit, retry-after: 1' >&2; exit 1; fi
            echo hi
            """)
        try place.files.write(
            "config.json",
            #"{"spawner": {"max_hint_wait": 0.1, "tools": {"limited": {"command": ["sh", "\#(place.files["limited.sh"])"]}}}}"#
        )
        let tasks = "- [ ] 1 a\n"
        let (ended, endedDocument) = try await place.spawn(tasks, ["--tool", "limited"])
        #expect(ended.exitCode == 75)
        #expect(endedDocument["results"]?.items.first?["ending"]?.string == "rate_limited")
        #expect(endedDocument["results"]?.items.first?["reset_at"] != nil)
        let (waited, _) = try await place.spawn(tasks, ["--tool", "limited", "--wait-for-reset"])
        #expect(waited.exitCode == 0)
    }

    @Test func `what succeeded is ticked, and run again no more`() async throws {
        let tasks = "- [ ] 1 a\n  @print hi\n- [ ] 2 b\n  @exit 3\n- [ ] 3 c\n  - Depends: 1\n"
        let (run, _) = try await place.spawn(tasks, ["--check-off", "--max-retries", "0"])
        #expect(run.exitCode == 1)
        #expect(run.errors == "")
        let ticked = tasks.replacing("[ ] 1", with: "[x] 1").replacing("[ ] 3", with: "[x] 3")
        #expect(Files.read(place.files["tasks.md"]) == ticked)
        let (_, again) = try await place.spawn(ticked, ["--check-off", "--max-retries", "0"])
        #expect(again["results"]?.items.map { $0["ending"]?.string } == ["skipped", "failed", "skipped"])
    }

    @Test func `a task file that a task changes keeps the change, and is ticked`() async throws {
        try place.files.write(
            "config.json", #"{"spawner": {"tools": {"meddle": {"command": ["sh", "-c", "echo >> tasks.md"]}}}}"#)
        let (run, _) = try await place.spawn("- [ ] 1 a\n", ["--check-off", "--tool", "meddle"])
        #expect(run.exitCode == 0)
        #expect(run.errors == "")
        #expect(Files.read(place.files["tasks.md"]) == "- [x] 1 a\n\n")
    }

    @Test func `results are there whole or not at all, also for whoever reads them meanwhile`() async throws {
        try place.files.write("results.json", "of an earlier run")
        try place.files.write("tasks.md", "- [ ] 1 a\n")
        try place.files.write(
            "config.json",
            #"""
            {"spawner": {"tools": {"wait": {"prompt": "none",
              "command": ["sh", "-c", "echo > begun; while [ ! -e enough ]; do sleep 0.01; done"]}}}}
            """#)
        let run = try place.start(["spawn", "--ui", "none", "--tool", "wait", "--results", "results.json"])
        let hasBegun = try await Waiting.until(timeout: .seconds(60)) { Files.read(place.files["begun"]) }
        #expect(hasBegun != nil)
        #expect(Files.read(place.files["results.json"]) == "of an earlier run")
        try place.files.write("enough", "")
        #expect(try await run.wait(timeout: .seconds(120)).exitCode == 0)
        #expect(try place.document()["summary"]?["succeeded"]?.integer == 1)
        #expect(
            Set(Files.entries(of: place.files.path)) == [
                "results.json", "tasks.md", "config.json", "begun", "enough", ".aurora", ".local",
            ])
    }
}
