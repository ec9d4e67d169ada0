import AuroraSpawner
import Glibc
import SpawnTestKit
import Testing

/// What becomes of a run whose directory, and all that is in it, somebody deletes in its middle.
struct DeletedDirectoryTests {
    @Test func `a working directory that is deleted ends no run, and the results say what is missing`() async throws {
        let place = try Workplace("deleted")
        let elsewhere = try TemporaryDirectory()
        let gate = elsewhere["gate"]
        try elsewhere.write("config.json", #"{"spawner": {"tool": "sh", "tools": {"sh": {"command": ["sh"]}}}}"#)
        try place.files.write(
            "tasks.md",
            """
            - [ ] 1 echo begun
              until test -e \(gate); do sleep 0.02; done
              head -c 200000 /dev/zero
            - [ ] 2 head -c 200000 /dev/zero
            - [ ] 3 echo short

            """)
        let aurora = try place.start(
            [
                "spawn", "-j", "1", "--tool", "sh", "--ui", "plain", "--results", elsewhere["results.json"], "--events",
                elsewhere["events"],
            ], environment: ["AURORA_HOME": elsewhere.path])
        // The file of the first attempt is there after a second, with what it has written until then.
        let runs = place.files[".aurora/runs"]
        let kept = try await Waiting.until(timeout: .seconds(60)) {
            Files.entries(of: runs).first { Files.read("\(runs)/\($0)/outputs/1-attempt-1.stdout") == "begun\n" }
        }
        #expect(kept != nil)
        Files.remove(place.files.path)
        try elsewhere.write("gate", "")
        let run = try await aurora.wait(timeout: .seconds(60))

        #expect(run.exitCode == 0, "\(run.errors)")
        let document = try JSONParser.parse(Files.bytes(elsewhere["results.json"]) ?? [], file: "results.json")
        #expect(document["summary"]?["succeeded"]?.integer == 3)
        let results = try #require(document["results"]?.items)
        #expect(results[2]["output"]?.string == "short\n")
        for (result, reason) in zip(results, ["the file was removed", "No such file or directory"]) {
            let spill = try #require(result["attempts"]?.items[0]["output_files"]?.items[0])
            #expect(spill["bytes"]?.integer == 0)
            #expect(spill["missing_bytes"]?.integer == result["output_bytes"]?.integer)
            #expect(spill["missing_reason"]?.string == reason)
        }
        #expect(run.errors.contains("1: attempt 1: 200006 bytes of stdout are missing in .aurora/runs/"))
    }
}
