/// What a child may do to the terminal of whoever shows its output unwashed.
enum HostileEscapes {
    static let bytes: [UInt8] = Array(text.utf8) + raw

    private static let text = """
        \u{1B}[31mred\u{1B}[0m and \u{1B}[1;4;7mloud\u{1B}[0m
        \u{1B}[2J\u{1B}[Hcleared the screen and went home
        \u{1B}[?1049hswitched to the other screen
        \u{1B}[999;999Hwent to the far corner\u{1B}[10A\u{1B}[50D
        \u{1B}]0;a title of its own\u{07}\u{1B}]52;c;aGVsbG8=\u{07}took title and clipboard
        \u{1B}]8;;http://example.com\u{1B}\\a link\u{1B}]8;;\u{1B}\\
        \u{1B}P+q544e\u{1B}\\\u{1B}[6n\u{1B}[casked the terminal who it is
        \u{1B}[?25l\u{1B}[?1000h\u{1B}[?2004hhid the cursor, took the mouse
        \u{1B}(0lqqqk\u{1B}(B drew with another alphabet
        \u{1B}[3;5r\u{1B}[?6hset margins
        one\ttab, two\u{08}\u{08}\u{08}backspaces, \u{07}bell, progress 10 %\rprogress 99 %
        wide 漢字, emoji 👩‍👩‍👧, combining e\u{301}\u{301}\u{301}\u{301}, joined a\u{200D}b, reversed \u{202E}abc\u{202C}
        \u{1B}[38;2;255;0;255;48;5;17mno end to this colour

        """

    /// C1 controls, broken UTF-8, a NUL, and a sequence that never ends.
    private static let raw: [UInt8] =
        [0x9B, 0x32, 0x4A, 0x90, 0x9D, 0xC3, 0x28, 0xF0, 0x9F, 0x98, 0xED, 0xA0, 0x80, 0xFF, 0xFE, 0x00, 0x7F, 0x0A]
        + Array("\u{1B}c\u{1B}[".utf8) + Array(repeating: UInt8(ascii: "9"), count: 64) + [0x0A]
}
