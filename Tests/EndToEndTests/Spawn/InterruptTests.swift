import AuroraSpawner
import Glibc
import SpawnTestKit
import Testing

/// Runs that are ended from outside while ten children work that ignore TERM.
struct InterruptTests {
    /// A run takes its grace of 2 s between TERM and KILL to die; what is beyond that is room for a very busy machine.
    private static let limit = Duration.seconds(20)
    private static let tasks = (1...12).map { "- [ ] \($0) work\n  @ignore-term\n  @print ready \($0)\n  @hang\n" }
        .joined()

    private func waitForTen(_ place: Workplace) async throws {
        let ready = try await Waiting.until(timeout: .seconds(60)) {
            let events = Files.read(place.files["events"]) ?? ""
            return (1...10).allSatisfy { events.contains("\"ready \($0)\"") } ? true : nil
        }
        try #require(ready != nil)
    }

    @Test(arguments: [
        ([SIGINT], 130), ([SIGINT, SIGINT], 130), ([SIGTERM], 143), ([SIGHUP], 129), ([SIGQUIT], 131),
        ([SIGTERM, SIGINT], 143),
    ])
    func `a signal ends everything and the results are saved`(signals: [Int32], exitCode: Int) async throws {
        let place = try Workplace("interrupt")
        try place.files.write("tasks.md", Self.tasks)
        let aurora = try place.start([
            "spawn", "-j", "10", "--ui", "none", "--events", "events", "--results", "results.json",
        ])
        try await waitForTen(place)

        let start = ContinuousClock.now
        aurora.send(signals[0])
        // The second is to find that the first has been taken in.
        _ = try await Waiting.until(timeout: .seconds(20)) {
            Files.read(place.files["events"])?.contains("run_stopping") == true ? true : nil
        }
        if signals.count > 1 { aurora.send(signals[1]) }
        let run = try await aurora.wait(timeout: .seconds(60))
        let time = ContinuousClock.now - start
        #expect(place.mark.survivors.isEmpty)
        #expect(run.exitCode.map(Int.init) == exitCode)
        #expect(time <= Self.limit)

        let results = try place.document()["results"]?.items ?? []
        #expect(results.count == 12)
        for (index, result) in results.enumerated() {
            #expect(result["ending"]?.string == "cancelled")
            #expect(result["output"]?.string == (index < 10 ? "ready \(index + 1)\n" : ""))
            #expect(result["attempts"]?.items.count == (index < 10 ? 1 : 0))
        }
    }

    /// The pipe takes the beginning of the results; the rest waits until somebody reads.
    @Test(arguments: [(1, 0), (2, 0), (3, 143)])
    func `signals while the results are saved lose nothing, but a third ends the waiting`(
        count: Int, exitCode: Int
    ) async throws {
        let place = try Workplace("interrupt-saving")
        try place.files.write("tasks.md", (1...8).map { "- [ ] \($0) work\n  @bytes 60000\n" }.joined())
        #expect(unsafe mkfifo(place.files["results"], 0o600) == 0)
        let aurora = try place.start(["spawn", "--ui", "none", "--results", "results"])
        let reader = unsafe open(place.files["results"], O_RDONLY)
        defer { close(reader) }
        var waiting = pollfd(fd: reader, events: Int16(POLLIN), revents: 0)
        #expect(unsafe poll(&waiting, 1, 60_000) == 1)

        let supervisor = try #require(aurora.supervisor)
        for number in 1...count {
            kill(supervisor, SIGTERM)
            let isTaken = try await Waiting.until(timeout: .seconds(20)) {
                let status = Files.read("/proc/\(supervisor)/status") ?? ""
                let pending = status.split(separator: "\n").first { $0.hasPrefix("ShdPnd:") }
                return pending.map { $0.hasSuffix("0000000000000000") } ?? true ? true : nil
            }
            #expect(isTaken == true, "signal \(number)")
        }
        var document: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        if exitCode == 0 {
            while case let length = unsafe read(reader, &piece, piece.count), length > 0 {
                document += piece[..<length]
            }
            #expect(try JSONParser.parse(document, file: "results")["results"]?.items.count == 8)
        }
        #expect(try await aurora.wait(timeout: .seconds(60)).exitCode.map(Int.init) == exitCode)
    }

    @Test(arguments: [([SIGINT, SIGINT], 130), ([SIGTERM], 143), ([SIGHUP], 129)])
    func `a signal under the dashboard gives the terminal back as it was`(
        signals: [Int32], exitCode: Int
    ) async throws {
        let place = try Workplace("interrupt-screen")
        try place.files.write("tasks.md", Self.tasks)
        try await TmuxSession.run(
            BuiltProgram.path("aurora"), ["spawn", "-j", "10", "--events", "events", "--results", "results.json"],
            environment: place.environment, directory: place.files.path
        ) { session in
            try await waitForTen(place)
            let pid = try await session.pid()
            let start = ContinuousClock.now
            for signal in signals {
                kill(pid, signal)
                _ = try await Waiting.until(timeout: .seconds(20)) {
                    Files.read(place.files["events"])?.contains("run_stopping") == true ? true : nil
                }
            }
            #expect(try await session.exitStatus(timeout: .seconds(60)) == exitCode)
            #expect(ContinuousClock.now - start <= Self.limit)
            let settings = try await session.terminalSettings()
            #expect(settings.before == settings.after)
            #expect(try place.document()["results"]?.items.count == 12)
            // What bears the mark is the shell around the program, which tmux ends, and nothing else.
            #expect(place.mark.survivors.allSatisfy { !$0.command.contains("sample-agent") })
        }
    }
}
