import AuroraSpawner
import Glibc
import SpawnTestKit
import Testing

/// What becomes of long output, on file systems that are as they should be and on others.
struct SpillTests {
    private static let tasks = """
        - [ ] 1.1 long
          @bytes 3000000
        - [ ] 1.2 short
          @print hi

        """

    /// The files with the output of the first task's attempt, as `--results` has them.
    private func spills(_ document: JSONValue) throws -> JSONValue {
        try #require(document["results"]?.items[0]["attempts"]?.items[0]["output_files"])
    }

    @Test func `long output is in a file beneath the state directory, and the results say which`() async throws {
        let place = try Workplace("spill")
        let (run, document) = try await place.spawn(Self.tasks, ["--events", "events", "--state-dir", "state"])
        #expect(run.exitCode == 0)
        let path = "state/runs/\(try #require(document["run_id"]?.string))/outputs/1.1-attempt-1.stdout"
        let spill = try spills(document).items[0]
        #expect(spill["path"]?.string == path)
        #expect(spill["bytes"]?.integer == document["results"]?.items[0]["output_bytes"]?.integer)
        #expect(spill["missing_bytes"]?.integer == 0)
        #expect(Files.bytes(place.files[path])?.count == spill["bytes"]?.integer)
        #expect(Files.read(place.files["events"])?.contains("\"path\":\"\(path)\"") == true)
        #expect(document["results"]?.items[1]["attempts"]?.items[0]["output_files"]?.items.isEmpty == true)
    }

    /// Runs the tasks with a state directory on a file system of its own, mounted in a name space that needs no rights.
    private func run(onMount preparation: String) async throws -> (run: ProgramRun, document: JSONValue)? {
        let place = try Workplace("spill-mount")
        try place.files.write("tasks.md", Self.tasks)
        let probe = try await ProgramRun.of(
            "unshare", ["-rm", "mount", "-t", "tmpfs", "none", place.files.path], timeout: .seconds(60))
        guard probe.exitCode == 0 else { return nil }
        let command = """
            mkdir state && mount -t tmpfs -o size=1m,mode=0700 none state && \(preparation) && \
            exec \(try BuiltProgram.path("aurora")) spawn --state-dir state --ui plain --results results.json
            """
        let run = try await ProgramRun.of(
            "unshare", ["-rm", "sh", "-c", command], environment: place.environment, directory: place.files.path,
            timeout: .seconds(120))
        return (run, try place.document())
    }

    @Test(arguments: [
        ("true", "No space left on device", 1 << 20), ("mount -o remount,ro state", "Read-only file system", 0),
    ])
    func `a file system that takes no more ends no run, and the results say what is missing`(
        preparation: String, reason: String, most: Int
    ) async throws {
        guard let (run, document) = try await run(onMount: preparation) else {
            return print("skipped: a tmpfs cannot be mounted here, even with unshare -rm")
        }
        #expect(run.exitCode == 0)
        #expect(document["summary"]?["succeeded"]?.integer == 2)
        let spill = try spills(document).items[0]
        let written = try #require(spill["bytes"]?.integer)
        let missing = try #require(spill["missing_bytes"]?.integer)
        #expect(written <= most)
        #expect(written + missing == document["results"]?.items[0]["output_bytes"]?.integer)
        #expect(spill["missing_reason"]?.string == reason)
        #expect(run.errors.contains("1.1: attempt 1: \(missing) bytes of stdout are missing in state/runs/"))
    }

    @Test func `what an attempt wrote can be read after a crash`() async throws {
        let place = try Workplace("spill-crash")
        try place.files.write("tasks.md", "- [ ] 1 x\n  @print before the crash\n  @hang\n")
        let aurora = try place.start(["spawn", "--ui", "none"])
        let file = try await Waiting.until(timeout: .seconds(60)) { () -> String? in
            let runs = place.files[".aurora/runs"]
            guard let run = Files.entries(of: runs).first(where: { !$0.hasPrefix(".") }) else { return nil }
            let path = "\(runs)/\(run)/outputs/1-attempt-1.stdout"
            return Files.read(path)?.contains("before the crash") == true ? path : nil
        }
        kill(try #require(aurora.supervisor), SIGKILL)
        _ = try await aurora.wait(timeout: .seconds(60))
        #expect(Files.read(try #require(file))?.contains("before the crash") == true)
    }

    @Test func `an attempt that writes more than max_output is ended where its policy says so`() async throws {
        let place = try Workplace("spill-limit")
        try place.files.write(
            "config.json",
            """
            {"spawner": {"max_output": 100000, "default_policy": "strict",
              "policies": {"strict": {"preset": "fast_fail", "kill_on_max_output": true}}}}
            """)
        let (run, document) = try await place.spawn(
            "- [ ] 1 x\n  @bytes 200000\n  @hang\n", ["--config", "config.json", "--no-fallback"])
        #expect(run.exitCode == 1)
        let attempt = document["results"]?.items[0]["attempts"]?.items[0]
        #expect(attempt?["termination_reason"]?.string == "max_output")
        #expect(attempt?["rule"]?.string == "max_output")
        let spill = try spills(document).items[0]
        #expect(spill["bytes"]?.integer == 100_000)
        #expect(spill["missing_reason"]?.string == "more than max_output, which is 100000 bytes")
    }
}
