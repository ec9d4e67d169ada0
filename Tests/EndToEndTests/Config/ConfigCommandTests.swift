import Glibc
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
        #expect(try await config("--config", "c.json").output.contains(#/\nmax_concurrent +2 /#))
    }

    @Test func `check names each program and each directory that is not there`() async throws {
        try files.write("text", "no program")
        let json = """
            {"spawner": {"tools": {
            "a": {"command": ["no-such-program", "x"]},
            "b": {"command": ["sh"],
              "cwd": "/no/such/directory"},
            "c": {"command": ["./text"]},
            "d": {"command": ["only-here"], "env": {"PATH": "bin"}},
            "e": {"command": ["sh"], "cwd": "bin", "env": {"HOME": null}},
            "g": {"command": ["bin/orphan"]}, "h": {"command": ["bin/dos"]}, "i": {"command": ["bin/text"]}},
            "agents": {"f": {"command": ["/no/such/agent"]}},
            "fallback": {"command": ["~/fallback"]}}}
            """
        try files.write("c.json", json)
        unsafe mkdir(files["bin"], 0o755)
        try files.write("bin/only-here", "#!/bin/sh\n")
        try files.write("bin/orphan", "#! /no/such/sh -e\n")
        try files.write("bin/dos", "#!/bin/sh\r\necho hi\r\n")
        try files.write("bin/text", "echo hi\n")
        for name in ["only-here", "orphan", "dos", "text"] { unsafe chmod(files["bin/\(name)"], 0o755) }
        let run = try await config("check", "--config", "c.json")
        #expect(run.exitCode == 2)
        #expect(run.output.isEmpty)
        let expected: [String] = [
            "aurora: c.json:2: tool 'a' cannot be started: its program 'no-such-program' was not found",
            "aurora: c.json:4: tool 'b' cannot be started: its cwd '/no/such/directory' cannot be used: No such file or directory",
            "aurora: c.json:5: tool 'c' cannot be started: its program './text' is not executable; chmod +x makes it so",
            "aurora: c.json:8: tool 'g' cannot be started: its program 'bin/orphan' names an interpreter in its first line, "
                + "“/no/such/sh”, that was not found",
            "aurora: c.json:8: tool 'h' cannot be started: its program 'bin/dos' names an interpreter in its first line, "
                + "“/bin/sh”, that was not found; the line ends with a carriage return, as on Windows",
            "aurora: c.json:8: tool 'i' cannot be started: its program 'bin/text' is no program this machine can run: "
                + "its first line names no interpreter, as “#!/bin/sh” does",
            "aurora: c.json:9: agent 'f' cannot be started: its program '/no/such/agent' was not found",
            "aurora: c.json:10: fallback 'fallback' cannot be started: its program '~/fallback' was not found; "
                + "no shell reads it, so write out what “~” stands for",
        ]
        #expect(run.errors.split(separator: "\n").map(String.init) == expected)
    }

    @Test func `check says OK, or the one sentence`() async throws {
        #expect(
            try await config("check").output
                == "OK: no configuration file, so the defaults hold; looked for .aurora/config.json, "
                + "\(files.path)/.config/aurora/config.json, \(files.path)/.aurora/config.json\n")
        try files.write("good.json", #"{"spawner": {}}"#)
        #expect(try await config("check", "--config", "good.json").output == "OK: good.json\n")
        try files.write("bad.json", "{\"spawner\": {\n\"max_concurent\": 3}}")
        let bad = try await config("check", "--config", "bad.json")
        #expect(bad.exitCode == 2)
        #expect(bad.output == "")
        #expect(bad.errors.hasPrefix("aurora: bad.json:2: unknown key 'spawner.max_concurent'; allowed are tool, "))
        let tool = try await config("check", "--tool", "vim")
        #expect(tool.exitCode == 2)
        #expect(tool.errors.hasPrefix("aurora: --tool is \"vim\"; allowed is one of "))
    }
}
