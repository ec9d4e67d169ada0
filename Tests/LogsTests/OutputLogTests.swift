import Logs
import SpawnCore
import SpawnTestKit
import Testing

/// Lines of output, against the same output split at once.
struct OutputLogTests {
    /// A text as children write them: short lines, empty ones, some very long, and perhaps no end of the last.
    private func text(_ random: inout SplitMix64) -> [UInt8] {
        var text: [UInt8] = []
        for _ in 0..<Int.random(in: 0...1500, using: &random) {
            let length = Int.random(in: 0..<300, using: &random) == 0 ? 70_000 : Int.random(in: 0...60, using: &random)
            text += (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }.filter {
                $0 != 0x0A && $0 != 0x0D
            }
            if Int.random(in: 0..<40, using: &random) == 0 { text += Array("needle".utf8) }
            text.append(0x0A)
        }
        if Bool.random(using: &random) { text += Array("no end".utf8) }
        return text
    }

    private func lines(_ text: [UInt8]) -> [[UInt8]] {
        var lines = text.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    /// The output as it is in memory and in a file of which so much is written.
    private func captured(_ text: [UInt8], inFile count: Int, _ path: String) throws -> CapturedOutput {
        try Files.write(text.prefix(count), to: path)
        let limit = CapturedOutput.limit
        return CapturedOutput(
            head: Array(text.prefix(limit)), tail: Array(text.dropFirst(limit).suffix(limit)), byteCount: text.count,
            file: SpillFile(stream: .stdout, path: path, byteCount: count))
    }

    @Test(arguments: 1...12)
    func `lines are those of the whole text, however much of it is in the file yet`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let whole = text(&random)
        let files = try TemporaryDirectory()
        let log = OutputLog()
        let pattern = try LinePattern("needle")
        var written = 0
        for step in 1...4 {
            let text = Array(whole.prefix(whole.count * step / 4))
            // What is not in the file is in memory, or there would be a gap.
            let least = max(written, text.count - CapturedOutput.limit)
            written = Int.random(in: min(least, text.count)...text.count, using: &random)
            log.refresh(try captured(text, inFile: written, files["log"]))
            let expected = lines(text)
            try #require(log.lineCount == expected.count)
            let shortened = expected.map { $0.prefix(OutputLog.longestLine) }
            for _ in 0..<5 {
                let first = Int.random(in: 0...expected.count, using: &random)
                let range = first..<min(expected.count, first + Int.random(in: 0...50, using: &random))
                #expect(log.lines(range).map { $0[...] } == Array(shortened[range]))
                let isMatch = { (line: Int) in String(decoding: expected[line], as: UTF8.self).contains("needle") }
                #expect(log.next(pattern, from: first) == (first..<expected.count).first(where: isMatch))
                #expect(log.previous(pattern, before: first) == (0..<first).last(where: isMatch))
            }
        }
    }

    @Test func `the output of another attempt is read from its beginning`() throws {
        let files = try TemporaryDirectory()
        let log = OutputLog()
        let first = Array(repeatElement(Array("first\n".utf8), count: 50_000).joined())
        let second = Array(repeatElement(Array("second\n".utf8), count: 60_000).joined())
        log.refresh(try captured(first, inFile: first.count, files["1"]))
        log.refresh(CapturedOutput(head: Array("short\n".utf8)))
        #expect(log.lines(0..<9) == [Array("short".utf8)])
        log.refresh(try captured(first, inFile: first.count, files["1"]))
        log.refresh(try captured(second, inFile: second.count, files["2"]))
        #expect(log.lineCount == 60_000)
        #expect(log.lines(0..<1) == [Array("second".utf8)])
    }

    @Test func `a line stands in the place of what is nowhere`() throws {
        let text = Array(repeatElement(Array("0123456789\n".utf8), count: 50_000).joined())
        let files = try TemporaryDirectory()
        let log = OutputLog()
        log.refresh(try captured(text, inFile: 110_000, files["log"]))
        let tail = CapturedOutput.limit
        #expect(log.lines(9_999..<10_002)[0] == Array("0123456789".utf8))
        #expect(log.lines(10_000..<10_001) == [[]])
        #expect(log.lines(10_001..<10_002) == [Array("[… \(text.count - tail - 110_000) bytes left out …]".utf8)])
        #expect(log.lines(log.lineCount - 1..<log.lineCount) == [Array("0123456789".utf8)])
    }

    @Test func `of a line that is written over again and again the end is given`() throws {
        let files = try TemporaryDirectory()
        let log = OutputLog()
        let progress = (0...100_000).map { "\($0) of 100000" }.joined(separator: "\r") + "\nnext\n"
        log.refresh(try captured(Array(progress.utf8), inFile: progress.utf8.count, files["log"]))
        #expect(log.lines(0..<1)[0].suffix(17) == Array("\r100000 of 100000".utf8)[...])
        #expect(log.lines(0..<2).count == 2)
    }

    @Test func `output that no file has is read from memory`() {
        let log = OutputLog()
        log.refresh(CapturedOutput(head: Array("a\nb".utf8)))
        #expect(log.lines(0..<9) == [Array("a".utf8), Array("b".utf8)])
        log.refresh(CapturedOutput(head: Array("a\nbc\n\nd".utf8)))
        #expect(log.lines(1..<9) == [Array("bc".utf8), [], Array("d".utf8)])
    }
}
