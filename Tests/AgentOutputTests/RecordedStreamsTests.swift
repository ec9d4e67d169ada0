import Foundation
import SpawnCore
import Testing

@testable import AgentOutput

/// Prints what is read of recorded streams, for a person to compare: `AURORA_STREAMS=FOLDER swift test --filter Recorded`.
@Suite("Recorded streams", .enabled(if: ProcessInfo.processInfo.environment["AURORA_STREAMS"] != nil))
struct RecordedStreamsTests {
    @Test("each says what it says, however it is cut")
    func all() throws {
        let folder = try #require(ProcessInfo.processInfo.environment["AURORA_STREAMS"])
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        for name in names where name.hasSuffix(".jsonl") && name != "index.jsonl" {
            let tool = name.split(separator: "-").first.map(String.init) ?? ""
            guard let format = AgentFormat(rawValue: tool) else { continue }
            let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)")))
            let read = report(format, bytes, pieces: 65_536)
            #expect(read == report(format, bytes, pieces: 13))
            print("\(name)\n    \(read)")
        }
    }
}
