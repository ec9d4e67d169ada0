/// How often each of some things was seen. What was taken back as often as it was counted leaves no trace, so that two
/// tallies of the same things are equal, however they came about.
struct Tally<Key: Hashable & Sendable>: Sendable, Equatable {
    private(set) var counts: [Key: Int] = [:]
    private(set) var total = 0

    func callAsFunction(_ key: Key) -> Int { counts[key, default: 0] }

    /// Counts `key` so many times more, or takes it back for a negative `change`.
    mutating func add(_ key: Key, _ change: Int) {
        counts[key, default: 0] += change
        total += change
        guard change < 0, let count = counts[key] else { return }
        precondition(count >= 0, "only what was counted can be taken back")
        if count == 0 { counts[key] = nil }
    }

    mutating func merge(_ other: Tally) {
        for (key, count) in other.counts { add(key, count) }
    }
}
