import AuroraSpawner
import Glibc
import SpawnTestKit
import Testing

/// `aurora runs`: what runs have left, and its removal.
@Suite struct RunsCommandTests {
    let place: Workplace
    var files: TemporaryDirectory { place.files }
    /// Long ago, in the form of today and in that of the first versions.
    private static let old = ["20200102-030405.678-0123456789", "20200101-000000-abcdef"]

    init() throws {
        place = try Workplace("runs")
        try Files.makeDirectory(files[".aurora"])
        try Files.makeDirectory(files[".aurora/runs"])
    }

    private func plantOldRuns() throws {
        for id in Self.old {
            try Files.makeDirectory(files[".aurora/runs/\(id)"])
            try files.write(".aurora/runs/\(id)/1-attempt-1.stdout", "output\n")
        }
    }

    private var left: [String] { Files.entries(of: files[".aurora/runs"]).filter { !$0.hasPrefix(".") }.sorted() }

    @Test func `they are listed, the latest first, and nothing is one that has no run's name`() async throws {
        #expect(try await place.run(["runs", "--state-dir", "none"]).output == "no run is kept here yet\n")
        try plantOldRuns()
        try Files.makeDirectory(files[".aurora/runs/notes"])
        let run = try await place.run(["runs"])
        let lines = run.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        #expect(lines.map(\.first) == ["RUN"] + Self.old)
        #expect(lines.last?.contains("unknown") == true)
        let json = try await place.run(["runs", "--json"])
        let items = try JSONParser.parse(json.stdout, file: nil).items
        #expect(items.map { $0["id"]?.string } == Self.old)
        #expect(items.map { $0["bytes"]?.integer } == [7, 7])
    }

    @Test func `what is old is removed, when it is asked for, and nothing that a link leads to`() async throws {
        try plantOldRuns()
        try files.write("precious", "mine\n")
        try Files.makeDirectory(files["elsewhere"])
        try files.write("elsewhere/file", "mine\n")
        let run = ".aurora/runs/\(Self.old[0])"
        // What an agent may have put there.
        try Files.makeDirectory(files["\(run)/deep"])
        try Files.makeDirectory(files["\(run)/deep/er"])
        #expect(unsafe symlink(files["precious"], files["\(run)/deep/er/link"]) == 0)
        #expect(unsafe symlink(files["elsewhere"], files["\(run)/directory"]) == 0)
        #expect(unsafe mkfifo(files["\(run)/pipe"], 0o600) == 0)
        #expect(unsafe symlink(files["elsewhere"], files[".aurora/runs/20200103-000000-abcdef"]) == 0)
        try Files.makeDirectory(files[".aurora/runs/notes"])
        let all = left

        let dry = try await place.run(["runs", "prune", "--older-than", "7d", "--dry-run"])
        #expect(
            dry.output
                == "\(Self.old[0]) would be removed\n\(Self.old[1]) would be removed\n2 runs, 14 bytes would be removed\n"
        )
        #expect(left == all)
        #expect(
            try await place.run(["runs", "prune", "--keep", "1"]).output.hasPrefix("\(Self.old[1]) removed\n1 run, "))
        #expect(
            try await place.run(["runs", "prune", "--older-than", "12h"]).output.hasPrefix("\(Self.old[0]) removed\n"))
        #expect(left == ["20200103-000000-abcdef", "notes"])
        #expect(Files.read(files["precious"]) == "mine\n" && Files.read(files["elsewhere/file"]) == "mine\n")
    }

    @Test func `a run that goes on keeps what it has left`() async throws {
        try files.write("tasks.md", "- [ ] 1 x\n  @bytes 300000\n  @print begun\n  @hang\n")
        let run = try place.start(["spawn", "--ui", "none", "--events", "e"])
        let isThere = try await Waiting.until(timeout: .seconds(60)) {
            Files.read(files["e"])?.contains("begun") == true ? true : nil
        }
        try #require(isThere == true)
        #expect(try await place.run(["runs"]).output.contains("goes on"))
        #expect(try await place.run(["runs", "prune", "--keep", "0"]).output == "0 runs, 0 bytes removed\n")
        #expect(left.count == 1)
        run.send(SIGTERM)
        #expect(try await run.wait(timeout: .seconds(60)).exitCode == 143)
        #expect(try await !place.run(["runs"]).output.contains("goes on"))
        #expect(
            try await place.run(["runs", "prune", "--older-than", "0s"]).output.contains(
                "1 run, 3"))
        #expect(left.isEmpty)
    }

    @Test(arguments: [["prune"], ["--keep", "1"], ["list", "--dry-run"], ["prune", "--older-than", "7"], ["remove"]])
    func `what does not say which is a usage error, and nothing is removed`(arguments: [String]) async throws {
        try plantOldRuns()
        let run = try await place.run(["runs"] + arguments)
        #expect(run.exitCode == 2 && run.errors.contains("allowed") || run.errors.contains("are for aurora runs prune"))
        #expect(left.count == 2)
    }

    @Test func `a store that is a link is refused`() async throws {
        Files.remove(files[".aurora/runs"])
        _ = unsafe rmdir(files[".aurora/runs"])
        try Files.makeDirectory(files["elsewhere"])
        try Files.makeDirectory(files["elsewhere/\(Self.old[0])"])
        #expect(unsafe symlink("../elsewhere", files[".aurora/runs"]) == 0)
        let run = try await place.run(["runs", "prune", "--keep", "0"])
        #expect(run.exitCode == 2 && run.errors.contains(".aurora/runs: is a link"))
        #expect(Files.exists(files["elsewhere/\(Self.old[0])"]))
    }
}
