import SpawnCore
import Testing

/// Names that are bytes to the system.
struct SystemNameTests {
    @Test(arguments: [
        ("plain.md", #"plain.md"#), ("Größe 日本 👩‍🚀", "Größe 日本 👩‍🚀"), ("\u{10FFFD}", "\u{10FFFD}"),
    ])
    func `text stays as it is`(name: String, shown: String) {
        let text = String(systemName: Array(name.utf8))
        #expect(text == name)
        #expect(text.systemBytes == Array(name.utf8))
        #expect(TerminalText.visible(text) == shown)
    }

    @Test(
        arguments: [
            ([0x61, 0xFF, 0x62], #"a\xffb"#), ([0xC3], #"\xc3"#), ([0xC3, 0x28], #"\xc3("#),
            ([0x80, 0xE2, 0x82], #"\x80\xe2\x82"#),
            ([0xED, 0xA0, 0x80], #"\xed\xa0\x80"#), ([0xC0, 0xAF], #"\xc0\xaf"#),
            // The very scalar that stands for a byte.
            ([0xF4, 0x8F, 0xBA, 0x80, 0x2E], #"\xf4\x8f\xba\x80."#),
        ] as [([UInt8], String)])
    func `what is no text is kept byte by byte, and shown`(bytes: [UInt8], shown: String) {
        let text = String(systemName: bytes)
        #expect(text.systemBytes == bytes)
        #expect(TerminalText.visible(text) == shown)
        #expect(text.cName == bytes.map(CChar.init(bitPattern:)) + [0])
    }

    @Test func `whatever the bytes are, they come back`() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            let bytes = (0..<Int.random(in: 0...12)).map { _ in
                [0x61, 0xC3, 0xA9, 0xF4, 0x8F, 0xBA, 0xBB, 0x80, UInt8.random(in: 1...255, using: &random)]
                    .randomElement() ?? 0
            }
            #expect(String(systemName: bytes).systemBytes == bytes)
        }
    }
}
