import Testing

@testable import AgentOutput

/// Reads a text in pieces of a size and hands over each complete line.
private func lines(of text: [UInt8], pieces size: Int, _ take: (JSONLine) throws -> Void) rethrows {
    var line = JSONLine()
    var start = 0
    while start < text.count {
        let piece = Array(text[start..<min(start + size, text.count)])
        var place = 0
        while place < piece.count, line.read(piece.span, from: &place) {
            try take(line)
            line.reset()
        }
        start += size
    }
    if line.finish() { try take(line) }
}

@Suite("A line of JSON")
struct JSONLineTests {
    private static let sample = #"""
        {"a":"x","n":-12.5e1,"t":true,"f":false,"z":null,"o":{"k":[1,2,{"deep":"v"}]},"e":{},"l":[]}

        {"s":"q\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00\ud83d!","k\u0065y":"escaped key"}
        no json at all {"a":1}
        {"cut":"in the mid
        {"last":1}
        """#

    @Test("reads the same however its bytes are cut", arguments: [1, 2, 3, 7, 8, 9, 64, 4096])
    func cutAnywhere(size: Int) throws {
        var facts: [String] = []
        lines(of: Array(Self.sample.utf8), pieces: size) { line in
            guard let root = line.root else { return facts.append(line.isEmpty ? "empty" : "text") }
            if let text = root["s"]?.string {
                facts.append(text)
                facts.append(root["key"]?.string ?? "missing")
            } else if root["a"] != nil {
                facts.append("\(root["a"]?.string ?? "") \(root["n"]?.double ?? 0) \(root["n"]?.digits ?? "")")
                facts.append("\(root["t"]?.bool == true) \(root["f"]?.bool == false) \(root["z"]?.isNull == true)")
                facts.append(root["o"]?["k"]?.elements.last?["deep"]?.string ?? "missing")
                facts.append("\(root["o"]?["k"]?.elements.prefix(2).compactMap(\.integer) ?? [])")
                facts.append("\(root["e"]?.members.count ?? -1) \(root["l"]?.elements.count ?? -1)")
            } else {
                facts.append("last \(root["last"]?.integer ?? 0)")
            }
        }
        #expect(
            facts == [
                "x -125.0 -12.5e1", "true true true", "v", "[1, 2]", "0 0", "empty",
                "q\"\\/\u{8}\u{c}\n\r\té😀\u{FFFD}!", "escaped key", "text", "text", "last 1",
            ])
    }

    @Test("what follows a string of any length is read, and of the string only the beginning is kept")
    func longString() {
        var text = Array(#"{"type":"result","result":""#.utf8)
        text += repeatElement(UInt8(ascii: "x"), count: 3_000_000)
        text += Array(#"","is_error":true}"#.utf8) + [0x0A]
        lines(of: text, pieces: 65_536) { line in
            #expect(line["is_error"]?.bool == true)
            #expect(line["result"]?.string?.utf8.count == JSONLine.longestString)
            #expect(line["result"]?.isCut == true)
            #expect(line.table.text.capacity < 1_000_000)
        }
    }

    @Test("of long lists and deep nests a bounded part is kept, and what follows is read")
    func bounded() {
        let list = repeatElement(#"{"a":[1,2,3]}"#, count: 100_000).joined(separator: ",")
        let nest = String(repeating: #"{"d":["#, count: 5_000) + String(repeating: "]}", count: 5_000)
        let text = #"{"list":[\#(list)],"nest":\#(nest),"end":"here"}"# + "\n"
        lines(of: Array(text.utf8), pieces: 1000) { line in
            #expect(line["end"]?.string == "here")
            #expect(line["list"]?.elements.count == JSONLine.mostElements)
            #expect(line.table.entries.count <= JSONLine.mostValues + 64)
        }
    }

    @Test("of lists of lists a bounded number of values is kept, and what follows is read")
    func manyValues() {
        let row = "[" + repeatElement("1", count: 1000).joined(separator: ",") + "]"
        let text = "{\"rows\":[" + repeatElement(row, count: 100).joined(separator: ",") + "],\"is_error\":true}"
        lines(of: Array(text.utf8), pieces: 65_536) { line in
            #expect(line.table.entries.count <= JSONLine.mostValues + 64)
            #expect(line["rows"]?.elements.first?.elements.count == 1000)
            #expect(line["is_error"]?.bool == true)
        }
    }

    @Test("the memory of a long line is not kept for the next")
    func memory() {
        var line = JSONLine()
        let long = String(repeating: "x", count: JSONLine.longestString)
        var place = 0
        _ = line.read(Array(#"{"a":"\#(long)","b":"\#(long)","c":"\#(long)"}"#.utf8).span, from: &place)
        #expect(line["c"]?.string == long)
        line.reset()
        #expect(line.table.text.capacity <= 256 * 1024)
    }

    @Test("what lies too deep is not kept, and what follows is read")
    func deep() {
        let text = String(repeating: #"{"d":"#, count: 40) + "1" + String(repeating: "}", count: 39) + #","e":2}"#
        lines(of: Array(text.utf8), pieces: 7) { line in
            var depth = 0
            var field = line.root
            while let inner = field?["d"] { (field, depth) = (inner, depth + 1) }
            #expect(depth > 0 && depth <= JSONLine.deepest)
            #expect(line["e"]?.integer == 2)
        }
    }

    @Test("behind more text than is kept, the beginnings of strings are")
    func longTexts() {
        let long = String(repeating: "x", count: JSONLine.longestString)
        let texts = repeatElement(#""\#(long)""#, count: 20).joined(separator: ",")
        lines(of: Array(#"{"texts":[\#(texts)],"subtype":"success"}"#.utf8), pieces: 65_536) { line in
            #expect(line["subtype"]?.string == "success")
            #expect(line.table.text.count < 2 * JSONLine.longestText)
        }
    }

    @Test(
        "the last of two members of a name counts, a number with a fraction is no whole one, and lines may end in CR LF"
    )
    func details() {
        lines(of: Array("{\"a\":1,\"b\":2.5,\"c\":1e3,\"a\":2}\r\n".utf8), pieces: 4) { line in
            #expect(line["a"]?.integer == 2)
            #expect(line["b"]?.integer == nil && line["b"]?.double == 2.5)
            #expect(line["c"]?.integer == nil)
        }
    }

    @Test(
        "never reads what is no JSON as an object",
        arguments: [
            "{", "}", "[1]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}x", "{\"a\":tru}", "{\"a\":nulll}", "{\"a\" 1}", "{]",
            "{}{}",
            "{\"a\":\"\\x\"}", "{\"a\":\"\\ n\"}", "{\"a\":\"\\u00 e9\"}", "{\"a\":\"\\u12g4\"}", "\"a\"", "12", "",
            "   ", "{\"a\":01x}",
        ])
    func wrong(text: String) {
        lines(of: Array(text.utf8), pieces: 3) { line in #expect(!line.isObject) }
    }

    @Test("survives any bytes")
    func anyBytes() {
        var generator = SystemRandomNumberGenerator()
        let alphabet = Array("{}[]\":,\\u0aef1-.tnrl \n\u{1}é".utf8)
        for _ in 0..<2_000 {
            let bytes = (0..<Int.random(in: 0..<200)).map { _ in alphabet.randomElement(using: &generator) ?? 0 }
            lines(of: bytes, pieces: Int.random(in: 1...50)) { line in
                for member in line.root?.members ?? [] {
                    _ = (member.value.string, member.value.elements.count, member.value.members.count)
                }
            }
        }
    }
}
