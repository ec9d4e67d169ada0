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
            let report = try #require(Self.read(bytes, format, pieces: 65_536))
            #expect(report == Self.read(bytes, format, pieces: 13))
            print("\(name)\n    \(report)")
        }
    }

    static func read(_ bytes: [UInt8], _ format: AgentFormat, pieces size: Int) -> AgentReport? {
        guard var reader = AgentReader(format) else { return nil }
        var start = 0
        while start < bytes.count {
            reader.feed(Array(bytes[start..<min(start + size, bytes.count)]).span)
            start += size
        }
        reader.finish()
        return reader.report
    }
}
