import SpawnTestKit
import Testing

/// A configuration that came with a directory runs nothing to which nobody has agreed.
@Suite struct AgreementTests {
    let place: Workplace
    let home: TemporaryDirectory

    init() throws {
        place = try Workplace("agreement")
        home = try TemporaryDirectory()
        try place.files.write("tasks.md", "- [ ] 1 x\n")
        try Files.makeDirectory(place.files[".aurora"])
    }

    static let tool = #"{"spawner": {"tool": "t", "tools": {"t": {"command": ["sh", "-c", "echo > ran"]}}}}"#

    /// With a home of its own, where there is nothing yet.
    func run(_ arguments: [String], _ environment: [String: String] = [:]) async throws -> ProgramRun {
        Files.remove(place.files["ran"])
        return try await place.run(
            arguments,
            environment: ["HOME": home.path, "AURORA_HOME": "", "AURORA_SPAWN_TOOL": ""].merging(environment) { $1 })
    }

    var hasRun: Bool { Files.exists(place.files["ran"]) }

    func expectRefusal(_ run: ProgramRun) {
        #expect(run.exitCode == 2)
        #expect(run.output.isEmpty)
        #expect(run.errors.hasPrefix("aurora: .aurora/config.json: "))
        for word in ["aurora trust [DIR]", "--trust", "AURORA_TRUST=1"] { #expect(run.errors.contains(word)) }
        #expect(!hasRun)
    }

    @Test(arguments: [
        tool,
        #"{"spawner": {"tool": "sample-agent", "tools": {"sample-agent": {"command": ["sh", "-c", "echo > ran"]}}}}"#,
        #"{"spawner": {"tool": "sample-agent", "agents": {"a": {"command": ["sh", "-c", "echo > ran"]}}}}"#,
        #"{"spawner": {"tool": "sample-agent", "fallback": {"command": ["sh", "-c", "echo > ran"]}}}"#,
        #"{"spawner": {"tool": "sample-agent", "permissions": "full"}}"#,
        #"{"spawner": {"tools": {"x": {"command": ["sample-agent"], "env": {"LD_PRELOAD": "/x"}}}, "tool": "sample-agent"}}"#,
    ])
    func `what a cloned configuration runs is refused until somebody agrees`(configuration: String) async throws {
        try place.files.write(".aurora/config.json", configuration)
        expectRefusal(try await run(["spawn"]))
        #expect(try await run(["trust"]).exitCode == 0)
        #expect(try await run(["spawn", "--ui", "none"]).exitCode != 2)
    }

    @Test func `numbers, and names of what is built in, need no agreement`() async throws {
        try place.files.write(
            ".aurora/config.json",
            #"{"spawner": {"tool": "sample-agent", "max_concurrent": 3, "fallback": {"tool": "sample-agent"}, "tools": {}}}"#
        )
        try place.files.write("tasks.md", "- [ ] 1 x\n  @print hi\n")
        #expect(try await run(["spawn"]).exitCode == 0)
        #expect(try await run(["trust"]).output.contains("nothing to agree to"))
    }

    @Test func `an agreement is kept, holds in its place, and ends with the content`() async throws {
        try place.files.write(".aurora/config.json", Self.tool)
        let agreed = try await run(["trust"])
        #expect(agreed.exitCode == 0)
        #expect(agreed.output.contains("tools.t.command  sh -c 'echo > ran'\n"))
        #expect(try await run(["spawn"]).exitCode == 0)
        #expect(hasRun)
        let state = home[".local/state/aurora/agreed"]
        #expect(Files.mode(state) == 0o700)
        // Of the configuration, and of the options of the runs.
        #expect(Set(Files.entries(of: state).map { Files.mode("\(state)/\($0)") }) == [0o600])

        // Numbers beside it change nothing of what is run.
        try place.files.write(
            ".aurora/config.json", Self.tool.replacing(#""tool": "t","#, with: #""tool": "t", "deadline": 60,"#))
        #expect(try await run(["spawn"]).exitCode == 0)
        try place.files.write(".aurora/config.json", Self.tool.replacing("echo", with: "date"))
        expectRefusal(try await run(["spawn"]))
        try place.files.write(".aurora/config.json", Self.tool)
        #expect(try await run(["spawn"]).exitCode == 0)

        // The same words may mean another program elsewhere.
        try Files.makeDirectory(place.files["clone"])
        try Files.makeDirectory(place.files["clone/.aurora"])
        try place.files.write("clone/.aurora/config.json", Self.tool)
        try place.files.write("clone/tasks.md", "- [ ] 1 x\n")
        Files.remove(place.files["ran"])
        let elsewhere = try await ProgramRun.of(
            "env", ["-C", place.files["clone"], BuiltProgram.path("aurora"), "spawn"],
            environment: place.environment.merging(["HOME": home.path, "AURORA_HOME": "", "AURORA_SPAWN_TOOL": ""]) {
                $1
            })
        expectRefusal(elsewhere)
        #expect(try await run(["trust", "clone"]).exitCode == 0)
    }

    @Test func `an option and a variable agree for one run, and a state directory can be named`() async throws {
        try place.files.write(".aurora/config.json", Self.tool)
        #expect(try await run(["spawn", "--trust"]).exitCode == 0)
        #expect(hasRun)
        #expect(try await run(["spawn"], ["AURORA_TRUST": "1"]).exitCode == 0)
        #expect(hasRun)
        expectRefusal(try await run(["spawn"], ["AURORA_TRUST": "0"]))
        #expect(try await run(["trust"], ["XDG_STATE_HOME": home["state"]]).exitCode == 0)
        expectRefusal(try await run(["spawn"]))
        #expect(try await run(["spawn"], ["XDG_STATE_HOME": home["state"]]).exitCode == 0)
        // What the directory brings along is no state of the user's.
        expectRefusal(try await run(["spawn"], ["XDG_STATE_HOME": "state"]))
    }

    @Test func `what a person has named, or put at home, is agreed to`() async throws {
        try place.files.write(".aurora/config.json", Self.tool)
        #expect(try await run(["spawn", "--config", ".aurora/config.json"]).exitCode == 0)
        #expect(hasRun)
        #expect(try await run(["spawn"], ["HOME": place.files.path]).exitCode == 0)
        #expect(hasRun)
        Files.remove(place.files[".aurora"])
        for directory in [".config/aurora", ".aurora", "xdg/aurora"] {
            var path = home.path
            for part in directory.split(separator: "/") {
                path += "/\(part)"
                if !Files.exists(path) { try Files.makeDirectory(path) }
            }
            try home.write("\(directory)/config.json", Self.tool)
            #expect(
                try await run(["spawn"], directory.hasPrefix("xdg") ? ["XDG_CONFIG_HOME": home["xdg"]] : [:]).exitCode
                    == 0)
            #expect(hasRun)
            Files.remove(home["\(directory)/config.json"])
        }
    }

    @Test func `what runs nothing needs no agreement, and a dry run says that a run would`() async throws {
        try place.files.write(".aurora/config.json", Self.tool)
        for arguments in [["config"], ["config", "check"], ["breakers"], ["classify", "tasks.md"]] {
            #expect(try await run(arguments).exitCode == 0)
        }
        let dry = try await run(["spawn", "--dry-run"])
        #expect(dry.exitCode == 0)
        #expect(dry.output.contains("sh -c 'echo > ran'"))
        #expect(dry.errors.contains("aurora trust [DIR]"))
    }

    @Test func `on a terminal all of it is shown, and nothing is run without a yes`() async throws {
        try place.files.write(
            ".aurora/config.json", Self.tool.replacing("echo > ran", with: #"echo > ran\u001b[8m\rsleep"#))
        let environment = place.environment.merging(
            ["HOME": home.path, "AURORA_HOME": "", "AURORA_SPAWN_TOOL": ""]) { $1 }
        for (answer, code) in [("", Int32(2)), ("n", 2), ("yes", 0)] {
            try await TmuxSession.run(
                BuiltProgram.path("aurora"), ["spawn", "--ui", "plain"], environment: environment,
                directory: place.files.path
            ) { session in
                try await session.waitForText("tools.t.command  sh -c $'echo > ran\\x1b[8m\\rsleep'")
                try await session.waitForText("Type yes")
                #expect(!hasRun)
                if !answer.isEmpty { try await session.type(answer) }
                try await session.press("Enter")
                #expect(try await session.exitStatus(timeout: .seconds(60)) == code || code == 0)
            }
        }
        #expect(!Files.entries(of: home[".local/state/aurora/agreed"]).isEmpty)
    }
}
