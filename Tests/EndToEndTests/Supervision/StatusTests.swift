import Glibc
import SpawnTestKit
import Testing

/// SIGUSR1 asks how a run stands, and never ends it.
struct StatusTests {
    private static let tasks = """
        - [ ] 1 work
          @print so far
          @hang
        - [ ] 2 more work

        """

    private func waitUntilItSpeaks(_ place: Workplace) async throws {
        let ready = try await Waiting.until(timeout: .seconds(60)) {
            Files.read(place.files["events"])?.contains("\"so far\"") == true ? true : nil
        }
        try #require(ready != nil)
    }

    @Test(arguments: ["plain", "none"])
    func `it is told on standard error`(interface: String) async throws {
        let place = try Workplace("status")
        try place.files.write("tasks.md", Self.tasks)
        let aurora = try place.start(["spawn", "-j", "1", "--ui", interface, "--events", "events"])
        try await waitUntilItSpeaks(place)
        aurora.send(SIGUSR1)
        let status = try await Waiting.until(timeout: .seconds(60)) {
            aurora.stderr.hasSuffix("  2: waits for a slot\n") ? aurora.stderr : nil
        }
        let summary = ": 0 of 2 tasks over (0 succeeded), 1 running, 1 waiting\n"
        #expect(status?.contains("\(summary)  1 runs: plain LLM with ") == true)
        #expect(status?.contains("\n    | so far\n") == true)
        aurora.send(SIGINT)
        #expect(try await aurora.wait(timeout: .seconds(60)).exitCode == 130)
    }

    @Test func `it spoils no screen`() async throws {
        let place = try Workplace("status-screen")
        try place.files.write("tasks.md", Self.tasks)
        try await TmuxSession.run(
            BuiltProgram.path("aurora"), ["spawn", "-j", "1", "--events", "events", "--state-dir", "state"],
            environment: place.environment, directory: place.files.path
        ) { session in
            try await waitUntilItSpeaks(place)
            kill(try await session.pid(), SIGUSR1)
            let status = try await Waiting.until(timeout: .seconds(60)) {
                Files.read(place.files["state/status.txt"])
            }
            #expect(status?.contains("    | so far\n") == true)
            #expect(try await !session.screen().contains("waits for a slot"))
            kill(try await session.pid(), SIGINT)
            #expect(try await session.exitStatus(timeout: .seconds(60)) == 130)
        }
    }

    @Test func `whenever it is asked, the run goes on to its end`() async throws {
        let place = try Workplace("status-often")
        try place.files.write("tasks.md", "- [ ] 1 work\n  @print hi\n")
        let aurora = try place.start(["spawn", "--ui", "none"])
        _ = try await Waiting.until(timeout: .seconds(60), every: .milliseconds(1)) { aurora.supervisor }
        let asking = Task {
            while !Task.isCancelled {
                if let supervisor = aurora.supervisor { kill(supervisor, SIGUSR1) }
                try await Task.sleep(for: .milliseconds(1))
            }
        }
        defer { asking.cancel() }
        #expect(try await aurora.wait(timeout: .seconds(60)).exitCode == 0)
    }
}
