import Glibc
import SpawnTestKit
import Testing

/// `aurora doctor` over programs, files and limits that are what each test makes them.
@Suite("Doctor") struct DoctorTests {
    private let place: Workplace

    init() throws {
        place = try Workplace("doctor")
        try Files.makeDirectory(place.files["bin"])
        try Files.makeDirectory(place.files["home"])
        let path = try place.files.write(
            "bin/claude",
            "#!/bin/sh\n[ \"$1\" = --version ] && echo '9.8.7 (Claude Code)' || echo \"$@\" > '\(place.files["asked"])'\n"
        )
        _ = unsafe chmod(path, 0o700)
    }

    private func doctor(_ options: [String] = [], _ variables: [String: String] = [:]) async throws -> ProgramRun {
        let environment = [
            "PATH": place.files["bin"] + ":/usr/bin:/bin", "HOME": place.files["home"], "AURORA_SPAWN_TOOL": "",
            "AURORA_HOME": "", "ANTHROPIC_API_KEY": "",
        ]
        return try await place.run(["doctor"] + options, environment: environment.merging(variables) { $1 })
    }

    @Test("doctor: a tool has its version, its format, how it is signed in and what it would be started with")
    func tool() async throws {
        let run = try await doctor(["--state-dir", "state"], ["ANTHROPIC_API_KEY": "k"])
        #expect(run.exitCode == 0, "\(run.output)\(run.errors)")
        let line = run.output.split(separator: "\n").first { $0.contains(" claude * ") } ?? ""
        #expect(line.hasPrefix("  ok  claude *"))
        for part in [
            "9.8.7 (Claude Code)", "claude events", "signed in by ANTHROPIC_API_KEY", place.files["bin/claude"],
            "starts: claude -p --output-format stream-json --verbose",
        ] { #expect(line.contains(part), "\(part) in \(line)") }
        #expect(
            run.output.contains("state   not there yet") || run.output.contains("not there yet; the first run makes it")
        )
        #expect(!Files.exists(place.files["asked"]))
        #expect(!Files.exists(place.files["state"]))
    }

    @Test("doctor: what agents may do is named, and what to do where they may do nothing")
    func permissions() async throws {
        let hint = "→ --permissions edit, or the key spawner.permissions, lets them change files where they work"
        let signedIn = ["ANTHROPIC_API_KEY": "k"]
        for (level, words) in [("null", "its own"), (#""ask-nothing""#, "ask-nothing")] {
            try place.files.write("c.json", #"{"spawner": {"permissions": \#(level)}}"#)
            let run = try await doctor(["--config", "c.json"], signedIn)
            #expect(run.exitCode == 0)
            #expect(run.output.contains("permissions: \(words);"))
            #expect(run.output.contains("its agents may read, and are let change nothing") && run.output.contains(hint))
        }
        try place.files.write("c.json", #"{"spawner": {"permissions": "edit"}}"#)
        let run = try await doctor(["--config", "c.json"], signedIn)
        #expect(run.output.contains("permissions: edit") && run.output.contains("--permission-mode acceptEdits"))
        #expect(!run.output.contains(hint))
    }

    @Test("doctor: what a run would suffer from ends with 1 and says what to do")
    func faults() async throws {
        let unsigned = try await doctor()
        #expect(unsigned.exitCode == 1)
        #expect(unsigned.output.contains("signed in nowhere that we know of"))
        #expect(unsigned.output.contains("→ start claude once and type /login, or set ANTHROPIC_API_KEY"))
        let missing = try await doctor(["--tool", "codex"])
        #expect(missing.exitCode == 1)
        #expect(missing.output.contains("→ install it, or name another with --tool or the key spawner.tool"))
        try place.files.write("c.json", #"{"spawner": {"tool": "t", "tools": {"t": {"command": ["./none"]}}}}"#)
        let configured = try await doctor(["--config", "c.json"])
        #expect(configured.exitCode == 1)
        #expect(configured.output.contains("c.json:1: tool 't' cannot be started: its program './none' was not found"))
        #expect(configured.output.contains("tool  ") || configured.output.contains("from c.json:1"))
    }

    @Test("doctor: it runs nothing of a configuration to which nobody has agreed")
    func unagreed() async throws {
        let path = try place.files.write("spy", "#!/bin/sh\necho > '\(place.files["ran"])'\n")
        _ = unsafe chmod(path, 0o700)
        try Files.makeDirectory(place.files[".aurora"])
        try place.files.write(
            ".aurora/config.json", #"{"spawner": {"tool": "claude", "tools": {"claude": {"command": ["\#(path)"]}}}}"#)
        let run = try await doctor([], ["ANTHROPIC_API_KEY": "k"])
        #expect(run.exitCode == 1)
        #expect(run.output.contains("look at it and agree with aurora trust"))
        #expect(!Files.exists(place.files["ran"]))
        _ = try await doctor(["--trust"])
        #expect(Files.exists(place.files["ran"]))
    }
}
