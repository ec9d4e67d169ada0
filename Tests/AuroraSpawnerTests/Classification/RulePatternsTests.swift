import SpawnCore
import SpawnProcess
import Testing

/// Patterns that are taken apart, and put together again.
struct RulePatternsTests {
    private static func matches(of pattern: String, in text: String) throws -> [String] {
        let patterns = RulePatterns([ErrorRule(pattern, .error(ErrorMeaning(.transient, .rateLimit)))])
        let database = try PatternDatabase(patterns.expressions, for: .texts)
        let bytes = Array(text.utf8)
        return patterns.joined(database.matches(in: bytes), in: bytes).map {
            String(decoding: bytes[$0.start..<$0.end], as: UTF8.self)
        }
    }

    @Test(arguments: [
        ("hit .{0,5}limit", "you hit the LIMIT", "hit the LIMIT"),
        ("hit .{0,5}limit", "hit limit", "hit limit"),
        ("hit .{0,5}limit", "hit 12345limit", "hit 12345limit"),
        ("hit .{0,5}limit", "hit 123456limit", nil),
        ("hit .{0,5}limit", "hit \nlimit", nil),
        ("hit .{0,5}limit", "limit hit ", nil),
        ("hit .{3,5}limit", "hit a limit", nil),
        ("hit .{3,5}limit", "hit the limit", "hit the limit"),
        ("a.{0,4}b.{0,4}c", "a1b2c", "a1b2c"),
        ("a.{0,4}b.{0,4}c", "b1a2c", nil),
        ("(quota|plan)s? (is |was )?(spent|used)|no .{0,9}left", "quotas was used", "quotas was used"),
        ("(quota|plan)s? (is |was )?(spent|used)|no .{0,9}left", "no calls left", "no calls left"),
        ("rate.?limit", "rate\nlimit", "rate\nlimit"),
        (#"reached\|\d{2,}"#, "reached|17", "reached|17"),
        (#"a\.b (c|d)"#, "a.b d", "a.b d"),
        (#"a\.b (c|d)"#, "axb d", nil),
        ("f(í|i)n[ao]", "fína", "fína"),
    ])
    func `a pattern matches apart what it matches whole`(pattern: String, text: String, match: String?) throws {
        #expect(try Self.matches(of: pattern, in: text).first == match)
    }

    @Test func `of several the nearest on the line belong together, in time that grows with the text alone`() throws {
        #expect(try Self.matches(of: "hit .{0,9}limit", in: "hit hit \nhit the limit, limit") == ["hit the limit"])
        let many = String(repeating: "hit no ", count: 9000)
        #expect(try Self.matches(of: "hit .{0,3}limit", in: many).isEmpty)
        #expect(try Self.matches(of: "hit .{0,3}no", in: many).count == 9000)
    }

    @Test func `no long gap of a built-in rule is left to the compiler, which is slow at them`() {
        let slow = RulePatterns(ErrorRules.builtIn).expressions.filter { $0.contains(",") && $0.contains(".{") }
        #expect(slow.filter { !$0.contains(".{1,2}") } == [])
    }
}
