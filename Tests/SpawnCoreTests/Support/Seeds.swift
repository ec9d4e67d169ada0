import FoundationEssentials
import SpawnCore

/// The seeds of a property test. One that failed is run alone with AURORA_SEED set to it.
enum Seeds {
    private static let chosen = ProcessInfo.processInfo.environment["AURORA_SEED"].flatMap { UInt64($0) }

    /// True when somebody wants to look at one seed.
    static var isAlone: Bool { chosen != nil }

    /// So many seeds from a first one on, or the chosen one alone.
    static func some(_ count: Int, from first: UInt64 = 1) -> [UInt64] {
        chosen.map { [$0] } ?? (0..<UInt64(count)).map { first + $0 }
    }
}

extension SplitMix64 {
    /// True so many times in a hundred.
    mutating func percent(_ chance: Int) -> Bool { Int.random(in: 0..<100, using: &self) < chance }

    /// One of some things.
    mutating func one<Thing>(of things: [Thing]) -> Thing { things[Int.random(in: things.indices, using: &self)] }

    /// A number of seconds in a range, in steps of a tenth.
    mutating func seconds(_ range: ClosedRange<Int>) -> Double {
        Double(Int.random(in: range.lowerBound * 10...range.upperBound * 10, using: &self)) / 10
    }
}
