import SpawnCore

/// Bytes that a child might write to take the screen over, by malice or by accident.
package enum HostileText {
    package static let samples: [[UInt8]] =
        [
            "\u{1B}[2J\u{1B}[H", "\u{1B}]0;owned\u{7}", "\u{1B}]52;c;AAAA\u{1B}\\", "\u{1B}Pq#0;2;0;0;0\u{1B}\\",
            "\u{1B}[999999999999999999;1H", "\u{1B}[?1049l\u{1B}[?25h", "\u{9B}31mred\u{9B}0m", "\u{9D}0;title\u{9C}",
            "\u{1B}c", "\u{1B}(0lqqk", "\u{1B}[5n\u{1B}[c", "\u{1B}[", "\u{1B}", "a\rb\u{8}\u{8}\u{8}c\td",
            "\u{202E}reversed\u{202C}", "👩‍👩‍👧‍👦👍🏽❤️🇳🇴", "e\u{301}\u{302}\u{303}\u{304}", "\u{300}\u{301}mark first",
            "中文字符测试中文字符测试中文字符测试中文字符测试中文字符测试中文字符测试", "\0\u{1}\u{2}\u{7F}", "\u{FEFF}\u{200B}\u{200D}",
            "\u{2028}\u{2029}\u{85}", "ｶﾞｷﾞ가힣ᄀ", "\u{1FAE8}\u{10FFFF}\u{E000}",
            "\u{1B}]8;;https://example.org\u{7}link\u{1B}]8;;\u{7}", "\u{1B}]1337;File=inline=1:AAAA\u{7}",
            "\u{1B}_Ga=T,f=100;AAAA\u{1B}\\", "\u{1B}X secret \u{1B}\\\u{1B}^privacy\u{9C}",
            "\u{1B}P+q544e\u{1B}\\\u{90}1$r\u{9C}",
            "\u{1B}[38;2;999;-1;70000mx\u{1B}[38;5;300my\u{1B}[48:2::1:2:3mz", "\u{1B}[?2026h\u{1B}[?1003h\u{1B}[>4;2m",
            "\u{1B}[1;1r\u{1B}[?6h\u{1B}D\u{1B}M\u{1B}E\u{1B}7\u{1B}8", "\u{1B}#8\u{1B}%G\u{1B} F\u{E}\u{F}",
            "\u{1B}[6n\u{1B}[21t\u{1B}]10;?\u{7}",
            "\u{1B}[" + String(repeating: "9;", count: 5_000) + "m", "\u{1B}]0;" + String(repeating: "t", count: 5_000),
            "\u{84}\u{85}\u{8D}\u{8E}\u{8F}\u{96}\u{97}\u{9A}\u{9C}", "\u{1B}\u{1B}\u{1B}[m\u{1B}\u{18}\u{1A}[31m",
            String(repeating: "\u{1B}[31m", count: 500), String(repeating: "w\u{336}", count: 300),
        ].map { Array($0.utf8) } + [
            [0xFF, 0xFE, 0x80, 0xC0, 0xAF, 0xED, 0xA0, 0x80], [0xE4, 0xB8], Array(repeating: 0x9B, count: 50),
        ]

    /// Up to 200 bytes, with more escapes and controls than chance would give.
    package static func random(seed: Int) -> [UInt8] {
        var chance = SplitMix64(seed: UInt64(seed))
        let spice: [UInt8] = [0x1B, 0x5B, 0x5D, 0x9B, 0x0D, 0x0A, 0x09, 0x08, 0x3B, 0x6D, 0xE4, 0xB8, 0xAD, 0xCC, 0x81]
        return (0..<Int.random(in: 0...200, using: &chance)).map { _ in
            Bool.random(using: &chance)
                ? UInt8.random(in: 0...255, using: &chance) : spice.randomElement(using: &chance) ?? 0
        }
    }
}
