/// What an agent's last successes say about how long it needs.
package struct AdaptiveLimit: Sendable, Equatable {
    /// How many successes are remembered.
    package static let remembered = 10
    /// How many it takes before they say anything.
    package static let needed = 3

    private var durations: [Duration] = []

    package init() {}

    /// Remembers how long a successful attempt ran.
    package mutating func record(success duration: Duration) {
        durations.append(duration)
        if durations.count > Self.remembered { durations.removeFirst() }
    }

    /// 1.5 times the 90th percentile (nearest rank) of the remembered successes, within the policy's first limit and its
    /// maximum.
    ///
    /// - Parameter policy: The limits that bound it.
    /// - Returns: The limit for the next attempt, or `nil` when too little is known.
    package func limit(in policy: TimeoutPolicy) -> Duration? {
        guard durations.count >= Self.needed else { return nil }
        let rank = (durations.count * 9 + 9) / 10
        let percentile = durations.sorted()[rank - 1]
        return min(policy.maximum, max(policy.first, percentile + percentile / 2))
    }
}
