import SpawnCore
import Testing

@testable import Dashboard

/// Texts that must take a number of columns.
struct FittedTextTests {
    @Test(arguments: [
        ("12", 6, "12    "), ("checkout", 8, "checkout"), ("checkout/refunds/17", 12, "chec…unds/17"),
        ("日本語/払い戻し", 9, "日…戻し  "), ("abcdef", 5, "abcd…"), ("日本", 3, "日…"),
        (String(repeating: "x", count: 2_000) + "17", 7, "xx…xx17"),
    ])
    func `an id that is too long is cut in the middle, and takes as many columns as it may`(
        id: String, width: Int, shown: String
    ) {
        #expect(id.fittedID(to: width) == shown)
        #expect(ScalarWidth.columns(of: id.fittedID(to: width)) == width)
    }

    @Test(arguments: [
        ("one two three", 9, ["one two", "three"]), ("one two", 7, ["one two"]), ("", 5, []),
        ("a longword b", 4, ["a", "long", "word", "b"]), ("日本語 です", 6, ["日本語", "です"]),
    ])
    func `lines break between words, and within those that are longer than a line`(
        text: String, width: Int, lines: [String]
    ) {
        #expect(TextWrap.words(of: text, width: width) == lines)
    }

    @Test(arguments: [
        ("I read the lexer first", 12, ["I read the ", "lexer first"]),
        ("I read the lexer first", 10, ["I read the", " lexer ", "first"]),
        ("a very-long-word-that-breaks", 12, ["a very-long-", "word-that-br", "eaks"]),
        ("aaa bb\n\nccc ddd", 5, ["aaa ", "bb", "", "ccc ", "ddd"]),
        ("12345678", 8, ["12345678"]), ("", 5, [""]), ("日本 日本語", 9, ["日本 日本"]),
    ])
    func `rows of output break after words that fit, and lose nothing`(text: String, width: Int, rows: [String]) {
        let scalars = Array(text.unicodeScalars)
        let ranges = TextWrap.ranges(of: text, width: width)
        let found = ranges.map { String(String.UnicodeScalarView(scalars[$0])) }
        #expect(found.starts(with: rows))
        #expect(found.allSatisfy { ScalarWidth.columns(of: $0) <= width })
        #expect(found.joined() == text.replacing("\n", with: ""))
    }
}
