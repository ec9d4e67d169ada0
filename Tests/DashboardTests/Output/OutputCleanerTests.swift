import SpawnCore
import SpawnTestKit
import Testing

@testable import Dashboard

/// Output of children, made fit to be read.
struct OutputCleanerTests {
    @Test(arguments: [
        ("one\ntwo", ["one", "two"]),
        ("one\r\ntwo\r\n", ["one", "two"]),
        ("10 %\r50 %\r100 %\ndone\n", ["100 %", "done"]),
        ("50 %\r", ["50 %"]),
        ("ab\tc\n", ["ab      c"]),
        ("abc\u{8}\u{8}x\n", ["ax"]),
        ("\u{1B}[1;31mred\u{1B}[0m\n", ["red"]),
        ("\u{1B}]0;title\u{7}text\n", ["text"]),
        ("\u{1B}]8;;http://x\u{1B}\\link\u{1B}]8;;\u{1B}\\\n", ["link"]),
        ("\u{1B}Pq#0\u{1B}\\after\n", ["after"]),
        ("\u{1B}[38;5\n;1mnext\n", ["", ";1mnext"]),
        ("\u{9B}31mred\n", ["red"]),
        ("\u{1B}[2J\u{1B}[Hclean", ["clean"]),
        ("a\u{0}\u{7}b", ["ab"]),
    ])
    func `escapes go, lines stay`(text: String, lines: [String]) {
        #expect(OutputCleaner.lines(of: Array(text.utf8)).map(\.text) == lines)
    }

    @Test func `lines look as what came before them says`() {
        let lines = ["red", "\u{1B}[0mplain"].map { Array($0.utf8) }
        let excerpt = OutputExcerpt(
            lines, firstLine: 7, lineCount: 9, byteCount: 100, colours: Array("\u{1B}[1m\u{1B}[31m".utf8))
        var red = ChildStyle(foreground: 1)
        red.attributes = .bold
        #expect(excerpt.lines.map(\.text) == ["red", "plain"])
        #expect(excerpt.lines.map { $0.style(at: 0) } == [red, .plain])
    }

    @Test func `a line of several rows is one line, each row with its own looks and matches`() {
        let told = "one\n\u{1B}[31mtwo\u{1B}[m\nthree"
        let excerpt = OutputExcerpt(
            [told, "four"].map { Array($0.utf8) }, numbers: [3, 8], of: 2..<10, lineCount: 12, byteCount: 100,
            search: { String(decoding: $0, as: UTF8.self) == "two" ? [0..<2] : [] })
        #expect(excerpt.lines.map(\.text) == ["one\ntwo\nthree", "four"])
        #expect([0, 4, 8].map { excerpt.lines[0].style(at: $0) } == [.plain, ChildStyle(foreground: 1), .plain])
        #expect(excerpt.matches == [[4..<6], []])
        var document = OutputDocument(excerpt, wrappedTo: 4)
        #expect(document.rows.map(\.line) == [3, 3, 3, 3, 8])
        #expect(document.rows.map(\.scalars) == [0..<3, 4..<7, 8..<12, 12..<13, 0..<4])
        document.wrap(to: nil)
        #expect(document.rows.map(\.scalars) == [0..<3, 4..<7, 8..<13, 0..<4])
        #expect(document.row(of: OutputView.Place(line: 8)) == 3 && document.row(of: OutputView.Place(line: 5)) == 3)
        #expect((0..<12).filter(document.contains) == Array(2..<10))
        #expect(!document.reachesEnd && !document.beginsAtFirstLine)
    }

    @Test func `no control character is left of any bytes`() {
        for seed in 1...500 {
            for line in OutputCleaner.lines(of: HostileText.random(seed: seed)) {
                #expect(!line.text.unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) })
            }
        }
    }

    @Test func `wrapping loses nothing and keeps to the width`() {
        for seed in 1...300 {
            for line in OutputCleaner.lines(of: HostileText.random(seed: seed)) {
                let pieces = TextWrap.pieces(of: line.text, width: 7)
                #expect(pieces.joined() == line.text)
                #expect(pieces.allSatisfy { ScalarWidth.columns(of: $0) <= 7 })
            }
        }
    }
}
