import SpawnCore
import Testing

struct TerminalTextTests {
    private func cleaned(_ text: String, limit: Int = 200) -> String {
        TerminalText.cleaned(Array(text.utf8), limit: limit)
    }

    @Test(arguments: [
        ("plain", "plain"),
        ("\u{1B}[1;31mred\u{1B}[0m and \u{1B}[38:2::1:2:3mexact\u{1B}[m", "red and exact"),
        ("\u{1B}]0;title\u{07}a\u{1B}]8;;https://x\u{1B}\\b\u{1B}]8;;\u{1B}\\c", "abc"),
        ("a\u{1B}Pq#0;2\u{1B}\\b\u{1B}_apc\u{1B}\\c\u{1B}^pm\u{1B}\\d\u{1B}Xsos\u{1B}\\e", "abcde"),
        ("a\u{1B}(Bb\u{1B}cc\u{1B}7d", "abcd"),
        ("\u{9B}31mred\u{9D}0;t\u{9C}!\u{85}\u{84}", "red!"),
        ("a\u{0}b\u{8}c\u{7}d\u{7F}e", "abcde"),
        ("a\tb", "a b"),
        ("10%\r50%\r100% done", "100% done"),
        ("50%\r", "50%"),
        ("with the line end of DOS\r", "with the line end of DOS"),
        ("left \u{202E}thgir\u{202C} \u{2067}x\u{2069}", "left thgir x"),
        ("a\u{1B}[31", "a"),
        ("a\u{1B}[3\u{18}b", "ab"),
        ("a\u{1B}[3\u{1B}[1mb", "ab"),
        ("a\u{1B}]0;never ended", "a"),
        ("Größe 日本 👩‍🚀", "Größe 日本 👩‍🚀"),
    ])
    func `what a terminal would obey is left out and what it would show stays`(raw: String, shown: String) {
        #expect(cleaned(raw) == shown)
    }

    @Test func `in ASCII signs are as they are typed, and all else is spelled out`() {
        #expect(TerminalText.ascii("plain\u{1B}[0m") == "plain\u{1B}[0m")
        #expect(TerminalText.ascii("“a” … 1 – 2 → ‘b’") == "\"a\" ... 1 - 2 -> 'b'")
        #expect(TerminalText.ascii("ü日👩\u{300}") == #"\xfc\u{65e5}\u{1f469}\u{300}"#)
    }

    @Test func `bytes that are not UTF-8 are replaced`() {
        #expect(TerminalText.cleaned([0x61, 0xFF, 0x62, 0x9B, 0x63]) == "a\u{FFFD}b\u{FFFD}c")
    }

    @Test func `the limit counts what is shown, after the last carriage return`() {
        #expect(cleaned("\u{1B}[1mabcdef", limit: 3) == "abc")
        #expect(cleaned("abcdef\rxyz", limit: 3) == "xyz")
    }

    @Test func `no control character survives, whatever the bytes`() {
        let alphabet: [UInt8] = [
            0x1B, 0x5B, 0x5D, 0x07, 0x0D, 0x0A, 0x9B, 0xC2, 0x18, 0x5C, 0x41, 0x3B, 0xE2, 0x80, 0xAE,
        ]
        var seed: UInt64 = 1
        for _ in 0..<2_000 {
            let bytes = (0..<40).map { _ in
                seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return alphabet[Int(seed >> 33) % alphabet.count]
            }
            let scalars = TerminalText.cleaned(bytes).unicodeScalars
            #expect(!scalars.contains { $0.properties.generalCategory == .control }, "\(bytes)")
            #expect(!scalars.contains { (0x202A...0x202E).contains($0.value) }, "\(bytes)")
        }
    }

    @Test(arguments: [
        ("first\nsecond\n", "second"),
        ("first\n  second  \n\n \t\n\u{1B}[0m\n", "second"),
        ("first\nunfinished", "unfinished"),
        ("\n\n", ""),
        ("", ""),
        ("a\r\nb\r\n", "b"),
    ])
    func `the last line is the last one with anything to see`(text: String, line: String) {
        #expect(TerminalText.lastVisibleLine(of: Array(text.utf8)) == line)
    }

    @Test func `a slice is read like an array`() {
        #expect(TerminalText.lastVisibleLine(of: Array("x\nline\nrest".utf8)[2..<7]) == "line")
    }
}
