import AuroraSpawner
import Glibc
import SpawnTestKit
import Testing

/// Event logs and results: whose they are, and where they are when something went wrong.
@Suite struct SavedFileTests {
    let place: Workplace

    init() throws {
        place = try Workplace("saved")
        try place.files.write("tasks.md", "- [ ] 1 x\n  @print hi\n")
    }

    @Test func `event log: a second run that names it is refused, and the first one's stays whole`() async throws {
        try place.files.write("long.md", "- [ ] 1 x\n  @print begun\n  @hang\n")
        let first = try place.start(["spawn", "long.md", "--ui", "none", "--events", "e"])
        _ = try await Waiting.until(timeout: .seconds(60)) {
            Files.read(place.files["e"])?.contains("attempt_output") == true ? true : nil
        }
        let second = try await place.run(["spawn", "--ui", "none", "--events", "e"])
        #expect(second.exitCode == 2)
        #expect(second.errors.contains("aurora: e: is written by another run; every run needs an event log of its own"))
        first.send(SIGTERM)
        #expect(try await first.wait(timeout: .seconds(60)).exitCode == 143)
        let log = try EventLineReader.read(#require(Files.bytes(place.files["e"])), file: "e")
        if case .runEnded = log.events.last?.kind {} else { Issue.record("the log is not whole") }
        #expect(try await place.run(["spawn", "--ui", "none", "--events", "e"]).exitCode == 0)
    }

    @Test(arguments: [
        ["--tool", "nowhere"], ["--results", "no/such/file"], ["--state-dir", "link"], ["--tool", "absent"],
    ])
    func `event log: an old one stays as it was when the run is refused`(options: [String]) async throws {
        try place.files.write("config.json", #"{"spawner": {"tools": {"absent": {"command": ["/no/such/program"]}}}}"#)
        #expect(unsafe symlink(".", place.files["link"]) == 0)
        try place.files.write("e", "old\n")
        #expect(try await place.run(["spawn", "--events", "e"] + options).exitCode == 2)
        #expect(Files.read(place.files["e"]) == "old\n")
    }

    @Test func `files: those that were there are their owner's alone afterwards`() async throws {
        try place.files.write("e", "old\n")
        try place.files.write("r", "old\n")
        #expect(Files.mode(place.files["e"]) == 0o644)
        #expect(try await place.run(["spawn", "--events", "e", "--results", "r"]).exitCode == 0)
        #expect(Files.mode(place.files["e"]) == 0o600)
        #expect(Files.mode(place.files["r"]) == 0o600)
        #expect(Files.read(place.files["e"])?.contains("old") == false)
    }

    @Test func `results: when their place is gone they are saved elsewhere, and that is said`() async throws {
        try Files.makeDirectory(place.files["out"])
        try place.files.write(
            "config.json", #"{"spawner": {"tools": {"rm": {"command": ["rm", "-r", "out"], "prompt": "none"}}}}"#)
        let run = try await place.run(["spawn", "--tool", "rm", "--results", "out/r.json"])
        #expect(run.exitCode == 1)
        let place = try #require(
            run.errors.firstMatch(of: /out\/r.json: cannot be written: .*; the results are in (.*)\n/))
        let path = self.place.files[String(place.1)]
        let results = try ResultsDocument(
            json: #require(Files.bytes(Files.exists(path) ? path : String(place.1))), file: nil)
        #expect(results.results.map(\.ending) == [.firstTry])
    }

    @Test func `state directory: what a task changes there is told at the end`() async throws {
        try place.files.write(
            "config.json",
            #"{"spawner": {"tools": {"plant": {"command": ["sh", "-c", "mkdir -p .aurora; echo {} > .aurora/config.json"]}}}}"#
        )
        let run = try await place.run(["spawn", "--tool", "plant"])
        #expect(run.exitCode == 0)
        #expect(run.errors.contains("aurora: .aurora/config.json changed during the run, and not by aurora"))
        // What aurora writes there itself, because it was asked to, is no news.
        try place.files.write(".aurora/tasks.md", "- [ ] 1 a\n")
        let again = try await place.run([
            "spawn", ".aurora/tasks.md", "--tool", "sample-agent", "--check-off", "--results", ".aurora/r.json",
            "--events", ".aurora/e.jsonl",
        ])
        #expect(again.exitCode == 0)
        #expect(!again.errors.contains("changed during the run"), "\(again.errors)")
    }

    /// Who works at home has all of them in the directory that an agent may write in.
    @Test(arguments: ["home/.config/aurora/config.json", "home/.aurora/config.json", "named.json"])
    func `configurations: what a task changes in one is told at the end, wherever it lies`(path: String) async throws {
        let tools = #"{"spawner": {"tools": {"plant": {"command": ["sh", "plant.sh"], "prompt": "none"}}}}"#
        try place.files.write("named.json", tools)
        try place.files.write("plant.sh", "mkdir -p \"$(dirname \(path))\"; echo '{}' > \(path)")
        let run = try await place.run(
            ["spawn", "--tool", "plant", "--config", "named.json"],
            environment: ["HOME": place.files["home"], "AURORA_HOME": ""])
        #expect(run.exitCode == 0)
        #expect(run.errors.contains("\(path) changed during the run, and not by aurora"))
    }
}
