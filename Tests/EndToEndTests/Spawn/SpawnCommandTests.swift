import AuroraSpawner
import Glibc
import SpawnTestKit
import Testing

/// What `aurora spawn` gives its children and what it writes.
struct SpawnCommandTests {
    private static let tool = """
        {"spawner": {"tool": "reveal", "tools": {"reveal": {
            "command": ["sh", "-c", "env | grep AURORA_ | sort; pwd; cat", "sh"], "agent_args": ["{agent}"]}}}}
        """

    @Test func `a child finds the run, the task, the attempt and the agent in its environment`() async throws {
        let place = try Workplace("variables")
        try place.files.write("config.json", Self.tool)
        let (run, document) = try await place.spawn(
            "- [ ] 1.2 The prompt\n  - Agent: @coder\n", ["--tool", "reveal"])
        #expect(run.exitCode == 0)
        let runID = try #require(document["run_id"]?.string)
        let output = try #require(document["results"]?.items.first?["output"]?.string)
        for line in ["AURORA_AGENT=coder", "AURORA_ATTEMPT=1", "AURORA_RUN_ID=\(runID)", "AURORA_TASK_ID=1.2"] {
            #expect(output.contains(line + "\n"))
        }
        #expect(output.hasSuffix("\(place.files.path)\nThe prompt"))
    }

    @Test(arguments: ["stdin", "argument", "file"])
    func `a prompt reaches the tool the way it wants it`(delivery: String) async throws {
        let place = try Workplace("delivery")
        let script = delivery == "argument" ? #"printf %s \"$0\""# : "cat $0"
        let command = #"["sh", "-c", "\#(script)"\#(delivery == "stdin" ? #", "-""# : "")]"#
        try place.files.write(
            "config.json", #"{"spawner": {"tools": {"t": {"command": \#(command), "prompt": "\#(delivery)"}}}}"#)
        let (run, document) = try await place.spawn("- [ ] 1 Say\n  {file} {model} $HOME *\n", ["--tool", "t"])
        #expect(run.exitCode == 0)
        #expect(document["results"]?.items.first?["output"]?.string == "Say\n{file} {model} $HOME *")
    }

    @Test func `output of dependencies that makes an argument too long fails the task, and says so`() async throws {
        let place = try Workplace("long")
        let tools = """
            {"spawner": {"context_limit": 200000, "tools": {"talk": {"command": ["sh", "-c", "head -c 140000 /dev/zero | tr '\\\\0' x"],
            "prompt": "none"}, "say": {"command": ["echo"], "prompt": "argument"}}}}
            """
        try place.files.write("config.json", tools)
        let (run, document) = try await place.spawn(
            "- [ ] 1 talk\n  - Tool: talk\n- [ ] 2 short\n  - Tool: say\n  - Depends: 1\n")
        #expect(run.exitCode == 1)
        let result = try #require(document["results"]?.items.last)
        #expect(result["error"]?.string?.contains("the system allows 131071") == true)
        #expect(result["category"]?.string == "permanent")
    }

    @Test func `tasks are ticked as they succeed, in the very file, and KILL takes no tick away`() async throws {
        let place = try Workplace("ticks")
        try place.files.write("tasks.md", "- [ ] 1 One\n  @print hi\n- [ ] 2 Two\n  @hang\n")
        _ = unsafe link(place.files["tasks.md"], place.files["same.md"])
        let aurora = try place.start(["spawn", "--check-off", "--ui", "none", "-j", "1"])
        _ = try await Waiting.until(timeout: .seconds(60)) {
            Files.read(place.files["same.md"])?.hasPrefix("- [x] 1") == true ? true : nil
        }
        aurora.send(SIGKILL)
        _ = try await aurora.wait(timeout: .seconds(60))
        #expect(Files.read(place.files["tasks.md"]) == "- [x] 1 One\n  @print hi\n- [ ] 2 Two\n  @hang\n")
    }

    @Test func `lines that are added during a run stay, and the ticks are made`() async throws {
        let place = try Workplace("added")
        try place.files.write("config.json", #"{"spawner": {"tools": {"sh": {"command": ["sh"], "prompt": "stdin"}}}}"#)
        let second = "- [ ] 2 until test -e edited; do sleep 0.02; done\n"
        try place.files.write("tasks.md", "- [ ] 1 echo hi\n\(second)")
        // An editor saves the file between the two ticks.
        let script = """
            until grep -q 'x. 1' tasks.md; do sleep 0.02; done
            printf '%s\\n' '- [ ] 0 New' "$(cat tasks.md)" > saved; mv saved tasks.md; touch edited
            """
        async let editor = ProgramRun.of(
            "sh", ["-c", script], environment: place.environment, directory: place.files.path, timeout: .seconds(60))
        let run = try await place.run(["spawn", "--tool", "sh", "--check-off", "--ui", "none"])
        _ = try await editor
        #expect(run.exitCode == 0)
        #expect(run.errors.isEmpty)
        #expect(
            Files.read(place.files["tasks.md"])
                == "- [ ] 0 New\n- [x] 1 echo hi\n" + second.replacing("[ ]", with: "[x]"))
    }

    @Test func `the sample agent is found beside aurora where PATH has none`() async throws {
        let place = try Workplace("neighbour")
        try place.files.write("tasks.md", "- [ ] 1 One\n  @print hi\n")
        let run = try await place.run(
            ["spawn", "--tool", "sample-agent", "--ui", "none"], environment: ["PATH": "/usr/bin:/bin"])
        #expect(run.exitCode == 0)
    }

    @Test func `the state directory keeps itself from git, but not its configuration`() async throws {
        let place = try Workplace("ignored")
        try place.files.write("tasks.md", "- [ ] 1 One\n  @bytes 300000\n- [ ] 2 Two\n  - Agent: coder\n  @exit 1\n")
        let home = try TemporaryDirectory()
        _ = try await place.run(
            ["spawn", "--ui", "none", "--max-retries", "0", "--no-fallback"],
            environment: ["XDG_STATE_HOME": home.path])
        try place.files.write(".aurora/config.json", "{}")
        let git = try await ProgramRun.of(
            "sh", ["-c", "git init -q . && git add -A && git ls-files"], environment: place.environment,
            directory: place.files.path, timeout: .seconds(60))
        #expect(git.output == ".aurora/.gitignore\n.aurora/config.json\ntasks.md\n")
        #expect(Files.entries(of: place.files[".aurora"]).contains("runs"))
    }

    /// Somebody's own directory must not be hidden from git.
    @Test(arguments: [".", "shared", "shared/"])
    func `in a directory that was there only what aurora makes is kept from git`(directory: String) async throws {
        let place = try Workplace("ignored")
        try place.files.write("tasks.md", "- [ ] 1 One\n  @bytes 300000\n- [ ] 2 Two\n  - Agent: coder\n  @exit 1\n")
        try Files.makeDirectory(place.files["shared"])
        try place.files.write("shared/mine", "")
        _ = try await place.run([
            "spawn", "--ui", "none", "--max-retries", "0", "--no-fallback", "--state-dir", directory,
        ])
        let git = try await ProgramRun.of(
            "sh", ["-c", "git init -q . && git add -A && git ls-files"], environment: place.environment,
            directory: place.files.path, timeout: .seconds(60))
        let files = git.output.split(separator: "\n").map(String.init)
        #expect(files.contains("tasks.md") && files.contains("shared/mine"))
        #expect(!files.contains { $0.contains("attempt") || $0.contains("coder") }, "\(files)")
        let state = place.files[directory]
        #expect(Set(["runs", "breakers"]).isSubset(of: Files.entries(of: state)))
        #expect(!Files.entries(of: state).contains(".gitignore"))
    }

    @Test func `a retry is a new attempt to the child and in the results`() async throws {
        let place = try Workplace("retry")
        let (run, document) = try await place.spawn(
            "- [ ] 1 Try\n  @fail connection 1\n  @print well\n  - Agent: @coder\n",
            ["--recovery", "aggressive_retry"])
        #expect(run.exitCode == 0)
        let result = try #require(document["results"]?.items.first)
        #expect(result["retry_count"]?.integer == 1)
        #expect(result["output"]?.string == "well\n")
        #expect(result["attempts"]?.items.map { $0["exit_code"]?.integer } == [1, 0])
    }

    @Test func `a dry run shows what it would start and starts nothing`() async throws {
        let place = try Workplace("dry")
        try place.files.write("tasks.md", "- [ ] 1 One\n  @fork 60\n- [ ] 2 Two\n  - Depends: 1\n- [x] 3 Three\n")
        let run = try await place.run(["spawn", "--dry-run", "--events", "events", "--results", "results.json"])
        #expect(run.exitCode == 0)
        #expect(run.output.split(separator: "\n").count == 3)
        #expect(run.output.contains("sample-agent -p"))
        #expect(run.output.contains("after 1"))
        #expect(place.mark.survivors.isEmpty)
        #expect(Files.read(place.files["events"]) == nil && Files.read(place.files["results.json"]) == nil)
    }

    @Test func `results on stdout are one document and nothing else`() async throws {
        let place = try Workplace("results")
        try place.files.write("tasks.md", "- [ ] 1 One\n  @print hi\n- [ ] 2 Two\n  @exit 3\n")
        let run = try await place.run(["spawn", "--results", "-", "--max-retries", "0"])
        #expect(run.exitCode == 1)
        let document = try JSONParser.parse(run.stdout, file: nil)
        #expect(document["results"]?.items.map { $0["success"]?.bool } == [true, false])
        #expect(document["results"]?.items[1]["exit_code"]?.integer == 3)
        #expect(run.errors.contains("2"))
    }

    @Test func `events on stdout are an object a line, from the start of the run to its end`() async throws {
        let place = try Workplace("events")
        try place.files.write("tasks.md", "- [ ] 1 One\n  @print hi\n- [ ] 2 Two\n  @print ho\n")
        let run = try await place.run(["spawn", "--events", "-", "--ui", "none"])
        let lines = try run.output.split(separator: "\n").map { try JSONParser.parse(Array($0.utf8), file: nil) }
        let names = lines.compactMap { $0["event"]?.string }
        #expect(names.count == lines.count)
        #expect(names.first == "run_started" && names.last == "run_ended")
        for name in ["task_added", "attempt_started", "attempt_output", "attempt_ended", "task_ended"] {
            #expect(lines.filter { $0["event"]?.string == name }.compactMap { $0["task"]?.integer }.sorted() == [0, 1])
        }
        let times = lines.compactMap { $0["t"]?.number }
        #expect(times.count == lines.count && times == times.sorted())
    }

    @Test func `where a standard stream is closed nothing else takes its place`() async throws {
        let place = try Workplace("closed-streams")
        try place.files.write("tasks.md", "- [ ] 1 work\n  @print ready\n  @hang\n")
        let script = "exec \"$0\" spawn --events - --results results.json 0<&- 1>&- 2>&-"
        let aurora = try RunningProgram(
            "sh", ["-c", script, BuiltProgram.path("aurora")], environment: place.environment,
            directory: place.files.path)
        let supervisor = try await Waiting.until(timeout: .seconds(60)) {
            // With a child it has opened all that it opens.
            place.mark.survivors.contains { $0.command.contains("sample-agent -p") } ? aurora.supervisor : nil
        }
        for number in 0...2 { #expect(Files.link("/proc/\(supervisor ?? 0)/fd/\(number)") == "/dev/null") }
        aurora.send(SIGTERM)
        #expect(try await aurora.wait(timeout: .seconds(60)).exitCode == 128 + SIGTERM)
        #expect(try place.document()["results"]?.items.count == 1)
    }

    @Test func `a reader of stdout that goes away ends the writing, not the run`() async throws {
        let place = try Workplace("pipe")
        try place.files.write("tasks.md", (1...50).map { "- [ ] \($0) x\n  @print hi\n" }.joined())
        let aurora = try BuiltProgram.path("aurora")
        let run = try await ProgramRun.of(
            "bash",
            ["-c", "\(aurora) spawn --ui none --events - --results results.json | head -1; exit ${PIPESTATUS[0]}"],
            environment: place.environment, directory: place.files.path, timeout: .seconds(60))
        // The log that was asked for is not all there.
        #expect(run.exitCode == 1)
        #expect(run.errors.contains("could not be written"))
        #expect(try place.document()["summary"]?["succeeded"]?.integer == 50)
    }

    @Test func `results that cannot be saved are one sentence, and no success`() async throws {
        let place = try Workplace("unsaved")
        try place.files.write("tasks.md", "- [ ] 1 x\n  @print hi\n")
        let run = try await place.run(["spawn", "--ui", "none", "--results", "/dev/full"])
        #expect(run.exitCode == 1)
        let sentence =
            "aurora: /dev/full: could not be written to the end: No space left on device; the results are in "
        #expect(run.errors.hasPrefix(sentence))
    }

    @Test func `a child that closes its stdout and lives on is waited for, timed out and killed`() async throws {
        let place = try Workplace("closed")
        let (run, document) = try await place.spawn(
            "- [ ] 1 x\n  @print said\n  @close-stdout\n  @hang\n- [ ] 2 y\n  @close-stdout\n  @sleep 0.1\n  @exit 0\n",
            ["--timeout", "1", "--max-retries", "0"])
        #expect(run.exitCode == 1)
        let results = document["results"]?.items ?? []
        #expect(results[0]["termination_reason"]?.string == "timeout")
        #expect(results[0]["output"]?.string == "said\n")
        #expect(results[0]["attempts"]?.items.first?["signal"]?.integer == 15)
        #expect(results[1]["success"]?.bool == true)
        #expect(place.mark.survivors.isEmpty)
    }

    /// Before the first of its threads had the id that it has in its process, one start in sixty under the thread sanitizer, on a busy
    /// machine, had no end.
    @Test func `many runs that start at once all come to their end`() async throws {
        let place = try Workplace("starts")
        try place.files.write("tasks.md", "- [ ] 1 x\n  @print hi\n")
        try await withThrowingTaskGroup(of: Int32?.self) { group in
            for number in 0..<60 {
                if number >= 6 { #expect(try await group.next() == 0) }
                group.addTask { try await place.run(["spawn", "--ui", "none", "--state-dir", "s\(number)"]).exitCode }
            }
            for try await code in group { #expect(code == 0) }
        }
    }
}
