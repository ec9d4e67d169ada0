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
}
