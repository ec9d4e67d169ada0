/// Durations counted in buckets that grow with what they hold, so that any number of them takes bounded memory and a
/// percentile is right to about 3 %.
///
/// A bucket is one of 32 equal parts of a power of two of microseconds: 1 µs wide below 64 µs, wider by 2 for every
/// doubling. There are fewer than 1,600 of them, whatever comes. Merging is associative, and taking a duration back undoes
/// counting it exactly. The layout is that of HdrHistogram (Gil Tene, 2012).
public struct DurationHistogram: Sendable, Equatable {
    private static let partBits = 5
    private var buckets = Tally<Int>()

    /// Creates an empty histogram.
    public init() {}

    /// How many durations were counted.
    public var count: Int { buckets.total }

    /// The duration that so many percent of all do not exceed, by nearest rank.
    ///
    /// - Parameter percent: 0 to 100.
    /// - Returns: The middle of the bucket it fell into, or `nil` when nothing was counted.
    public func percentile(_ percent: Double) -> Duration? {
        guard count > 0 else { return nil }
        let rank = max(1, min(count, Int((Double(count) * percent / 100).rounded(.up))))
        var seen = 0
        for (bucket, count) in buckets.counts.sorted(by: { $0.key < $1.key }) {
            seen += count
            if seen >= rank { return Self.middle(of: bucket) }
        }
        return nil
    }

    package mutating func add(_ duration: Duration, _ change: Int = 1) {
        buckets.add(Self.bucket(of: duration), change)
    }

    mutating func merge(_ other: DurationHistogram) {
        buckets.merge(other.buckets)
    }

    private static func bucket(of duration: Duration) -> Int {
        let microseconds = UInt64(max(0, duration.nanoseconds / 1000))
        let shift = max(0, UInt64.bitWidth - microseconds.leadingZeroBitCount - partBits - 1)
        return shift << partBits + Int(microseconds >> shift)
    }

    private static func middle(of bucket: Int) -> Duration {
        let shift = max(0, bucket >> partBits - 1)
        let first = (bucket - shift << partBits) << shift
        return .microseconds(first) + .microseconds(1 << shift) / 2
    }
}
