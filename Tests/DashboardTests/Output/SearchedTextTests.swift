import SpawnCore
import SpawnTestKit
import Testing

@testable import Dashboard
@testable import Logs

/// What is searched of output, against what is shown of it.
struct SearchedTextTests {
    /// Lines of words and of what a child may write by malice or accident, whole and cut off.
    private func lines(_ random: inout SplitMix64, count: Int) -> [[UInt8]] {
        let spice: [[UInt8]] =
            HostileText.samples
            + ["\u{1B}[31m", "\u{1B}[0m", "\r", "\u{8}", "\u{9B}1m", "é", "€", "\u{A9}"].map {
                Array($0.utf8)
            }
        return (0..<count).map { _ in
            (0..<Int.random(in: 0...8, using: &random)).flatMap { _ -> [UInt8] in
                switch Int.random(in: 0..<4, using: &random) {
                case 0: return HostileText.random(seed: Int.random(in: 0...1_000_000, using: &random))
                case 1:
                    let sample = spice.randomElement(using: &random) ?? []
                    return Array(sample.prefix(Int.random(in: 0...sample.count, using: &random)))
                case 2: return spice.randomElement(using: &random) ?? []
                default: return Array("a needle ".utf8.prefix(Int.random(in: 0...9, using: &random)))
                }
            }.filter { $0 != 0x0A }
        }
    }

    private func shown(_ line: [UInt8]) -> String { OutputCleaner.lines(of: line + [0x0A])[0].text }

    private func searched(_ lines: [[UInt8]]) -> [String] {
        var visible = VisibleText()
        let text = unsafe Array(lines.map { $0 + [0x0A] }.joined()).withUnsafeBytes { bytes in
            unsafe Array(visible.text(of: bytes))
        }
        return text.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast().map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    /// A tab is searched as one, and shown as blanks: they count for nothing here.
    private func withoutBlanks(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.filter { $0 != " " && $0 != "\t" }))
    }

    @Test(arguments: 1...8)
    func `what is searched is what is shown, whatever bytes a child writes`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        // Blanks of a tab go one by one when they are erased.
        let lines = lines(&random, count: 300).filter { !$0.contains(0x09) || !$0.contains(0x08) }
        let searched = searched(lines)
        try #require(searched.count == lines.count)
        for (line, text) in zip(lines, searched) {
            #expect(withoutBlanks(text) == withoutBlanks(shown(line)), "\(line)")
        }
    }

    /// Anything that is on the screen, looked for in output of which some is in a file and some in memory.
    @Test(arguments: 1...6)
    func `a text is found in the lines that show it, and in no others`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let lines = lines(&random, count: 200).map { $0.filter { $0 != 0x09 } }
        let text = Array(lines.map { $0 + [0x0A] }.joined())
        let inFile = Int.random(in: max(0, text.count - CapturedOutput.limit)...text.count, using: &random)
        let files = try TemporaryDirectory()
        try Files.write(text.prefix(inFile), to: files["log"])
        let log = OutputLog()
        log.refresh(
            CapturedOutput(
                tail: text.suffix(CapturedOutput.limit), byteCount: text.count,
                file: SpillFile(stream: .stdout, path: files["log"], byteCount: inFile)))
        try #require(log.lineCount == lines.count)
        let shown = lines.map { Array(self.shown($0).utf8) }
        for _ in 0..<20 {
            let scalars = Array(
                String(decoding: shown.randomElement(using: &random) ?? [], as: UTF8.self).unicodeScalars)
            let wanted = scalars.dropFirst(Int.random(in: 0...scalars.count, using: &random)).prefix(3)
            // What is no UTF-8 is searched as it is.
            guard !wanted.isEmpty, !wanted.contains("\u{FFFD}") else { continue }
            let bytes = Array(String(String.UnicodeScalarView(wanted)).utf8)
            let pattern = try LinePattern("(?-i)" + bytes.map { #"\x"# + String($0, radix: 16) }.joined())
            let expected = shown.indices.filter { contains(shown[$0], bytes) }
            #expect(log.matches(of: pattern, from: 0, most: .max) == expected, "\(bytes)")
            let line = Int.random(in: 0...lines.count, using: &random)
            #expect(log.next(pattern, from: line) == expected.first { $0 >= line })
            #expect(log.previous(pattern, before: line) == expected.last { $0 < line })
        }
    }

    private func contains(_ line: [UInt8], _ bytes: [UInt8]) -> Bool {
        line.indices.contains { line[$0...].starts(with: bytes) }
    }
}
