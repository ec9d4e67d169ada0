import Logs
import Testing

/// Regular expressions that are looked for.
struct LinePatternTests {
    @Test(arguments: [
        ("error", "an Error: no", [3..<8]), ("Error", "an error", []), ("Error", "an Error", [3..<8]),
        (#"\W\d+"#, "a 12,3", [1..<4, 4..<6]), ("^a|c$", "abc", [0..<1, 2..<3]), ("a+", "baaa", [1..<4]),
        ("é", "café", [3..<5]), ("x", "", []),
    ])
    func `matches are found where they are`(expression: String, line: String, ranges: [Range<Int>]) throws {
        let pattern = try LinePattern(expression)
        #expect(pattern.ranges(in: Array(line.utf8)) == ranges)
        #expect(pattern.isFound(in: Array(line.utf8)) == !ranges.isEmpty)
    }

    @Test(arguments: [
        ("(", "Missing close parenthesis for group started at index 0."),
        (#"(a)\1"#, "Back-references are unsupported"), ("a*", "Pattern matches empty buffer"),
    ])
    func `what is no expression is said in a few words`(expression: String, reason: String) {
        #expect { try LinePattern(expression) } throws: { "\($0)".hasPrefix(reason) }
    }
}
