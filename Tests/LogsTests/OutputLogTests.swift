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
                $0 >= 0x20 && $0 != 0x7F && $0 != 0xC2
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
                #expect(log.lines(range).map { $0.bytes[...] } == Array(shortened[range]))
                let isMatch = { (line: Int) in String(decoding: expected[line], as: UTF8.self).contains("needle") }
                #expect(log.next(pattern, from: first) == (first..<expected.count).first(where: isMatch))
                #expect(log.previous(pattern, before: first) == (0..<first).last(where: isMatch))
            }
        }
    }

    /// Output that grows while it is counted, some of it in memory.
    @Test(arguments: 1...6)
    func `lines with a match are counted in steps, and each knows its place`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let files = try TemporaryDirectory()
        let log = OutputLog()
        let pattern = try LinePattern("needle")
        let hay = String(repeating: "hay ", count: 20)
        var lines: [String] = []
        var written = 0
        var steps = 0
        for _ in 1...3 {
            lines += (0..<4_000).map { _ in Int.random(in: 0..<30, using: &random) == 0 ? "needle" : hay }
            let text = Array(lines.map { $0 + "\n" }.joined().utf8)
            written = Int.random(in: max(written, text.count - CapturedOutput.limit)...text.count, using: &random)
            log.refresh(try captured(text, inFile: written, files["log"]))
            let expected = lines.indices.filter { lines[$0] == "needle" }
            let line = try #require(expected.randomElement(using: &random))
            let number = try #require(expected.firstIndex(of: line)) + 1
            var counts = [log.count(pattern, upTo: line, most: 1)]
            while counts.last?.isComplete == false {
                counts.append(log.count(pattern, upTo: line, most: 1))
                try #require(counts.count < 20)
            }
            steps += counts.count
            #expect(counts.allSatisfy { $0.place == nil || $0.place == number })
            #expect(counts.map(\.total) == counts.map(\.total).sorted())
            #expect(counts.last?.place == number && counts.last?.total == expected.count)
        }
        #expect(steps > 6)
        let other = try LinePattern("hay")
        #expect(log.count(other, upTo: 0, most: .max).total == lines.count { $0 == hay })
        log.refresh(CapturedOutput(head: Array("another attempt\nhay\n".utf8)))
        #expect(log.count(other, upTo: 1, most: 1) == (1, 1, true))
    }

    @Test func `the output of another attempt is read from its beginning`() throws {
        let files = try TemporaryDirectory()
        let log = OutputLog()
        let first = Array(repeatElement(Array("first\n".utf8), count: 50_000).joined())
        let second = Array(repeatElement(Array("second\n".utf8), count: 60_000).joined())
        log.refresh(try captured(first, inFile: first.count, files["1"]))
        log.refresh(CapturedOutput(head: Array("short\n".utf8)))
        #expect(log.lines(0..<9).map(\.bytes) == [Array("short".utf8)])
        log.refresh(try captured(first, inFile: first.count, files["1"]))
        log.refresh(try captured(second, inFile: second.count, files["2"]))
        #expect(log.lineCount == 60_000)
        #expect(log.lines(0..<1).map(\.bytes) == [Array("second".utf8)])
    }

    @Test func `a line stands in the place of what is nowhere`() throws {
        let text = Array(repeatElement(Array("0123456789\n".utf8), count: 50_000).joined())
        let files = try TemporaryDirectory()
        let log = OutputLog()
        log.refresh(try captured(text, inFile: 110_000, files["log"]))
        let tail = CapturedOutput.limit
        #expect(log.lines(9_999..<10_002)[0].bytes == Array("0123456789".utf8))
        let gap = "[… \(text.count - tail - 110_000) bytes left out …]"
        #expect(log.lines(10_000..<10_001).map(\.bytes) == [Array(gap.utf8)])
        #expect(log.lines(log.lineCount - 1..<log.lineCount).map(\.bytes) == [Array("0123456789".utf8)])
    }

    @Test func `of a line that is written over again and again the end is given`() throws {
        let files = try TemporaryDirectory()
        let log = OutputLog()
        let progress = (0...100_000).map { "\($0) of 100000" }.joined(separator: "\r") + "\nnext\n"
        log.refresh(try captured(Array(progress.utf8), inFile: progress.utf8.count, files["log"]))
        #expect(log.lines(0..<1)[0].bytes.suffix(17) == Array("\r100000 of 100000".utf8)[...])
        #expect(log.lines(0..<2).count == 2)
    }

    /// Chunks of which each came a second after the one before, in a file as far as it goes and in memory after it.
    @Test(arguments: [0, 1_000, 150_000, 300_000, 400_000])
    func `a line came when its first byte did, wherever it is kept`(inFile: Int) throws {
        let files = try TemporaryDirectory()
        var text: [UInt8] = []
        var times = OutputTimes()
        var expected: [Int] = []
        for second in 0..<400 {
            times.note(text.count, after: .seconds(second))
            // The end of a line may come later than its beginning.
            let chunk = Array("end\n\n\(second) ".utf8) + Array(repeating: UInt8(ascii: "x"), count: 1_000 - 9)
            expected += [second, second]
            text += chunk
        }
        var output = try captured(text, inFile: inFile, files["log"])
        output.times = times
        let log = OutputLog()
        log.refresh(output)
        let lines = log.lines(0..<log.lineCount)
        for line in lines where line.second != nil && line.bytes.contains(UInt8(ascii: " ")) {
            let words = String(decoding: line.bytes, as: UTF8.self).split(separator: " ")
            #expect(line.second == Int(words[0]))
        }
        let isWhole = inFile > text.count - CapturedOutput.limit
        #expect(lines.count { $0.second == nil } == (isWhole ? 0 : 1), "the line in place of what is missing")
        if isWhole { #expect(lines.map(\.second) == [0] + expected) }
    }

    /// A line of which each letter may have a colour, cut anywhere into a file and memory.
    @Test(arguments: 1...6)
    func `a word is found whatever escape sequences are in it`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let escapes = ["\u{1B}[31m", "\u{1B}[0m", "\u{1B}[38;5;208m", "\u{1B}]0;needle\u{7}", "\u{1B}(B", "", "", ""]
        var text: [UInt8] = []
        var expected: [String] = []
        for _ in 0..<3_000 {
            let line = Int.random(in: 0..<50, using: &random) == 0 ? "a needle here" : "some hay"
            for letter in line.utf8 { text += Array((escapes.randomElement(using: &random) ?? "").utf8) + [letter] }
            text.append(0x0A)
            expected.append(line)
        }
        let files = try TemporaryDirectory()
        let log = OutputLog()
        let inFile = Int.random(in: max(0, text.count - CapturedOutput.limit)...text.count, using: &random)
        log.refresh(try captured(text, inFile: inFile, files["log"]))
        let pattern = try LinePattern("needle")
        try #require(log.lineCount == expected.count)
        for _ in 0..<20 {
            let line = Int.random(in: 0...expected.count, using: &random)
            let next = expected[line...].firstIndex { $0.contains("needle") }
            #expect(log.next(pattern, from: line) == next)
            #expect(log.previous(pattern, before: line) == expected[..<line].lastIndex { $0.contains("needle") })
        }
    }

    /// Each line is one of three in all.
    @Test(arguments: [
        ("needle", [0, 2]), ("^needle", [0]), ("needle$", [2]), ("over$", []), (#"needle\W"#, [0]), (#"e\sgone"#, []),
        (#"\n"#, []), ("plain", [1]), ("^end", [2]),
    ])
    func `a match is within a line, and what was written over is none`(expression: String, found: [Int]) throws {
        let text = Array(
            "needle in\r\nto write over\rgone, plain\r\nneedle over\rend nee\u{85}\u{9B}1md\u{8}dle\r\n".utf8)
        let files = try TemporaryDirectory()
        let pattern = try LinePattern(expression)
        for inFile in [0, text.count] {
            let log = OutputLog()
            log.refresh(try captured(text, inFile: inFile, files["log"]))
            #expect(log.matches(of: pattern, from: 0, most: 9) == found)
            #expect(log.matches(of: pattern, from: 0, most: 1) == Array(found.prefix(1)))
        }
    }

    @Test(arguments: ["a", "[^b]", "a|aa$", "^a"])
    func `a line counts once, however many matches it has`(expression: String) throws {
        let lengths = (0..<3_000).map { [0, 1, 15, 16, 17, 100][$0 * $0 % 6] }
        let text = lengths.map { String(repeating: "a", count: $0) + "\n" }.joined() + "aaa"
        let files = try TemporaryDirectory()
        let log = OutputLog()
        log.refresh(try captured(Array(text.utf8), inFile: text.utf8.count, files["log"]))
        let expected = lengths.indices.filter { lengths[$0] > 0 } + [3_000]
        #expect(log.matches(of: try LinePattern(expression), from: 0, most: .max) == expected)
    }

    @Test(arguments: [0, 640_000, 700_000])
    func `colours that began above a line are known, until they are taken back`(inFile: Int) throws {
        let files = try TemporaryDirectory()
        let line = String(repeating: "x", count: 99) + "\n"
        func lines(_ count: Int) -> String { String(repeating: line, count: count) }
        let text =
            "\u{1B}[1m\u{1B}[0;31m" + lines(500) + "\u{1B}[44m" + lines(500) + "\u{1B}[m" + lines(500) + "\u{1B}[32;1m"
            + lines(5_500)
        let log = OutputLog()
        log.refresh(
            inFile == 0
                ? CapturedOutput(head: Array(text.utf8)) : try captured(Array(text.utf8), inFile: inFile, files["log"]))
        func colours(_ line: Int) -> String { String(decoding: log.colours(before: line), as: UTF8.self) }
        #expect(colours(0) == "")
        #expect(colours(500) == "\u{1B}[0;31m")
        #expect(colours(900) == "\u{1B}[0;31m\u{1B}[44m")
        #expect(colours(1_001) == "")
        #expect(colours(2_000) == "\u{1B}[32;1m")
        if inFile > 0 { #expect(colours(5_000) == "", "too far above") }
    }

    /// Many times, for what is freed twice shows late.
    @Test func `of a file that somebody has removed memory has the lines`() throws {
        let directory = try TemporaryDirectory()
        let text = Array("one\ntwo\n".utf8)
        let file = SpillFile(stream: .stdout, path: directory["gone"], byteCount: text.count)
        for _ in 0..<100 {
            let log = OutputLog()
            log.refresh(CapturedOutput(head: text, byteCount: text.count, file: file))
            #expect(log.lines(0..<9).map(\.bytes) == lines(text))
        }
    }

    @Test func `output that no file has is read from memory`() {
        let log = OutputLog()
        log.refresh(CapturedOutput(head: Array("a\nb".utf8)))
        #expect(log.lines(0..<9).map(\.bytes) == [Array("a".utf8), Array("b".utf8)])
        log.refresh(CapturedOutput(head: Array("a\nbc\n\nd".utf8)))
        #expect(log.lines(1..<9).map(\.bytes) == [Array("bc".utf8), [], Array("d".utf8)])
    }
}
