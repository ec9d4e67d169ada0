import AuroraSpawner
import Glibc
import SpawnTestKit
import Testing

/// Trouble that is the tool's and not the task's, with real programs: few attempts are spent on it, and what can wait waits.
@Suite(.timeLimit(.minutes(2)))
struct ToolTroubleTests {
    private let place: Workplace

    init() throws { place = try Workplace("trouble") }

    /// Runs so many tasks with a script as the tool `mycli`, which is in the first of two directories of PATH.
    private func run(
        _ count: Int, _ script: String, configuration: String = "", _ options: [String] = []
    ) async throws -> (run: ProgramRun, results: [JSONValue]) {
        for directory in ["bin", "other"] { _ = unsafe mkdir(place.files[directory], 0o700) }
        let path = try place.files.write(
            "bin/mycli", "#!/bin/sh\ncd '\(place.files.path)'\necho >> starts\n\(script)\n")
        _ = unsafe chmod(path, 0o700)
        try place.files.write(
            "c.json", #"{"spawner": {\#(configuration)"tool": "mycli", "tools": {"mycli": {"command": ["mycli"]}}}}"#)
        try place.files.write("tasks.md", (1...count).map { "- [ ] \($0) Task \($0)\n" }.joined())
        let search = "\(place.files["bin"]):\(place.files["other"]):\(place.environment["PATH"] ?? "")"
        let run = try await place.run(
            ["spawn", "tasks.md", "--config", "c.json", "--ui", "plain", "--results", "results.json"] + options,
            environment: ["PATH": search, "AURORA_SPAWN_TOOL": ""])
        return (run, try place.document()["results"]?.items ?? [])
    }

    private var starts: Int { (Files.read(place.files["starts"]) ?? "").count }

    @Test func `a program that is away while others wait to start is waited for`() async throws {
        let (run, results) = try await run(
            18, "if mkdir once 2>/dev/null; then mv bin/mycli away; sleep 1; mv away bin/mycli; fi; cat")
        #expect(run.exitCode == 0, "\(run.errors)")
        #expect(results.count == 18)
        #expect(starts == 18)
    }

    @Test func `a program that was never there is not waited for`() async throws {
        try place.files.write(
            "c.json", #"{"spawner": {"tool": "t", "tools": {"t": {"command": ["./here.sh"], "cwd": "empty"}}}}"#)
        _ = unsafe mkdir(place.files["empty"], 0o700)
        _ = unsafe chmod(try place.files.write("here.sh", "#!/bin/sh\n"), 0o700)
        try place.files.write("tasks.md", "- [ ] 1 a\n")
        let run = try await place.run(
            ["spawn", "--config", "c.json", "--results", "results.json"], environment: ["AURORA_SPAWN_TOOL": ""])
        #expect(run.exitCode == 1)
        let result = try place.document()["results"]?.items.first
        #expect(result?["error"]?.string == "The program “./here.sh” was not found in “empty”.")
        #expect(result?["kind"]?.string == "not_found")
        #expect((result?["execution_time"]?.number ?? 100) < 5)
    }

    @Test func `a program that moves to another directory of PATH is found there`() async throws {
        let (run, _) = try await run(6, "mv bin/mycli other/mycli 2>/dev/null; cat", ["-j", "1"])
        #expect(run.exitCode == 0, "\(run.errors)")
    }

    @Test func `fifty tasks against a limit in words nobody knows make few starts`() async throws {
        let (run, _) = try await run(50, "echo 'the well is dry until 17:00' >&2; exit 1", ["--deadline", "3"])
        #expect(run.exitCode == 1)
        #expect(starts <= 8)
        #expect(run.errors.contains("mycli is held and tried again in 5"))
        #expect(run.errors.contains("different tasks of mycli fail alike: the well is dry until 17:00"))
    }

    @Test func `a login error stops the rest, with what to do`() async throws {
        let (run, _) = try await run(40, "echo 'Invalid API key: please run /login' >&2; exit 1")
        #expect(run.exitCode == 1)
        #expect(starts <= 6)
        #expect(run.errors.contains("mycli is not logged in; log in with it, then try again"))
    }

    @Test func `a configured fallback is used by the first task that meets a limit, and by those without an agent`()
        async throws
    {
        let (run, results) = try await run(
            8, "echo 'usage limit reached, try again in 3 hours' >&2; exit 1",
            configuration: #""fallback": {"command": ["cat"]}, "#, ["-j", "2"])
        #expect(run.exitCode == 0, "\(run.errors)")
        #expect(results.count == 8)
        #expect(starts <= 4)
    }
}
