import AuroraSpawner
import SpawnTestKit
import Testing

/// A large run of tiny tasks.
struct ThousandTasksTests {
    @Test func `a thousand tasks give a thousand results in order, in little memory, and leave nothing running`()
        async throws
    {
        let place = try Workplace("thousand")
        let tasks = (1...1000).map { "- [ ] \($0) say it\n  @print hi \($0)\n" }.joined()
        try place.files.write("tasks.md", tasks)
        let aurora = try place.start(["spawn", "-j", "8", "--ui", "none", "--results", "results.json"])
        async let peakMemory = Self.watchMemory(of: aurora)
        let run = try await aurora.wait(timeout: .seconds(120))
        #expect(run.exitCode == 0)
        #expect(place.mark.survivors.isEmpty)
        #expect(run.stdout.isEmpty && run.stderr.isEmpty)

        let document = try place.document()
        let results = document["results"]?.items ?? []
        #expect(results.count == 1000)
        for (index, result) in results.enumerated() {
            #expect(result["task_index"]?.integer == index)
            #expect(result["task_id"]?.string == "\(index + 1)")
            #expect(result["output"]?.string == "hi \(index + 1)\n")
            #expect(result["success"]?.bool == true)
            #expect(result["attempts"]?.items.count == 1)
        }
        #expect(document["summary"]?["total"]?.integer == 1000)
        #expect(document["summary"]?["succeeded"]?.integer == 1000)
        let peak = try await peakMemory
        #expect(Sanitizer.isOn || peak <= 60 << 20, "it held \(peak) bytes")
    }

    private static func watchMemory(of program: RunningProgram) async throws -> Int {
        var peak = 0
        _ = try await Waiting.until(timeout: .seconds(20)) { program.peakMemory }
        while let memory = program.peakMemory {
            peak = memory
            try await Task.sleep(for: .milliseconds(5))
        }
        return peak
    }
}
