import SpawnTestKit
import Testing

@Suite struct ConfigCommandTests {
    let place: Workplace
    var files: TemporaryDirectory { place.files }

    init() throws { place = try Workplace("config") }

    func config(_ arguments: String...) async throws -> ProgramRun {
        try await place.run(["config"] + arguments, environment: ["AURORA_HOME": "", "AURORA_SPAWN_TOOL": "codex"])
    }

    @Test func `show tells what would hold, and where that comes from`() async throws {
        try files.write("c.json", #"{"spawner": {"model": "opus",\n"max_concurrent": 2}}"#.replacing("\\n", with: "\n"))
        let run = try await config("show", "--config", "c.json", "-j", "6")
        #expect(run.exitCode == 0)
        let lines = run.output.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
        #expect(lines.starts(with: ["KEY VALUE FROM", "tool codex AURORA_SPAWN_TOOL", "model opus c.json:1"]))
        #expect(lines.contains("max_concurrent 6 --max-concurrent"))
        #expect(lines.contains("circuit_breaker.reset_timeout 120 default"))
        #expect(try await config("--config", "c.json").output.contains("max_concurrent                          2 "))
    }

    @Test func `check says OK, or the one sentence`() async throws {
        #expect(
            try await config("check").output
                == "OK: no configuration file, so the defaults hold; looked for .aurora/config.json, "
                + "\(files.path)/.aurora/config.json\n")
        try files.write("good.json", #"{"spawner": {}}"#)
        #expect(try await config("check", "--config", "good.json").output == "OK: good.json\n")
        try files.write("bad.json", "{\"spawner\": {\n\"max_concurent\": 3}}")
        let bad = try await config("check", "--config", "bad.json")
        #expect(bad.exitCode == 2)
        #expect(bad.output == "")
        #expect(bad.errors.hasPrefix("aurora: bad.json:2: unknown key 'spawner.max_concurent'; allowed are tool, "))
        let tool = try await config("check", "--tool", "vim")
        #expect(tool.exitCode == 2)
        #expect(tool.errors.hasPrefix("aurora: --tool: unknown tool 'vim'; allowed are "))
    }
}
