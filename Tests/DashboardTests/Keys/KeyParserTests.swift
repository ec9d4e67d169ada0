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
        #expect(parser.patience == .milliseconds(50))
        #expect(parser.flush() == [.key(.escape)])
        #expect(parser.patience == nil)
        #expect(parser.parse([0x1B, 0x1B]) == [.key(.escape)])
        #expect(parser.parse("[A".utf8) == [.key(.up)])
    }

    @Test(arguments: [
        ("\u{1B}[<0;8;3M", TerminalInput.mouse(MouseAction(.press, column: 7, row: 2))),
        ("\u{1B}[<64;1;1M", .mouse(MouseAction(.wheelUp, column: 0, row: 0))),
        ("\u{1B}[<65;0;0M", .mouse(MouseAction(.wheelDown, column: 0, row: 0))),
        ("\u{1B}[M (#", .mouse(MouseAction(.press, column: 7, row: 2))),
        ("\u{1B}[M`!!", .mouse(MouseAction(.wheelUp, column: 0, row: 0))),
        ("\u{1B}[Ma!!", .mouse(MouseAction(.wheelDown, column: 0, row: 0))),
        ("\u{1B}[I", .focus(true)), ("\u{1B}[O", .focus(false)), ("\u{1B}[?2026;2$y", .synchronizedOutput(true)),
        ("\u{1B}[?2026;0$y", .synchronizedOutput(false)), ("\u{1B}[?2026;4$y", .synchronizedOutput(false)),
    ])
    func `what else a terminal tells is understood`(text: String, input: TerminalInput) {
        var parser = KeyParser()
        #expect(text.utf8.flatMap { parser.parse([$0]) } == [input])
    }

    @Test(arguments: [
        "\u{1B}[<0;8;3m", "\u{1B}[<1;8;3M", "\u{1B}[<0;8M", "\u{1B}[<0;99999999999999999999;1;1M", "\u{1B}[?1;2c",
        "\u{1B}[?2027;2$y", "\u{1B}[?2026$y", "\u{1B}x", "\u{1B}[M#(#", "\u{1B}[[A", "\u{1B}[[D",
        "\u{1B}[<0;-9223372036854775808;1M",
    ])
    func `what means nothing here is passed over`(text: String) {
        var parser = KeyParser()
        #expect(parser.parse(text.utf8) == [])
        #expect(parser.parse("q".utf8) == [.key(.character("q"))])
    }

    @Test func `a sequence without an end swallows no key but a letter`() {
        for beginning in ["\u{1B}", "\u{1B}[", "\u{1B}O", "\u{1B}[1;5"] {
            for (bytes, key) in [("\u{3}", Key.interrupt), ("\u{1A}", .suspend), ("\r", .enter)] {
                var parser = KeyParser()
                #expect(parser.parse((beginning + bytes).utf8) == [.key(key)])
            }
            var parser = KeyParser()
            #expect(parser.parse((beginning + "\u{1B}[A").utf8).last == .key(.up))
        }
    }

    /// Colours, name, clipboard, size and settings of a terminal, as OSC, DCS, APC, PM and SOS.
    private static let answers = [
        "]11;rgb:1e1e/1e1e/2e2e", "]4;1;rgb:cccc/0000/0000", "]52;c;cXVpdA==", "]lq quit r rerun ✜ 😜", "P1$r0m",
        "P>|XTerm(390)",
        "P1+r544e=787465726d", "P!|00000000", "_Gi=31;OK", "^q", "Xq", "]", "P", "_", "^", "X",
    ]
    private static let ends = ["\u{1B}\\", "\u{7}", "\u{9C}"]

    @Test(arguments: answers, ends)
    func `no answer of a terminal presses keys, however it is cut`(answer: String, end: String) {
        let forms: [[UInt8]] = [
            Array("\u{1B}\(answer)\(end)".utf8),
            // The same with a single byte in place of ESC and a letter, and that byte as UTF-8.
            [answer.utf8.first.map { $0 + 0x40 } ?? 0] + answer.utf8.dropFirst()
                + (end == "\u{9C}" ? [0x9C] : Array(end.utf8)),
            Array("\(Unicode.Scalar(answer.utf8.first.map { $0 + 0x40 } ?? 0))\(answer.dropFirst())\(end)".utf8),
        ]
        for bytes in forms {
            for cut in bytes.indices {
                var parser = KeyParser()
                #expect(parser.parse(bytes[..<cut]) + parser.parse(bytes[cut...]) == [], "\(bytes) cut at \(cut)")
                #expect(parser.patience == nil)
                #expect(parser.parse("q".utf8) == [.key(.character("q"))])
            }
        }
    }

    @Test func `the rest of an answer that comes too late behind its ESC presses no keys, and a key after it is one`() {
        for answer in Self.answers.map({ "\($0)\u{1B}\\" }) + [
            "[?62;22c", "[I", "[<0;8;3m", "[97;5u", "OA", "[200~r\u{1B}[201~",
        ] {
            var parser = KeyParser()
            #expect(parser.parse([0x1B]) == [])
            #expect(parser.flush() == [.key(.escape)])
            #expect(
                !parser.parse(answer.utf8).contains { if case .key(.character) = $0 { true } else { false } },
                "\(answer)")
            #expect(parser.parse("q".utf8) == [.key(.character("q"))])
        }
        for key in ["]", "P", "_", "X", "O", "["] as [Character] {
            var parser = KeyParser()
            _ = parser.parse([0x1B])
            _ = parser.flush()
            #expect(parser.parse(String(key).utf8) == [.key(.character(key))])
            #expect(parser.parse("q".utf8) == [.key(.character("q"))])
        }
    }

    @Test func `an answer that does not end is waited for a second, and what follows is a key then`() {
        for answer in Self.answers {
            var parser = KeyParser()
            #expect(parser.parse("\u{1B}\(answer)".utf8) == [])
            #expect(parser.patience == (answer.count == 1 ? .milliseconds(100) : .seconds(1)))
            #expect(parser.flush() == [])
            #expect(parser.parse("q".utf8) == [.key(.character("q"))])
            #expect(parser.parse("\u{1B}\(answer)\u{1B}[A".utf8) == [.key(.up)])
            for (bytes, key) in [("\u{3}", Key.interrupt), ("\u{1A}", .suspend)] {
                #expect(parser.parse("\u{1B}\(answer)\(bytes)q".utf8) == [.key(key), .key(.character("q"))])
            }
        }
    }

    @Test func `Alt with a key does nothing, and takes no key with it`() {
        for character in (0x21..<0x7F).map({ Character(Unicode.Scalar(UInt8($0))) }) + ["é", "ĝ", "中", "😜"] {
            var parser = KeyParser()
            #expect(parser.parse("\u{1B}\(character)".utf8) == [])
            #expect(parser.flush() == [])
            #expect(parser.parse("q".utf8) == [.key(.character("q"))], "after Alt with \(character)")
        }
    }

    @Test func `pasted text presses no keys, however it is cut`() {
        let paste = Array("\u{1B}[200~qy\u{3}\u{1B}[A\u{1B}[20\n\u{1B}[201~q".utf8)
        for cut in paste.indices {
            var parser = KeyParser()
            #expect(
                parser.parse(paste[..<cut]) + parser.parse(paste[cut...]) == [
                    .pasted("qy\u{3}"), .key(.character("q")),
                ])
        }
    }

    @Test func `of what is pasted the beginning is kept`() {
        var parser = KeyParser()
        #expect(parser.parse("\u{1B}[200~né 中\nq\u{1B}[201~".utf8) == [.pasted("né 中\nq")])
        let long = String(repeating: "x", count: 100_000)
        #expect(parser.parse("\u{1B}[200~\(long)\u{1B}[201~q".utf8).last == .key(.character("q")))
    }

    @Test func `any bytes leave a parser that still knows q`() {
        for seed in 1...300 {
            var parser = KeyParser()
            _ = parser.parse(HostileText.random(seed: seed))
            _ = parser.parse("\u{1B}[201~".utf8)
            _ = parser.flush()
            #expect(parser.parse("q".utf8) == [.key(.character("q"))])
        }
    }
}
