/// Durations counted in buckets that grow with what they hold, so that any number of them takes bounded memory and a
/// percentile is right to about 3 %.
///
/// A bucket is one of 32 equal parts of a power of two of microseconds: 1 µs wide below 64 µs, wider by 2 for every
/// doubling. There are fewer than 1,600 of them, whatever comes. Merging is associative, and taking a duration back undoes
/// counting it exactly. The layout is that of HdrHistogram (Gil Tene, 2012).
public struct DurationHistogram: Sendable, Equatable {
    private static let partBits = 5
    /// Up to the last that holds anything.
    private var buckets: [Int] = []
    /// How many durations were counted.
    public private(set) var count = 0

    /// Creates an empty histogram.
    public init() {}

    /// The duration that so many percent of all do not exceed, by nearest rank.
    ///
    /// - Parameter percent: 0 to 100.
    /// - Returns: The middle of the bucket it fell into, or `nil` when nothing was counted.
    public func percentile(_ percent: Double) -> Duration? {
        guard count > 0 else { return nil }
        let rank = max(1, min(count, Int((Double(count) * percent / 100).rounded(.up))))
        var seen = 0
        let bucket = buckets.firstIndex { held in
            seen += held
            return seen >= rank
        }
        return bucket.map(Self.middle)
    }

    package mutating func add(_ duration: Duration, _ change: Int = 1) {
        add(toBucket: Self.bucket(of: duration), change)
    }

    mutating func merge(_ other: DurationHistogram) {
        for (bucket, held) in other.buckets.enumerated() where held > 0 { add(toBucket: bucket, held) }
    }

    private mutating func add(toBucket bucket: Int, _ change: Int) {
        if bucket >= buckets.count { buckets += repeatElement(0, count: bucket + 1 - buckets.count) }
        buckets[bucket] += change
        count += change
        precondition(buckets[bucket] >= 0, "only what was counted can be taken back")
        while buckets.last == 0 { buckets.removeLast() }
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
