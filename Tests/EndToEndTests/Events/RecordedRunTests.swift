import AuroraSpawner
import SpawnTestKit
import Testing

/// What a real run leaves in its files: the events alone must tell the whole of it.
@Suite struct RecordedRunTests {
    /// A run of the real program, with both of its files.
    func run(_ tasks: String, _ options: [String] = []) async throws -> (log: [UInt8], results: [UInt8]) {
        let place = try Workplace("recorded")
        _ = try await place.spawn(tasks, ["--events", "e"] + options)
        return (
            try #require(Files.bytes(place.files["e"])), try #require(Files.bytes(place.files["results.json"]))
        )
    }

    /// The results document of a log.
    func replay(_ log: [UInt8]) throws -> ResultsDocument {
        let recorded = try EventLineReader.read(log, file: "e")
        #expect(recorded.cutLine == nil)
        var replay = RunReplay()
        for event in recorded.events { replay.apply(event) }
        let end = try #require(replay.endedAt)
        return ResultsDocument(
            runID: try #require(replay.run).runID,
            results: replay.results.values.sorted { $0.taskIndex < $1.taskIndex },
            metrics: replay.metrics, duration: end - replay.startedAt)
    }

    static let mixed = """
        - [x] 0 done already
        - [ ] 1 works
          @print hello "world"
          @bytes 200000
        - [ ] 2 recovers
          - Agent: coder
          @fail connection 1
          @ansi
        - [ ] 3 falls back
          - Agent: tester
          @fail connection 3
          @stderr é
        - [ ] 4 has a bad key
          - Agent: publisher
          @fail auth
        - [ ] 5 is blocked
          - Depends: 4
        - [ ] 6 is turned away or falls back
          - Agent: tester
          - Depends: 3
        - [ ] 7 takes too long
          - Timeout: 0.3
          @hang
        - [ ] 8 follows
          - Depends: 1
        """

    @Test(arguments: [["--max-retries", "2"], ["--max-retries", "0", "--no-fallback"], ["--deadline", "0.2"]])
    func `the events of a run alone give its results, byte for byte`(options: [String]) async throws {
        let (log, results) = try await run(Self.mixed, ["--recovery", "aggressive_retry"] + options)
        let document = try replay(log)
        #expect(String(decoding: document.json(), as: UTF8.self) == String(decoding: results, as: UTF8.self))
        #expect(document.results.count == 9)
        #expect(try ResultsDocument(json: results, file: "r").json() == results)
    }

    @Test func `a log that breaks off is read up to there`() async throws {
        let (log, _) = try await run(Self.mixed)
        let recorded = try EventLineReader.read(Array(log.dropLast(7)), file: "e")
        #expect(recorded.cutLine == log.count { $0 == UInt8(ascii: "\n") })
        var replay = RunReplay()
        for event in recorded.events { replay.apply(event) }
        #expect(replay.results.count == 9)
        #expect(replay.endedAt == nil)
    }
}
