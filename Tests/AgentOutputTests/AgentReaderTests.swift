import SpawnCore
import Testing

@testable import AgentOutput

/// What all formats have in common.
struct AgentReaderTests {
    private static let formats = AgentFormat.allCases.filter { $0 != .text }

    @Test(arguments: formats)
    func `a type that is not known, and prose, change nothing`(format: AgentFormat) throws {
        var reader = try #require(AgentReader(format))
        let strange = [
            "npm warn deprecated", "", "[1, 2]", #"{"type":7}"#, #"{"kind":"error"}"#,
            #"{"type":"brand_new","status":"error","is_error":true,"error":{"message":"m"},"message":"m","data":{"message":"m"}}"#,
        ]
        reader.feed(Array(strange.map { $0 + "\n" }.joined().utf8).span)
        #expect(reader.report == AgentReport())
        #expect(!reader.hasReport)
    }

    @Test func `a last event that is whole counts before its line ends`() throws {
        var reader = try #require(AgentReader(.codex))
        reader.feed(Array(#"{"type":"turn.completed"}"#.utf8).span)
        #expect(reader.report.verdict == .success)
        reader.feed(Array("\n{\"type\":\"turn.started\"".utf8).span)
        #expect(reader.report.verdict == .success)
        reader.finish()
        #expect(reader.report.verdict == .success)
    }
}
