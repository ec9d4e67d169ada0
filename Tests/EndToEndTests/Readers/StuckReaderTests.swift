import AuroraSpawner
import CLinux
import Glibc
import SpawnTestKit
import Testing

/// Readers that do not read: pipes and terminals that are full, pipes that nobody opens. The run goes on without them.
@Suite struct StuckReaderTests {
    let place: Workplace

    init() throws { place = try Workplace("stuck") }

    /// Starts `aurora` with standard error, or both streams, in pipes that are full and that nobody reads.
    ///
    /// Its pid is in the file `pid`, its exit code in `code` when it has ended.
    func start(_ arguments: [String], both: Bool, prefix: String = "") throws -> RunningProgram {
        let fill = "head -c 65536 /dev/zero"
        let aurora = #"sh -c 'echo $$ > pid; exec \#(prefix) "$@"' sh "$@" 2>&3; echo $? > code"#
        let script =
            both
            ? "{ { \(fill); \(fill) >&4; \(aurora); } 3>&1 1>&4 | sleep 300; } 4>&1 | sleep 300"
            : "{ \(fill); { \(aurora); } 3>&1 >out; } | sleep 300"
        // What fills the first pipe goes where standard error will.
        return try RunningProgram(
            "sh",
            ["-c", script.replacing("{ { \(fill);", with: "{ { \(fill) >&3;"), "sh", BuiltProgram.path("aurora")]
                + arguments,
            environment: place.environment, directory: place.files.path)
    }

    func code() async throws -> String? {
        try await Waiting.until(timeout: .seconds(60)) {
            Files.read(place.files["code"]).flatMap { $0.hasSuffix("\n") ? String($0.dropLast()) : nil }
        }
    }

    func endings() -> [String?] {
        (try? place.document())?["results"]?.items.map { $0["ending"]?.string } ?? []
    }

    @Test(arguments: ["", "taskset -c 0"])
    func `full pipes: time limits are kept, and the run ends with its results saved`(prefix: String) async throws {
        try place.files.write("tasks.md", "- [ ] 1 x\n  @hang\n- [ ] 2 y\n  @print hi\n")
        let shell = try start(
            [
                "spawn", "-v", "--timeout", "4", "--max-retries", "0", "--no-fallback", "--events", "-", "--results",
                "results.json",
            ],
            both: true, prefix: prefix)
        defer { kill(-shell.pid, SIGKILL) }
        #expect(try await code() == "1")
        #expect(endings() == ["failed", "first_try"])
        #expect(place.mark.survivors.allSatisfy { !$0.command.contains("sample-agent") })
    }

    @Test(arguments: [true, false])
    func `full pipes: a signal for the status changes nothing, and one for the end ends the run at once`(both: Bool)
        async throws
    {
        try place.files.write("tasks.md", "- [ ] 1 x\n  @print begun\n  @hang\n")
        let log = both ? "-" : "events"
        let shell = try start(["spawn", "-v", "--events", log, "--results", "results.json"], both: both)
        defer { kill(-shell.pid, SIGKILL) }
        let pid = try await Waiting.until(timeout: .seconds(60)) {
            Files.read(place.files["pid"]).flatMap { Int32($0.dropLast()) }
        }
        let aurora = try #require(pid)
        _ = try await Waiting.until(timeout: .seconds(60)) {
            place.mark.survivors.contains { $0.command.hasPrefix("sample-agent") } ? true : nil
        }
        for _ in 1...3 { kill(aurora, SIGUSR1) }
        kill(aurora, SIGTERM)
        #expect(try await code() == "143")
        #expect(endings() == ["cancelled"])
    }

    @Test func `a full pipe: without anybody who reads, a run that is over ends`() async throws {
        try place.files.write("tasks.md", "- [ ] 1 x\n  @print hi\n")
        let shell = try start(["spawn", "--results", "results.json"], both: false)
        defer { kill(-shell.pid, SIGKILL) }
        #expect(try await code() == "0")
        #expect(endings() == ["first_try"])
    }

    @Test func `a pipe with a name: one that nobody opens is not waited for, and one that is opened late gets all`()
        async throws
    {
        try place.files.write("tasks.md", "- [ ] 1 x\n  @print hi\n")
        #expect(unsafe mkfifo(place.files["pipe"], 0o600) == 0)
        let run = try await place.run(["spawn", "--events", "pipe", "--results", "results.json"])
        #expect(run.exitCode == 1)
        #expect(run.errors.contains("pipe: could not be written to the end: nobody has read it"))
        #expect(endings() == ["first_try"])

        let late = try await ProgramRun.of(
            "sh",
            [
                "-c", #""$@" & sleep 1; cat pipe > read; wait $!"#, "sh", BuiltProgram.path("aurora"), "spawn",
                "--events", "pipe",
            ],
            environment: place.environment, directory: place.files.path, timeout: .seconds(60))
        #expect(late.exitCode == 0)
        let events = try EventLineReader.read(#require(Files.bytes(place.files["read"])), file: "read").events
        if case .runEnded = events.last?.kind {
        } else {
            Issue.record("the log ends with \(String(describing: events.last))")
        }
    }

    @Test func `results in a pipe that nobody reads are saved elsewhere when a signal has ended the run`() async throws
    {
        try place.files.write("tasks.md", "- [ ] 1 x\n  @print begun\n  @hang\n")
        #expect(unsafe mkfifo(place.files["pipe"], 0o600) == 0)
        let aurora = try place.start(["spawn", "-v", "--results", "pipe"])
        _ = try await Waiting.until(timeout: .seconds(60)) { aurora.stderr.contains("begun") ? true : nil }
        aurora.send(SIGTERM)
        let run = try await aurora.wait(timeout: .seconds(60))
        #expect(run.exitCode == 143)
        #expect(run.errors.contains("pipe: could not be written to the end: nobody has read it; the results are in "))
    }

    @Test func `results in a pipe that nobody reads are saved elsewhere when a signal comes after the run`()
        async throws
    {
        try place.files.write("tasks.md", "- [ ] 1 x\n")
        #expect(unsafe mkfifo(place.files["pipe"], 0o600) == 0)
        let aurora = try place.start(["spawn", "--results", "pipe"])
        _ = try await Waiting.until(timeout: .seconds(60)) {
            aurora.stderr.contains("1 of 1 tasks succeeded") ? true : nil
        }
        aurora.send(SIGTERM)
        let run = try await aurora.wait(timeout: .seconds(60))
        #expect(run.exitCode == 1)
        #expect(run.errors.contains("pipe: could not be written to the end: nobody has read it; the results are in "))
    }

    @Test(arguments: ["dashboard", "plain"])
    func `a terminal that nobody reads: a signal ends the run, and its results are saved`(interface: String)
        async throws
    {
        try place.files.write(
            "tasks.md",
            (1...200).map { "- [ ] \($0) x\n  @print hi\n" }.joined() + "- [ ] 201 x\n  @print begun\n  @hang\n")
        var path = [CChar](repeating: 0, count: 64)
        let terminal = unsafe linux_open_terminal(O_RDWR | O_NOCTTY | O_CLOEXEC, &path)
        try #require(terminal >= 0)
        defer { close(terminal) }
        let name = String(decoding: path.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        // It is filled before: what comes then waits.
        let script = #"exec <>"$0" >&0 2>&0; timeout 1 cat /dev/zero; exec "$@""#
        let aurora = try RunningProgram(
            "sh",
            [
                "-c", script, name, BuiltProgram.path("aurora"), "spawn", "--ui", interface, "-v", "--results",
                "results.json",
            ],
            environment: place.environment.merging(["TERM": "xterm"]) { $1 }, directory: place.files.path)
        defer { kill(-aurora.pid, SIGKILL) }
        _ = try await Waiting.until(timeout: .seconds(60)) {
            place.mark.survivors.contains { $0.command.hasPrefix("sample-agent") } ? true : nil
        }
        aurora.send(SIGTERM)
        #expect(try await aurora.wait(timeout: .seconds(60)).exitCode == 143)
        #expect(endings().count == 201)
    }
}
