import AuroraSpawner
import FoundationEssentials

/// Values made by chance that a seed repeats, among them the ones that tend to break files.
struct RandomValues {
    var chance: SplitMix64

    init(seed: UInt64) { chance = SplitMix64(seed: seed) }

    /// The seeds of a property test: `count` of them, or the one in AURORA_SEED alone.
    static func seeds(_ count: UInt64) -> [UInt64] {
        if let text = ProcessInfo.processInfo.environment["AURORA_SEED"], let seed = UInt64(text) { return [seed] }
        return Array(1...count)
    }

    mutating func bool() -> Bool { Bool.random(using: &chance) }

    mutating func int(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &chance) }

    mutating func one<Value>(of values: [Value]) -> Value { values[int(0...values.count - 1)] }

    mutating func one<Value: CaseIterable>(_: Value.Type) -> Value { one(of: Array(Value.allCases)) }

    mutating func maybe<Value>(_ value: (inout RandomValues) -> Value) -> Value? { bool() ? value(&self) : nil }

    mutating func several<Value>(_ most: Int, _ value: (inout RandomValues) -> Value) -> [Value] {
        (0..<int(0...most)).map { _ in value(&self) }
    }

    mutating func text() -> String {
        let pieces = [
            "a", "word", " ", "\"", "\\", "/", "\n", "\r\n", "\t", "\0", "\u{7F}", "\u{1B}[2J", "é", "e\u{301}",
            "\u{2028}", "\u{FEFF}", "👩‍👩‍👧", "\u{FFFD}", "]}", ",\"v\":1", "\u{10FFFF}",
        ]
        return several(6) { $0.one(of: pieces) }.joined()
    }

    mutating func name() -> String { one(of: ["coder", "tester", "writer/2", "a.b-c"]) }

    /// Whole nanoseconds within what a number of seconds tells apart: 2⁵¹ of them, 26 days.
    mutating func duration() -> Duration {
        .nanoseconds(Int64.random(in: 0...(1 << one(of: [4, 20, 34, 51])), using: &chance))
    }

    mutating func moment() -> Moment { .start + duration() }

    mutating func time() -> Double { Double.random(in: 0...4e9, using: &chance) }

    mutating func failure() -> Failure {
        Failure(
            category: one(ErrorCategory.self), kind: one(FailureKind.self), rule: maybe { $0.text() }, message: text())
    }
}
