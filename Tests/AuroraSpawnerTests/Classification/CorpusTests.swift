import SpawnCore
import Testing

@testable import AuroraSpawner

@Suite struct CorpusTests {
    @Test(arguments: Corpus.errors)
    func `an error text is recognised as what the table says`(_ row: Corpus.ErrorCase) {
        let finding = Corpus.classify(row.text, of: row.tool, exit: row.exit)
        #expect(finding?.meaning.category ?? .unknown == row.category, "\(finding as Any)")
        #expect(finding?.meaning.kind ?? .unknown == row.kind, "\(finding as Any)")
        #expect(finding?.hint.map { ($0.wait.inSeconds * 1000).rounded() / 1000 } == row.hint, "\(finding as Any)")
        #expect(finding?.hint.map { $0.resetAt >= Corpus.now } ?? true)
    }

    @Test(arguments: Corpus.harmless.map(\.text), [1, 0])
    func `a text that only mentions errors says nothing`(_ text: String, exit: Int32) {
        let tool = Corpus.harmless.first { $0.text == text }?.tool ?? "any"
        let finding = Corpus.classify(text, of: tool, exit: .exited(exit))
        #expect(finding == nil || finding?.rule == "fail_on_empty_output", "\(finding as Any)")
    }

    @Test(arguments: ["rate limit reached hit limit \"x ", "the quota limit was exceeded hit\n"])
    func `a text full of matches is judged in time that grows with it`(words: String) {
        #expect(
            growsWithSize(from: 8192) { bytes in
                let text = String(repeating: words, count: bytes / words.utf8.count)
                _ = Corpus.classify(text, of: "any", exit: .exited(1))
            })
    }

    @Test func `the corpus is as large as it has to be`() {
        #expect(Corpus.errors.count >= 120)
        #expect(Corpus.harmless.count >= 40)
    }
}
