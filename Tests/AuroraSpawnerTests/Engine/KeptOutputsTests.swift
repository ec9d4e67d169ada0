import SpawnCore
import Testing

@testable import AuroraSpawner

/// What is kept of the output of attempts that are over.
struct KeptOutputsTests {
    private func written(_ text: String, file: SpillFile? = nil) -> LiveOutput {
        LiveOutput(stdout: CapturedOutput(head: Array(text.utf8), file: file), stderr: CapturedOutput())
    }

    private func attempt(_ number: Int) -> AttemptID { AttemptID(task: 3, number: number) }

    @Test func `every attempt has its own, and the last one is meant where none is named`() {
        var outputs = KeptOutputs()
        for number in 1...3 { outputs.keep(written("attempt \(number)"), of: attempt(number)) }
        for number in 1...3 {
            #expect(outputs.output(ofTask: 3, attempt: number)?.stdout.text == "attempt \(number)")
        }
        #expect(outputs.output(ofTask: 3, attempt: nil)?.stdout.text == "attempt 3")
        #expect(outputs.output(ofTask: 3, attempt: 4) == nil)
        #expect(outputs.output(ofTask: 2, attempt: nil) == nil)
        outputs.keep(written(""), of: attempt(4))
        #expect(outputs.output(ofTask: 3, attempt: nil) == nil, "the last one has written nothing")
        #expect(outputs.output(ofTask: 3, attempt: 3)?.stdout.text == "attempt 3")
    }

    @Test func `of an attempt that another has followed the end is kept, and what is missing is said`() throws {
        var outputs = KeptOutputs()
        let text = String(repeating: "x", count: 20_000) + "the end"
        outputs.keep(written(text), of: attempt(1))
        #expect(outputs.output(ofTask: 3, attempt: 1)?.stdout.text == text)
        outputs.keep(written("next"), of: attempt(2))
        let kept = try #require(outputs.output(ofTask: 3, attempt: 1)?.stdout)
        #expect(kept.byteCount == text.utf8.count)
        #expect(kept.head.count + kept.tail.count == KeptOutputs.longestEnd)
        #expect(kept.text.hasPrefix("\n[… 11815 bytes left out …]\nx") && kept.text.hasSuffix("the end"))
    }

    @Test func `what a file has is not kept twice`() throws {
        var outputs = KeptOutputs()
        let file = SpillFile(stream: .stdout, path: "1-attempt-1.stdout", byteCount: 5)
        outputs.keep(written("whole", file: file), of: attempt(1))
        outputs.keep(written("next"), of: attempt(2))
        let kept = try #require(outputs.output(ofTask: 3, attempt: 1)?.stdout)
        #expect(kept.file == file && kept.byteCount == 5)
        #expect(kept.head.isEmpty && kept.tail.isEmpty)
    }
}
