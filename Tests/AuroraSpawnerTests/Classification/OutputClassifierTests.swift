import SpawnCore
import SpawnProcess
import Testing

@testable import AuroraSpawner

@Suite struct OutputClassifierTests {
    @Test func `the patterns are compiled where something failed, and not for what succeeds`() {
        let classifier = OutputClassifier()
        func finding(_ exit: Int32, tool: String, stdout: String = "", stderr: String = "") -> Finding? {
            classifier.classify(
                ChildEnd(.exited(exit)), stdout: CapturedOutput(head: Array(stdout.utf8)),
                stderr: CapturedOutput(head: Array(stderr.utf8)), tool: tool, now: 0
            ).finding
        }
        #expect(finding(0, tool: "any", stdout: "done\n") == nil)
        #expect(finding(0, tool: "claude", stdout: #"{"type":"result","is_error":false,"result":"done"}"#) == nil)
        #expect(!classifier.isCompiled)
        #expect(finding(1, tool: "any", stderr: "Error: rate limit\n")?.meaning.kind == .rateLimit)
        #expect(classifier.isCompiled)
    }
}
