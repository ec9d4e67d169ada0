import Dashboard
import SpawnCore
import SpawnTestKit
import Testing

/// Bytes of a terminal, read as keys.
struct KeyParserTests {
    @Test(arguments: [
        ("\u{1B}[A", Key.up), ("\u{1B}OB", .down), ("\u{1B}[C", .right), ("\u{1B}[1;5D", .left), ("\u{1B}[5~", .pageUp),
        ("\u{1B}[6~", .pageDown), ("\u{1B}[H", .home), ("\u{1B}[1~", .home), ("\u{1B}[4~", .end), ("\u{1B}OF", .end),
        ("\r", .enter), ("\n", .enter), ("\u{1B}OM", .enter), ("\t", .tab), ("\u{7F}", .backspace),
        ("\u{3}", .interrupt), ("\u{1A}", .suspend), ("\u{C}", .redraw), ("q", .character("q")), ("é", .character("é")),
        ("中", .character("中")),
    ])
    func `a key is known by its bytes, whole or in pieces`(text: String, key: Key) {
        var whole = KeyParser()
        #expect(whole.parse(text.utf8) == [.key(key)])
        var pieces = KeyParser()
        #expect(text.utf8.flatMap { pieces.parse([$0]) } == [.key(key)])
    }

    @Test func `an escape is the key only when nothing follows`() {
        var parser = KeyParser()
        #expect(parser.parse([0x1B]) == [])
        #expect(parser.isPending)
        #expect(parser.flush() == [.key(.escape)])
        #expect(parser.parse([0x1B, 0x1B]) == [.key(.escape)])
        #expect(parser.parse("[A".utf8) == [.key(.up)])
    }

    @Test func `pasted text presses no keys, however it is cut`() {
        let paste = Array("\u{1B}[200~qy\u{3}\u{1B}[A\u{1B}[20\n\u{1B}[201~q".utf8)
        for cut in paste.indices {
            var parser = KeyParser()
            #expect(parser.parse(paste[..<cut]) + parser.parse(paste[cut...]) == [.pasted, .key(.character("q"))])
        }
    }

    @Test func `any bytes leave a parser that still knows q`() {
        for seed in 1...300 {
            var parser = KeyParser()
            _ = parser.parse(HostileText.random(seed: seed))
            _ = parser.parse("\u{1B}[201~".utf8)
            _ = parser.parse([0x1B, 0x1B])
            _ = parser.flush()
            #expect(parser.parse("q".utf8) == [.key(.character("q"))])
        }
    }
}
