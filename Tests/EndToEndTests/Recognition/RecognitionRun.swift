import AuroraSpawner
import SpawnTestKit
import Testing

/// A run of the real program over agent command lines that are small scripts, with delays short enough for a test.
struct RecognitionRun {
    var results: [SpawnResult]
    var exitCode: Int32?

    /// Runs one task, or a whole task file.
    ///
    /// - Parameters:
    ///   - tasks: The task file.
    ///   - tool: The tool; a program in `programs`, a tool of `tools`, or `sample-agent`.
    ///   - programs: Scripts of the shell, by the names under which they are found on PATH.
    ///   - tools: The object `tools` of the configuration.
    ///   - options: Further options of `aurora spawn`.
    /// - Returns: What the run left.
    /// - Throws: When it left no results.
    static func of(
        _ tasks: String, tool: String = "sample-agent", programs: [String: String] = [:], tools: String = "{}",
        options: [String] = []
    ) async throws -> RecognitionRun {
        let files = try TemporaryDirectory()
        try files.write("tasks.md", tasks)
        let recovery = #"{"preset": "default", "base_delay": 0.01, "max_delay": 0.05, "max_retries": 1}"#
        try files.write("config.json", #"{"spawner": {"recovery": \#(recovery), "tools": \#(tools)}}"#)
        for (name, script) in programs {
            try files.write(name, "#!/bin/sh\n\(script)\n")
            _ = try await ProgramRun.of("chmod", ["755", files[name]])
        }
        let run = try await ProgramRun.of(
            BuiltProgram.path("aurora"),
            [
                "spawn", "tasks.md", "--tool", tool, "--config", "config.json", "--ui", "none", "--results",
                "results.json",
            ] + options,
            environment: ["PATH": "\(files.path):\(BuiltProgram.directory):/usr/bin:/bin"], directory: files.path,
            timeout: .seconds(60))
        let bytes = try #require(Files.bytes(files["results.json"]), "\(run.errors)")
        return RecognitionRun(
            results: try ResultsDocument(json: bytes, file: "results.json").results, exitCode: run.exitCode)
    }

    /// The failure of the first attempt of the first task.
    var firstFailure: Failure? { results[0].attempts.first?.outcome.failure }
}
