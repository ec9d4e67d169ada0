import AuroraCommand
import SpawnCore
import Testing

/// What `-v` makes of a stream.
struct OutputLinesTests {
    private func lines(_ text: String, by size: Int, _ stream: SpillFile.Stream = .stdout) -> [String] {
        var lines = OutputLines(stream, .text)
        var shown: [String] = []
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            shown += lines.take(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
        }
        return shown + lines.finish()
    }

    @Test(arguments: [1, 2, 3, 7, 1_000])
    func `every line is shown once and harmless, wherever it is cut, and one without an end at the end`(size: Int) {
        #expect(
            lines("one\n\n\u{1B}[31mred\u{1B}[0m \u{7}ü\r\n10%\r50%\r100%\n\u{1B}]0;t\u{1B}\\x\nend", by: size)
                == ["| one", "|", "| red ü", "| 100%", "| x", "| end"])
        #expect(lines("a\nb\n", by: size, .stderr) == ["! a", "! b"])
        #expect(lines("", by: size) == [])
    }

    @Test func `a progress bar without a line end takes no memory, and its last state is shown`() {
        var shown = OutputLines(.stdout, .text)
        for number in 0..<20_000 { #expect(shown.take(Array("\rstep \(number) of 20000".utf8)) == []) }
        #expect(shown.finish() == ["| step 19999 of 20000"])
    }

    @Test func `of a very long line the beginning is shown, and how much is missing`() {
        let text = String(repeating: "x", count: 20_000)
        #expect(
            lines(text + "\nshort\n", by: 64) == ["| \(text.prefix(16_384)) [… 3616 more bytes …]", "| short"])
    }

    @Test func `lines that were left out are counted, with those of which a part is missing`() {
        var shown = OutputLines(.stdout, .text)
        #expect(shown.take(Array("1\n2\n3 beg".utf8)) == ["| 1", "| 2"])
        shown.skip(lineEnds: 5, file: "f")
        #expect(shown.take(Array("ot of 8".utf8)) == [])
        #expect(shown.take(Array("\n9\n".utf8)) == ["[… 6 lines of stdout left out; all are in f …]", "| 9"])
        shown.skip(lineEnds: 1, file: nil)
        #expect(shown.finish() == ["[… 1 line of stdout left out …]"])
        #expect(shown.finish() == [])
        shown.skip(lineEnds: 0, file: nil)
        #expect(shown.take(Array("rest".utf8)) == [])
        #expect(shown.finish() == ["[… 1 line of stdout left out …]"])
    }

    @Test func `an agent that reports as data is told in words, and its stderr as it is`() {
        let line = #"{"type":"item.started","item":{"id":"1","type":"command_execution","command":"ls"}}"#
        var shown = OutputLines(.stdout, .codex)
        #expect(shown.take(Array("\(line)\nno data\n".utf8)) == ["> shell: ls", "| no data"])
        var errors = OutputLines(.stderr, .codex)
        #expect(errors.take(Array("\(line)\n".utf8)) == ["! \(line)"])
    }
}
