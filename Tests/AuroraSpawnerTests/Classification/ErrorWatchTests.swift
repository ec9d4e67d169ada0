import SpawnCore
import SpawnProcess
import Testing

@testable import AuroraSpawner

@Suite struct ErrorWatchTests {
    private static let classifier = OutputClassifier()

    /// The rule that a watch names for stderr written in these chunks.
    private func rule(_ chunks: [String], tool: String = "any") -> String? {
        let reader = Self.classifier.makeReader(tool: tool, watchesErrors: true)
        return chunks.reduce(nil) { found, chunk in
            let bytes = Array(chunk.utf8)
            let sign = unsafe bytes.withUnsafeBytes { unsafe reader.read($0, from: .stderr) }
            if found == nil, case .error(let rule)? = sign { return rule }
            return found
        }
    }

    @Test(arguments: [
        "rate limit", "429 Too Many Requests", "status 429", "connection refused", "connection reset",
        "connection error",
        "ECONNRESET", "API Error", "authentication failed", "model not available", "quota exceeded", "invalid api key",
        "unauthorized", "forbidden",
    ])
    func `every watched pattern is seen, also across chunks`(text: String) {
        #expect(rule([text]) != nil)
        for cut in text.indices.dropFirst() {
            #expect(rule(["begin\n" + text[..<cut], String(text[cut...]) + "\nmore"]) == rule([text]))
        }
        #expect(rule(text.map(String.init)) == rule([text]))
    }

    @Test(arguments: [
        "reading 429 files", "Reconnecting... 2/5 after connection reset", "429: retrying in 5 s",
        "added tests for the rate limit", "all is well\n", "",
    ])
    func `a tool that tries again by itself, or tells of its work, is left alone`(text: String) {
        #expect(rule([text]) == nil)
        #expect(rule([text, "\nand on"]) == nil)
    }

    @Test func `a prompt that codex repeats is no error, its error lines are`() {
        #expect(rule(["user\nwhy does it say 401 unauthorized and rate limit?\n"], tool: "codex") == nil)
        #expect(rule(["user\nwhy rate limit?\nERR", "OR: rate limit reached\n"], tool: "codex") == "rate.?limit")
    }

    @Test func `what is not watched arms nothing`() {
        #expect(rule(["Error: out of memory, timed out, command not found\n"]) == nil)
    }
}
