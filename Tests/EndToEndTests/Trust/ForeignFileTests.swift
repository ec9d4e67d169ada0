import AuroraSpawner
import Glibc
import SpawnTestKit
import Testing

/// Links, pipes and devices where our files are to be: nothing outside is touched, and nothing waits.
@Suite struct ForeignFileTests {
    let place: Workplace
    var files: TemporaryDirectory { place.files }

    init() throws {
        place = try Workplace("foreign")
        try files.write("mine", "precious\n")
        try files.write("ok.md", "- [ ] 1 x\n  @print hi\n")
        try files.write("bad.md", "- [ ] 1 x\n  - Agent: a\n  @exit 1\n")
        try Files.makeDirectory(files[".aurora"])
    }

    func link(_ target: String, _ name: String) { #expect(unsafe symlink(target, files[name]) == 0) }

    func spawn(_ arguments: String...) async throws -> ProgramRun {
        try await place.run(["spawn"] + arguments + ["--ui", "none", "--no-fallback", "--max-retries", "0"])
    }

    @Test(arguments: ["breakers/a.json", "breakers.lock"])
    func `breakers: a link in their place is not followed`(name: String) async throws {
        try Files.makeDirectory(files[".aurora/breakers"])
        link(files["mine"], ".aurora/\(name)")
        let run = try await spawn("bad.md")
        #expect(run.exitCode == 1)
        #expect(run.errors.contains("\(name): cannot be"))
        #expect(Files.read(files["mine"]) == "precious\n")
    }

    @Test(arguments: ["breakers/a.json", "breakers.lock"])
    func `breakers: a pipe in their place is not waited for`(name: String) async throws {
        try Files.makeDirectory(files[".aurora/breakers"])
        #expect(unsafe mkfifo(files[".aurora/\(name)"], 0o600) == 0)
        #expect(try await spawn("bad.md").exitCode == 1)
    }

    @Test func `breakers: a link in the place of their directory is not followed`() async throws {
        try Files.makeDirectory(files["elsewhere"])
        link("../elsewhere", ".aurora/breakers")
        let run = try await spawn("bad.md")
        #expect(run.exitCode == 1)
        #expect(run.errors.contains(".aurora/breakers: is a link"))
        #expect(Files.entries(of: files["elsewhere"]).isEmpty)
    }

    @Test func `configuration: a link, a pipe and a device in its place are refused`() async throws {
        for make in [
            { self.link(self.files["mine"], ".aurora/config.json") },
            { self.link("/dev/zero", ".aurora/config.json") },
            { #expect(unsafe mkfifo(self.files[".aurora/config.json"], 0o600) == 0) },
        ] {
            make()
            let run = try await place.run(["spawn", "ok.md"], environment: ["HOME": "/nowhere", "AURORA_HOME": ""])
            #expect(run.exitCode == 2)
            #expect(run.errors.contains("is a link") || run.errors.contains("is no regular file"))
            Files.remove(files[".aurora/config.json"])
        }
        let endless = try await place.run(["spawn", "ok.md", "--config", "/dev/zero"])
        #expect(endless.exitCode == 2)
        #expect(endless.errors.contains("/dev/zero: has more than 16 MiB"))
    }

    @Test func `state directory: a link, everybody's and another user's are refused`() async throws {
        link(".aurora", "link")
        try Files.makeDirectory(files["everybody"])
        #expect(unsafe chmod(files["everybody"], 0o777) == 0)
        try Files.makeDirectory(files["other"])
        for (name, words) in [
            ("link", "is a link"), ("everybody", "can be written by everybody"), ("other", "another user"),
        ] {
            if name == "other" {
                guard geteuid() == 0 else { continue }
                #expect(unsafe chown(files["other"], 65_534, 65_534) == 0)
            }
            let run = try await spawn("bad.md", "--state-dir", name)
            #expect(run.exitCode == 2)
            #expect(run.errors.contains("\(name): \(words)") || run.errors.contains("\(name): belongs to \(words)"))
        }
    }

    @Test func `output files: a link in the place of their directory is not followed`() async throws {
        try Files.makeDirectory(files["elsewhere"])
        link("../elsewhere", ".aurora/runs")
        try files.write("long.md", "- [ ] 1 x\n  @bytes 300000\n")
        let run = try await spawn("long.md")
        #expect(run.exitCode == 0)
        #expect(Files.entries(of: files["elsewhere"]).isEmpty)
    }

    @Test func `results: a link that a task puts in their place is replaced, and not what it leads to`() async throws {
        try files.write(
            "config.json",
            #"{"spawner": {"tools": {"evil": {"command": ["sh", "-c", "ln -sf mine r.json; ln -sf mine e.json"]}}}}"#)
        let run = try await spawn("ok.md", "--tool", "evil", "--results", "r.json", "--events", "e.json")
        #expect(run.exitCode == 0)
        #expect(Files.read(files["mine"]) == "precious\n")
        #expect(Files.read(files["r.json"])?.contains("\"run_id\"") == true)
    }

    @Test(.enabled(if: geteuid() == 0), arguments: ["--results", "--events"])
    func `named files: another user's link in a sticky directory is not followed`(option: String) async throws {
        try Files.makeDirectory(files["tmp"])
        #expect(unsafe chmod(files["tmp"], 0o1777) == 0)
        link(files["mine"], "tmp/x.json")
        #expect(unsafe lchown(files["tmp/x.json"], 65_534, 65_534) == 0)
        let run = try await spawn("ok.md", option, "tmp/x.json")
        #expect(run.exitCode == 2)
        #expect(run.errors.contains("tmp/x.json: is the link of another user"))
        #expect(Files.read(files["mine"]) == "precious\n")
        // One's own is followed, as ever.
        link(files["mine"], "own.json")
        #expect(try await spawn("ok.md", option, "own.json").exitCode == 0)
        #expect(Files.read(files["mine"])?.contains("precious") == false)
        #expect(Files.mode(files["mine"]) == 0o600)
    }

    @Test(.enabled(if: geteuid() == 0), arguments: ["--results", "--events"], ["mkfifo", "touch"])
    func `named files: another user's file or pipe in a sticky directory is not written to`(
        option: String, maker: String
    ) async throws {
        try Files.makeDirectory(files["tmp"])
        #expect(unsafe chmod(files["tmp"], 0o1777) == 0)
        _ = try await ProgramRun.of(maker, [files["tmp/x.json"]])
        #expect(unsafe chmod(files["tmp/x.json"], 0o666) == 0)
        #expect(unsafe chown(files["tmp/x.json"], 65_534, 65_534) == 0)
        let run = try await spawn("ok.md", option, "tmp/x.json")
        #expect(run.exitCode == 2)
        #expect(run.errors.contains("tmp/x.json: belongs to another user (65534), where everybody may put files"))
        // By way of a link of one's own as well.
        link("tmp/x.json", "own.json")
        #expect(try await spawn("ok.md", option, "own.json").exitCode == 2)
    }

    /// Runs a child that prepares the directory, for which the run's name is no secret, and shows the dashboard.
    private func inDashboard(_ script: String, _ body: (TmuxSession) async throws -> Void) async throws {
        try files.write("plant.sh", "cd '\(files.path)'; \(script); echo planted; exec sleep 600")
        try files.write(
            "config.json",
            #"{"spawner": {"tools": {"evil": {"command": ["sh", "\#(files["plant.sh"])"], "prompt": "none"}}}}"#)
        try await TmuxSession.run(
            BuiltProgram.path("aurora"), ["spawn", "ok.md", "--tool", "evil"], environment: place.environment,
            directory: files.path
        ) { session in
            try await session.waitForText("planted")
            try await body(session)
            kill(try await session.pid(), SIGTERM)
            #expect(try await session.exitStatus(timeout: .seconds(60)) == 143)
        }
    }

    @Test func `status: a link in its place is replaced, and not what it leads to`() async throws {
        try await inDashboard("ln -s ../mine .aurora/status.txt") { session in
            kill(try await session.pid(), SIGUSR1)
            let status = try await Waiting.until(timeout: .seconds(60)) {
                Files.read(files[".aurora/status.txt"]).flatMap { $0.contains("0 of 1 tasks over") ? $0 : nil }
            }
            #expect(status != nil)
        }
        #expect(Files.read(files["mine"]) == "precious\n")
    }

    @Test(arguments: ["ln -s victim", "ln -s mine", "mkfifo"])
    func `saved pictures and streams: what is there already is neither followed nor written over`(plant: String)
        async throws
    {
        // Of a picture the next free name is taken; a stream has one name, and it is told that it cannot be written.
        let script = """
            for end in -1.svg -2.svg -1.out -1-attempt-1.out -1.err -1-attempt-1.err; do \(plant) "aurora-$AURORA_RUN_ID$end"; done
            """
        try await inDashboard(script) { session in
            try await session.press("S")
            try await session.waitForText("-3.svg")
            try await session.press("Enter")
            try await session.waitForText("save")
            try await session.press("s")
            try await session.waitForText("cannot write aurora-")
        }
        #expect(Files.read(files["mine"]) == "precious\n")
        #expect(!Files.exists(files["victim"]))
    }
}
