import AuroraSpawner
import Glibc
import SpawnTestKit
import Testing

/// `aurora resume`: what finished is never done twice, and what did not is done.
@Suite struct ResumeTests {
    let place: Workplace
    var files: TemporaryDirectory { place.files }

    init() throws { place = try Workplace("resume") }

    /// A tool that notes each of its runs, answers, and fails as long as a file of the task's name is there.
    private func makeTool() throws {
        try files.write(
            "config.json", #"{"spawner": {"tools": {"t": {"command": ["sh", "run.sh"], "prompt": "stdin"}}}}"#)
        try files.write(
            "run.sh",
            """
            prompt=$(cat); echo "$AURORA_TASK_ID" >> ran
            case $prompt in *"[Task 1]"*) echo "$prompt" > seen ;; esac
            test ! -e "hang-$AURORA_TASK_ID" || { echo begun; exec sleep 600; }
            test ! -e "fail-$AURORA_TASK_ID" || { echo "error: not yet" >&2; exit 1; }
            echo "answer of $AURORA_TASK_ID"
            """)
    }

    private var ran: [String] {
        (Files.read(files["ran"]) ?? "").split(separator: "\n").map(String.init).sorted()
    }

    private func endings(_ document: JSONValue) -> [String: String] {
        Dictionary(
            (document["results"]?.items ?? []).map { ($0["task_id"]?.string ?? "", $0["ending"]?.string ?? "") }
        ) { $1 }
    }

    private static let options = ["--tool", "t", "--ui", "none", "--max-retries", "0", "--no-fallback"]
    private static let tasks = "- [ ] 1 first\n- [ ] 2 second\n- [ ] 3 third\n  - Depends: 1, 2\n- [ ] 4 fourth\n"

    @Test func `what succeeded is carried over with its answer, and what failed or was blocked runs`() async throws {
        try makeTool()
        try files.write("fail-2", "")
        let (first, before) = try await place.spawn(Self.tasks, Self.options)
        #expect(first.exitCode == 1)
        #expect(endings(before) == ["1": "first_try", "2": "failed", "3": "blocked", "4": "first_try"])
        Files.remove(files["fail-2"])
        Files.remove(files["ran"])

        let dry = try await place.run(["resume", "--dry-run"])
        #expect(dry.exitCode == 0)
        #expect(
            dry.output.split(separator: "\n").map { $0.split(separator: " ", maxSplits: 1).last.map(String.init) ?? "" }
                .map(\.trimmedBlanks)
                == [
                    "WHAT          WHY", "carried over  succeeded, and has not changed", "runs          failed",
                    "runs          blocked", "carried over  succeeded, and has not changed",
                ])
        #expect(ran.isEmpty)

        let second = try await place.run(["resume"])
        #expect(second.exitCode == 0, "\(second.errors)")
        #expect(second.errors.contains("2 carried over, 2 to run (1 failed, 1 blocked)"))
        #expect(ran == ["2", "3"])
        // The document of the run that it goes on with is replaced by one of all tasks.
        let document = try place.document()
        #expect(endings(document) == ["1": "carried_over", "2": "first_try", "3": "first_try", "4": "carried_over"])
        #expect(document["results"]?.items.first?["output"]?.string == "answer of 1\n")
        #expect(document["results"]?.items.first?["carried_from"]?.string == before["run_id"]?.string)
        // Who depends on it gets its answer.
        let seen = try #require(Files.read(files["seen"]))
        #expect(seen.contains("answer of 1") && seen.contains("answer of 2"))

        let third = try await place.run(["resume"])
        #expect(third.exitCode == 0 && third.errors.contains("4 carried over, 0 to run"))
        #expect(ran == ["2", "3"])
    }

    @Test func `edited, new and removed tasks are named, and what needs an edited one runs again`() async throws {
        try makeTool()
        _ = try await place.spawn(Self.tasks, Self.options)
        Files.remove(files["ran"])
        try files.write(
            "tasks.md", "- [ ] 1 other words\n- [ ] 2 second\n- [ ] 3 third\n  - Depends: 1, 2\n- [ ] 5 new\n")
        let dry = try await place.run(["resume", "--dry-run"])
        for line in ["edited: prompt", "needs 1, which runs again", "new", "no longer in the task file"] {
            #expect(dry.output.contains(line), "\(dry.output)")
        }
        let run = try await place.run(["resume"])
        #expect(run.exitCode == 0 && run.errors.contains("no longer there: 4"))
        #expect(ran == ["1", "3", "5"])
    }

    /// Whichever of its processes is killed.
    @Test(arguments: [0, 1, 2])
    func `a run that was killed is gone on with`(victim: Int) async throws {
        try makeTool()
        try files.write("tasks.md", Self.tasks)
        try files.write("hang-4", "")
        let run = try place.start(["spawn"] + Self.options)
        let isNear = try await Waiting.until(timeout: .seconds(60)) {
            let runs = Files.entries(of: files[".aurora/runs"]).filter { !$0.hasPrefix(".") }
            let text = runs.first.flatMap { Files.read(files[".aurora/runs/\($0)/events.jsonl"]) } ?? ""
            return text.ranges(of: "\"first_try\"").count == 3 && ran.contains("4") ? true : nil
        }
        try #require(isNear == true)
        let keeper = try #require(RunningProgram.child(of: run.pid))
        kill([run.pid, keeper, run.supervisor ?? 0][victim], SIGKILL)
        _ = try await run.wait(timeout: .seconds(60))
        let isOver = try await Waiting.until(timeout: .seconds(60)) { place.mark.survivors.isEmpty ? true : nil }
        #expect(isOver == true)
        #expect(try await place.run(["runs"]).output.contains(victim == 2 ? "cut off" : " of 4"))
        Files.remove(files["hang-4"])
        Files.remove(files["ran"])
        let second = try await place.run(["resume"])
        #expect(second.exitCode == 0, "\(second.errors)")
        #expect(second.errors.contains("3 carried over, 1 to run"))
        #expect(ran == ["4"])
    }

    @Test func `tasks from standard input, and of a file that is gone, are taken from the record`() async throws {
        try makeTool()
        try files.write("fail-2", "")
        _ = try await place.run(["spawn", "-"] + Self.options, input: Self.tasks)
        Files.remove(files["fail-2"])
        Files.remove(files["ran"])
        #expect(try await place.run(["resume"]).exitCode == 0)
        #expect(ran == ["2", "3"])
        // One run goes on with the other.
        let list = try await place.run(["runs"]).output.split(separator: "\n").map(String.init)
        #expect(list.count == 3 && !list[1].hasPrefix(" ") && list[2].hasPrefix("  "))
    }

    @Test func `tasks are run again that were asked for, or they alone`() async throws {
        try makeTool()
        try files.write("fail-2", "")
        _ = try await place.spawn(Self.tasks, Self.options)
        Files.remove(files["ran"])
        _ = try await place.run(["resume", "--only", "4"])
        #expect(ran == ["4"])
        Files.remove(files["fail-2"])
        _ = try await place.run(["resume", "--also", "1"])
        #expect(ran == ["1", "2", "3", "4"])
        let wrong = try await place.run(["resume", "--also", "x"])
        #expect(wrong.exitCode == 2 && wrong.errors.contains("--also names 'x', which is no task of this run"))
    }

    @Test func `a run that was killed when all was done still gets its results written`() async throws {
        try makeTool()
        try files.write("tasks.md", "- [ ] 1 first\n- [ ] 2 second\n")
        // Nobody reads the pipe, so the run waits with its results in its hands.
        #expect(unsafe mkfifo(files["pipe"], 0o600) == 0)
        let run = try place.start(["spawn", "--results", "pipe"] + Self.options)
        let isDone = try await Waiting.until(timeout: .seconds(60)) {
            let runs = Files.entries(of: files[".aurora/runs"]).filter { !$0.hasPrefix(".") }
            let text = runs.first.flatMap { Files.read(files[".aurora/runs/\($0)/events.jsonl"]) } ?? ""
            return text.contains("run_ended") ? true : nil
        }
        try #require(isDone == true)
        kill(try #require(run.supervisor), SIGKILL)
        _ = try await run.wait(timeout: .seconds(60))
        let again = try await place.run(["resume", "--results", "results.json"])
        #expect(again.exitCode == 0 && ran == ["1", "2"])
        #expect(endings(try place.document()) == ["1": "carried_over", "2": "carried_over"])
    }

    @Test func `a record that somebody else has made is gone on with only when it was agreed to`() async throws {
        try makeTool()
        try files.write("fail-2", "")
        _ = try await place.spawn(Self.tasks, Self.options)
        Files.remove(files["ran"])
        // As in a cloned directory: nothing at home knows of it.
        let elsewhere = try TemporaryDirectory()
        let home = ["XDG_STATE_HOME": elsewhere.path]
        let refused = try await place.run(["resume"], environment: home)
        #expect(refused.exitCode == 2 && ran.isEmpty)
        #expect(
            refused.errors.contains("was not started here by you") && refused.errors.contains("--results results.json"))
        #expect(try await place.run(["resume", "--trust"], environment: home).exitCode == 1)
        #expect(ran == ["2"])
    }

    @Test func `a task that its run has ticked runs again where it is asked for, and what needs it`() async throws {
        try makeTool()
        let (first, _) = try await place.spawn(Self.tasks, Self.options + ["--check-off"])
        #expect(first.exitCode == 0 && Files.read(files["tasks.md"])?.hasPrefix("- [x] 1") == true)
        Files.remove(files["ran"])
        let again = try await place.run(["resume", "--also", "1"])
        #expect(again.exitCode == 0, "\(again.errors)")
        #expect(ran == ["1", "3"])
        // The others are carried over rather than passed over: who needs them gets their answers.
        #expect(Files.read(files["seen"])?.contains("answer of 2") == true)
    }

    @Test func `tasks that are in neither a file nor a whole record are not passed over`() async throws {
        try makeTool()
        _ = try await place.run(["spawn", "-"] + Self.options, input: Self.tasks)
        let id = try #require(Files.entries(of: files[".aurora/runs"]).first { !$0.hasPrefix(".") })
        let path = ".aurora/runs/\(id)/events.jsonl"
        let lines = try #require(Files.read(files[path])).split(separator: "\n")
        try files.write(path, lines.prefix(3).joined(separator: "\n") + "\n")
        let run = try await place.run(["resume"])
        #expect(run.exitCode == 2 && run.errors.contains("has only 2 of its 4 tasks"), "\(run.errors)")
    }

    @Test func `what cannot be gone on with is one sentence, and nothing runs`() async throws {
        try makeTool()
        let none = try await place.run(["resume"])
        #expect(none.exitCode == 2 && none.errors == "aurora: .aurora: no run is recorded here\n")
        _ = try await place.spawn(Self.tasks, Self.options + ["--no-store"])
        #expect(Files.entries(of: files[".aurora/runs"]).isEmpty)
        _ = try await place.spawn(Self.tasks, Self.options)
        let id = try #require(Files.entries(of: files[".aurora/runs"]).first { !$0.hasPrefix(".") })
        let unknown = try await place.run(["resume", "nonsense"])
        #expect(
            unknown.exitCode == 2
                && unknown.errors.contains("no run has 'nonsense' in its name; aurora runs lists them"))
        try files.write(".aurora/runs/\(id)/run.json", "{\"v\": 9}\n")
        let newer = try await place.run(["resume", id])
        #expect(newer.exitCode == 2 && newer.errors.contains("run.json:1: v is 9; allowed is 1"))
        #expect(try await place.run(["runs"]).output.contains("damaged"))
    }

    @Test func `a log that is cut or garbled is read up to there, and that is said`() async throws {
        try makeTool()
        _ = try await place.spawn(Self.tasks, Self.options + ["-j", "1"])
        Files.remove(files["ran"])
        let id = try #require(Files.entries(of: files[".aurora/runs"]).first { !$0.hasPrefix(".") })
        let path = ".aurora/runs/\(id)/events.jsonl"
        var lines = try #require(Files.read(files[path])).split(separator: "\n").map(String.init)
        let end = try #require(lines.firstIndex { $0.contains("answer of 2") })
        lines[end] = String(lines[end].dropLast(9))
        try files.write(path, lines.joined(separator: "\n") + "\n")
        let run = try await place.run(["resume"])
        #expect(run.exitCode == 0)
        #expect(run.errors.contains("\(path):\(end + 1): ") && run.errors.contains("what follows is not read"))
        #expect(ran == ["2", "3", "4"])
    }

    /// As a full disk, but for the number of the error.
    @Test func `a disk that takes no more ends the record and not the run, and what it has is carried over`()
        async throws
    {
        guard !Sanitizer.isOn else { return print("skipped: the sanitizer itself needs larger files") }
        try makeTool()
        try files.write("tasks.md", (1...150).map { "- [ ] \($0) work\n" }.joined())
        let run = try await ProgramRun.of(
            "sh",
            [
                "-c", #"trap '' XFSZ; ulimit -f 100; exec "$0" spawn --tool t --ui none"#, BuiltProgram.path("aurora"),
            ], environment: place.environment, directory: files.path, timeout: .seconds(120))
        #expect(run.exitCode == 0)
        #expect(run.errors.split(separator: "\n").count == 1, "\(run.errors)")
        #expect(
            run.errors.contains(
                "what happened last is not kept, and would be done again by aurora resume: File too large"))
        #expect(ran.count == 150)
        Files.remove(files["ran"])
        let again = try await place.run(["resume"])
        #expect(again.exitCode == 0 && !again.errors.contains("not read"), "\(again.errors)")
        #expect(!ran.isEmpty && ran.count < 150)
    }

    @Test func `a store that cannot be written is one sentence, and the run goes on`() async throws {
        try makeTool()
        try Files.makeDirectory(files[".aurora"])
        try files.write(".aurora/runs", "no directory")
        let (run, document) = try await place.spawn(Self.tasks, Self.options)
        #expect(run.exitCode == 0 && document["results"]?.items.count == 4)
        #expect(run.errors.split(separator: "\n").count { $0.contains("this run is not kept") } == 1, "\(run.errors)")
    }
}

extension String {
    fileprivate var trimmedBlanks: String { String(drop { $0 == " " }) }
}
