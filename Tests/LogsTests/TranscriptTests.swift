import Logs
import SpawnCore
import SpawnTestKit
import Testing

/// An agent's events in words, against the same events told in one go.
struct TranscriptTests {
    private static func event(_ number: Int) -> String {
        switch number % 7 {
        case 0: #"{"type":"message","role":"assistant","content":"text \#(number)\n","delta":true}"#
        case 1: #"{"type":"tool_use","tool_name":"shell","parameters":{"command":"make \#(number)"}}"#
        case 2:
            #"{"type":"tool_result","status":"success","output":"first \#(number)\nneedle \#(number)\nthird \#(number)"}"#
        case 3: "a line that is no event \(number)"
        // Nobody is told of these.
        default: #"{"type":"unknown","filler":"\#(String(repeating: "x", count: 40))"}"#
        }
    }

    /// What such a line tells, a row each.
    private static func rows(_ number: Int, isUnfolded: Bool) -> [String] {
        switch number % 7 {
        case 0: ["  text \(number)"]
        case 1: ["  > shell: make \(number)"]
        case 2:
            isUnfolded
                ? ["first", "needle", "third"].map { "      \($0) \(number)" }
                : ["      first \(number)", "      + 2 lines"]
        case 3: ["a line that is no event \(number)"]
        default: []
        }
    }

    private func captured(_ text: [UInt8], inFile count: Int, _ path: String) throws -> CapturedOutput {
        try Files.write(text.prefix(count), to: path)
        let limit = CapturedOutput.limit
        return CapturedOutput(
            head: Array(text.prefix(limit)), tail: Array(text.dropFirst(limit).suffix(limit)), byteCount: text.count,
            file: count == 0 ? nil : SpillFile(stream: .stdout, path: path, byteCount: count))
    }

    private func shown(_ line: Transcript.Line) -> [String] {
        var text = String(decoding: line.bytes, as: UTF8.self)
        for colour in ["", "2", "31", "33", "36"] { text.replace("\u{1B}[\(colour)m", with: "") }
        return text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    private func wanted(_ range: Range<Int>, isUnfolded: Bool) -> [String] {
        range.flatMap { Self.rows($0, isUnfolded: isUnfolded) }
    }

    @Test(arguments: 1...6)
    func `whatever part is asked for tells what the whole would, and keeps the numbers of the lines`(
        seed: UInt64
    ) throws {
        var random = SplitMix64(seed: seed)
        let files = try TemporaryDirectory()
        let log = OutputLog()
        let transcript = try #require(Transcript(log, .gemini))
        var written = 0
        for step in 1...3 {
            let count = 2_000 * step + Int.random(in: 0...500, using: &random)
            let text = Array((0..<count).map { Self.event($0) + "\n" }.joined().utf8)
            let least = max(written, text.count - CapturedOutput.limit)
            written = Int.random(in: least...text.count, using: &random)
            log.refresh(try captured(text, inFile: written, files["log"]))
            try #require(log.lineCount == count)
            for isUnfolded in [false, true, false] {
                transcript.isUnfolded = isUnfolded
                for _ in 0..<4 {
                    let line = Bool.random(using: &random) ? nil : Int.random(in: 0..<count, using: &random)
                    let (range, lines) = transcript.lines(around: line, rows: 100)
                    #expect(lines.flatMap(shown) == wanted(range, isUnfolded: isUnfolded))
                    #expect(line.map { range.contains($0) } ?? (range.upperBound == count))
                    #expect(lines.reduce(0) { $0 + $1.rows } <= 110)
                    #expect(lines.allSatisfy { shown($0) == Self.rows($0.number, isUnfolded: isUnfolded) })
                }
            }
        }
    }

    @Test(arguments: [false, true])
    func `what is shown is found, and nothing else: folded away it is not`(isUnfolded: Bool) throws {
        let files = try TemporaryDirectory()
        let log = OutputLog()
        let transcript = try #require(Transcript(log, .gemini))
        transcript.isUnfolded = isUnfolded
        let count = 5_000
        let text = Array((0..<count).map { Self.event($0) + "\n" }.joined().utf8)
        log.refresh(try captured(text, inFile: text.count - 20_000, files["log"]))
        for pattern in ["needle", "first 9$", "make", "type", "2 lines$", "no event"] {
            let expected = (0..<count).filter { number in
                Self.rows(number, isUnfolded: isUnfolded).contains {
                    $0.contains(pattern.replacing("$", with: ""))
                        && (pattern.last != "$" || !$0.contains("first 9") || $0.hasSuffix("first 9"))
                }
            }
            let compiled = try LinePattern(pattern)
            #expect(transcript.matches(of: compiled, from: 0, most: .max) == expected, "\(pattern)")
            #expect(transcript.next(compiled, from: 2_500) == expected.first { $0 >= 2_500 })
            #expect(transcript.previous(compiled, before: 2_500) == expected.last { $0 < 2_500 })
            guard let line = expected.last else { continue }
            var counted = transcript.count(compiled, upTo: line, most: 100_000)
            while !counted.isComplete { counted = transcript.count(compiled, upTo: line, most: 100_000) }
            #expect(counted.total == expected.count && counted.place == expected.count)
        }
    }

    @Test func `a long silence is passed over to what was said before it`() throws {
        let files = try TemporaryDirectory()
        let log = OutputLog()
        let silent = #"{"type":"unknown","filler":"\#(String(repeating: "x", count: 400))"}"# + "\n"
        let text = Array((Self.event(0) + "\n" + String(repeating: silent, count: 20_000)).utf8)
        log.refresh(try captured(text, inFile: text.count, files["log"]))
        let (range, lines) = try #require(Transcript(log, .gemini)).lines(around: nil, rows: 100)
        #expect(range == 0..<20_001)
        #expect(lines.map(\.number) == [0])
    }

    @Test func `an event that is not whole yet tells nothing, and an answer all that has come of it`() throws {
        let log = OutputLog()
        let transcript = try #require(Transcript(log, .gemini))
        func lines(_ text: String) -> [[String]] {
            log.refresh(CapturedOutput(head: Array(text.utf8)))
            return transcript.lines(around: nil, rows: 100).lines.map(shown)
        }
        let piece = #"{"type":"message","role":"assistant","content":"One li","delta":true}"# + "\n"
        let rest = #"{"type":"message","role":"assistant","content":"ne.\nTwo","delta":true}"# + "\n"
        #expect(lines(piece) == [["  One li"]])
        #expect(lines(piece + rest.prefix(40)) == [["  One li"]])
        #expect(lines(piece + rest) == [["  One line.", "  Two"]])
    }

    @Test func `a line of any length is told, and what it gave back is cut where it is shown`() throws {
        let files = try TemporaryDirectory()
        let log = OutputLog()
        let transcript = try #require(Transcript(log, .gemini))
        let output = String(repeating: #"a line of sixteen\n"#, count: 300_000)
        let text = Array((#"{"type":"tool_result","status":"success","output":"\#(output)"}"# + "\n").utf8)
        log.refresh(try captured(text, inFile: text.count, files["log"]))
        let folded = try #require(transcript.line(0))
        #expect(shown(folded).first == "      a line of sixteen")
        #expect(
            shown(folded).last?.hasPrefix("      + ") == true
                && shown(folded).last?.hasSuffix(" lines and more") == true)
        transcript.isUnfolded = true
        let unfolded = try #require(transcript.line(0))
        #expect(unfolded.bytes.count < 2 * 65_536 && shown(unfolded).last == "      + more than is shown here")
    }

    @Test func `prose has none`() { #expect(Transcript(OutputLog(), .text) == nil) }
}
