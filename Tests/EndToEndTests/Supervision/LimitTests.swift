import AuroraSpawner
import Glibc
import SpawnTestKit
import Testing

/// Runs under limits that are too small for what was asked.
struct LimitTests {
    private static let tasks = (1...40).map { "- [ ] \($0) x\n  @print hi \($0)\n  @sleep 0.05\n" }.joined()

    private func run(_ limit: String, slots: Int) async throws -> (run: ProgramRun, document: JSONValue) {
        let place = try Workplace("limit")
        try place.files.write("tasks.md", Self.tasks)
        let aurora = try BuiltProgram.path("aurora")
        let command = "\(limit); exec \(aurora) spawn -j \(slots) --ui none --results results.json"
        let run = try await ProgramRun.of(
            "bash", ["-c", command], environment: place.environment, directory: place.files.path,
            timeout: .seconds(120))
        return (run, try place.document())
    }

    @Test func `too many at once for the open files are fewer, with a sentence`() async throws {
        let (run, document) = try await run("ulimit -n 64", slots: 100)
        #expect(run.exitCode == 0)
        #expect(run.errors.hasPrefix("aurora: 40 at once are more than the limits on open files (ulimit -n)"))
        #expect(run.errors.split(separator: "\n").count == 1)
        #expect(document["summary"]?["succeeded"]?.integer == 40)
    }

    @Test func `so few open files that no task could ever start are refused, and nothing is started`() async throws {
        let place = try Workplace("no-room")
        try place.files.write("tasks.md", Self.tasks)
        let command = "ulimit -n 20; exec \(try BuiltProgram.path("aurora")) spawn --events events"
        let run = try await ProgramRun.of(
            "bash", ["-c", command], environment: place.environment, directory: place.files.path,
            timeout: .seconds(120))
        #expect(run.exitCode == 2)
        let sentence = "aurora: the limit on open files (ulimit -n) is 20, and to run even one task takes "
        #expect(run.errors.hasPrefix(sentence))
        #expect(run.errors.split(separator: "\n").count == 1)
        #expect(Files.read(place.files["events"]) == nil)
    }

    @Test func `so few that the runtime would have none for itself are refused in the same words`() async throws {
        let place = try Workplace("no-descriptors")
        try place.files.write("tasks.md", Self.tasks)
        // Without those that the test's own program has let slip into its children.
        let command = "for f in $(seq 3 50); do eval \"exec $f>&-\"; done; ulimit -n 7"
        let run = try await ProgramRun.of(
            "bash", ["-c", "\(command); exec \(try BuiltProgram.path("aurora")) spawn"],
            environment: place.environment, directory: place.files.path, timeout: .seconds(60))
        #expect(run.exitCode == 2)
        #expect(run.errors.hasPrefix("aurora: the limit on open files (ulimit -n) is 7, and to run even one task"))
        #expect(run.errors.split(separator: "\n").count == 1)
    }

    @Test func `a working directory that is gone fails the task, with a sentence`() async throws {
        let place = try Workplace("gone")
        let tools =
            #"{"spawner": {"tools": {"t": {"command": ["true"], "prompt": "none", "cwd": "\#(place.files["gone"])"}}}}"#
        try place.files.write("config.json", tools)
        let (run, document) = try await place.spawn("- [ ] 1 x\n", ["--tool", "t"])
        #expect(run.exitCode == 1)
        let error = "The working directory “\(place.files["gone"])” cannot be used: No such file or directory."
        #expect(document["results"]?.items.first?["error"]?.string == error)
    }

    @Test func `aurora runs where its own directory was deleted`() async throws {
        let place = try Workplace("deleted")
        let tasks = try place.files.write("tasks.md", Self.tasks)
        let aurora = try BuiltProgram.path("aurora")
        let command = "mkdir gone && cd gone && rmdir ../gone && exec \(aurora) spawn \(tasks) --ui none --no-fallback"
        let run = try await ProgramRun.of(
            "bash", ["-c", command], environment: place.environment, directory: place.files.path,
            timeout: .seconds(120))
        #expect(run.exitCode == 0)
    }

    /// The limit counts a user's processes and spares root, so the run is that of a user who has none: by another number,
    /// or in a name space of its own.
    @Test func `starts for which there are too few processes are tried again, and cost the task nothing`() async throws
    {
        let place = try Workplace("processes")
        try place.files.write(
            "config.json", #"{"spawner": {"tools": {"t": {"command": ["sleep", "1"], "prompt": "none"}}}}"#)
        try place.files.write("tasks.md", (1...40).map { "- [ ] \($0) x\n  - Agent: @coder\n" }.joined())
        let options = "spawn --tool t -j 40 --no-fallback --ui plain --events events --results results.json"
        let aurora = try BuiltProgram.path("aurora")
        let user =
            geteuid() == 0
            ? ["setpriv", "--reuid=54321", "--regid=54321", "--clear-groups"] : ["unshare", "--user"]
        let probe = try await ProgramRun.of(user[0], user.dropFirst() + [aurora, "--version"], timeout: .seconds(60))
        guard probe.exitCode == 0 else { return print("skipped: aurora cannot be run as another user here") }
        if geteuid() == 0 { _ = unsafe chown(place.files.path, 54321, 54321) }
        let run = try await ProgramRun.of(
            user[0], user.dropFirst() + ["bash", "-c", "ulimit -u 24; exec \(aurora) \(options)"],
            environment: place.environment, directory: place.files.path, timeout: .seconds(120))
        #expect(run.exitCode == 0)
        #expect(
            run.errors.hasPrefix("aurora: 40 at once are more than the limits on open files (ulimit -n) and processes"))
        #expect(run.errors.contains("sleep” could not be started: Resource temporarily unavailable."))
        let events = Files.read(place.files["events"]) ?? ""
        #expect(events.contains(#""reason":"exhausted""#))
        #expect(!events.contains(#""failures":1"#))
        let results = try place.document()["results"]?.items ?? []
        #expect(results.count == 40)
        #expect(results.contains { $0["start_retries"]?.integer ?? 0 > 0 })
        for result in results {
            #expect(result["success"]?.bool == true && result["retry_count"]?.integer == 0)
            #expect(result["attempts"]?.items.count == 1)
        }
    }

    private static let noRoom = "aurora: the limits on processes (ulimit -u) or memory (ulimit -v) leave no room"

    /// Under a sanitizer nothing starts with so little memory.
    @Test(
        .enabled(if: !Sanitizer.isOn),
        arguments: [
            ("-v 300000", 0, ""), ("-v 60000", 2, noRoom), ("-d 50000", 2, noRoom), ("-s 64", 0, ""),
            ("-s 32", 2, "aurora: the limit on the stack (ulimit -s) leaves no room"),
            ("-f 1", 1, "aurora: results.json: cannot be written: File too large"), ("-i 0 -q 0 -l 0 -x 0", 0, ""),
        ])
    func `under a low limit a run is as ever, or ends with a sentence`(limit: String, code: Int, words: String)
        async throws
    {
        let place = try Workplace("low-limit")
        try place.files.write("tasks.md", Self.tasks)
        let aurora = try BuiltProgram.path("aurora")
        let command = "ulimit \(limit) && exec \(aurora) spawn --ui none --results results.json"
        let run = try await ProgramRun.of(
            "bash", ["-c", command], environment: place.environment, directory: place.files.path,
            timeout: .seconds(120))
        #expect(run.exitCode == Int32(code))
        #expect(run.errors.hasPrefix(words) && (words.isEmpty || run.errors.hasSuffix("\n")))
        #expect(run.errors.isEmpty == words.isEmpty)
        #expect(place.mark.survivors.isEmpty)
    }

    @Test(arguments: ["", "S"])
    func `a supervisor that has used up its processor time leaves nothing behind, and a sentence`(kind: String)
        async throws
    {
        let place = try Workplace("processor-time")
        let tool = #"{"command": ["sh", "-c", "yes & exec yes"], "prompt": "none"}"#
        try place.files.write("config.json", #"{"spawner": {"tools": {"yes": \#(tool)}}}"#)
        try place.files.write("tasks.md", "- [ ] 1 x\n- [ ] 2 x\n- [ ] 3 x\n")
        // Children have as much for themselves, each.
        let command = "ulimit -\(kind)t 1; exec \(try BuiltProgram.path("aurora")) spawn --tool yes --ui none"
        let run = try await ProgramRun.of(
            "bash", ["-c", command], environment: place.environment, directory: place.files.path,
            timeout: .seconds(120))
        #expect(run.exitCode == 128 + (kind.isEmpty ? SIGKILL : SIGXCPU))
        #expect(
            run.errors.hasPrefix(
                "aurora: killed, perhaps for the limit on processor time (ulimit -t) of 1 s; what it ran"))
        #expect(place.mark.survivors.isEmpty)
    }

    @Test func `a soft limit is raised without a word`() async throws {
        let (run, document) = try await run("ulimit -Sn 64", slots: 40)
        #expect(run.exitCode == 0)
        #expect(run.errors.isEmpty)
        #expect(document["summary"]?["succeeded"]?.integer == 40)
    }

    /// Whatever wakes a pool of threads then waits for one that never comes.
    @Test(arguments: [false, true])
    func `limits and signals act when a child has used up all processes`(isStopped: Bool) async throws {
        guard geteuid() == 0 else { return print("skipped: only root can be another user with a limit of its own") }
        let place = try Workplace("process-limit")
        let hog = #"["sh", "-c", "(while :; do sleep 600 & done); echo full; exec sleep 600"]"#
        let tool = #"{"command": \#(hog), "prompt": "none"}"#
        try place.files.write("config.json", #"{"spawner": {"tools": {"hog": \#(tool)}}}"#)
        try place.files.write("tasks.md", (1...3).map { "- [ ] \($0) x\n" }.joined())
        // Whatever else runs under its number would be counted too.
        let user = uid_t(1_000_000 + 2 * getpid() + (isStopped ? 1 : 0))
        _ = unsafe chown(place.files.path, user, user)
        let limit = isStopped ? 600 : 10
        let options = "spawn --tool hog --timeout \(limit) --max-retries 0 --no-fallback --ui none --events events"
        let aurora = try RunningProgram(
            "setpriv",
            [
                "--reuid=\(user)", "--regid=\(user)", "--clear-groups", "bash", "-c",
                "ulimit -u 60; exec \(try BuiltProgram.path("aurora")) \(options)",
            ], environment: place.environment, directory: place.files.path)
        let isFull = try await Waiting.until(timeout: .seconds(60)) {
            (Files.read(place.files["events"]) ?? "").contains(#""full""#) ? true : nil
        }
        #expect(isFull == true)
        // Threads that nobody needs are gone by then.
        try await Task.sleep(for: .seconds(7))
        if isStopped { aurora.send(SIGTERM) }
        #expect(try await aurora.wait(timeout: .seconds(30)).exitCode == (isStopped ? 128 + SIGTERM : 1))
        #expect(place.mark.survivors.isEmpty)
    }
}
