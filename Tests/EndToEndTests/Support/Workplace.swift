import AuroraSpawner
import Glibc
import SpawnTestKit

/// A directory of its own in which the built `aurora` runs, with the built sample-agent as its tool.
struct Workplace {
    let files: TemporaryDirectory
    let mark: TestMark

    init(_ name: String = "aurora") throws {
        files = try TemporaryDirectory()
        mark = TestMark(name)
    }

    /// What `aurora` finds in its environment: the mark, our programs on PATH, and nobody's configuration but the test's.
    var environment: [String: String] {
        let path = unsafe getenv("PATH").map { unsafe String(cString: $0) } ?? "/bin:/usr/bin"
        return mark.environment.merging([
            "PATH": "\(BuiltProgram.directory):\(path)", "AURORA_HOME": files.path, "HOME": files.path,
            "AURORA_SPAWN_TOOL": "sample-agent", "XDG_CONFIG_HOME": "", "XDG_STATE_HOME": "", "AURORA_TRUST": "",
        ]) { $1 }
    }

    /// Starts `aurora`.
    func start(
        _ arguments: [String], input: String = "", environment: [String: String] = [:]
    ) throws -> RunningProgram {
        try RunningProgram(
            BuiltProgram.path("aurora"), arguments, input: input,
            environment: self.environment.merging(environment) { $1 }, directory: files.path)
    }

    /// Runs `aurora` to its end.
    func run(
        _ arguments: [String], input: String = "", environment: [String: String] = [:]
    ) async throws -> ProgramRun {
        try await start(arguments, input: input, environment: environment).wait(timeout: .seconds(120))
    }

    /// Runs `aurora spawn` over a task file without showing anything.
    ///
    /// - Returns: Its end, and the document it has written.
    func spawn(
        _ tasks: String, file: String = "tasks.md", _ options: [String] = []
    ) async throws -> (run: ProgramRun, document: JSONValue) {
        try files.write(file, tasks)
        let run = try await run(["spawn", file, "--ui", "none", "--results", "results.json"] + options)
        return (run, try document())
    }

    /// What `--results results.json` has written.
    func document() throws -> JSONValue {
        try JSONParser.parse(Files.bytes(files["results.json"]) ?? [], file: "results.json")
    }
}
