package import SpawnCore

/// How often something happened, over the whole of a run, in bounded memory: when there are too many counts, each two
/// become one.
package struct EventSeries: Sendable {
    /// The most counts kept; more than any screen has columns for a chart.
    static let capacity = 512

    private var counts: [Int] = []
    private var width: Int64 = 1_000_000_000

    /// Counts one more at a moment.
    mutating func add(at moment: Moment) {
        while moment.nanoseconds / width >= Self.capacity { halve() }
        let place = Int(max(0, moment.nanoseconds) / width)
        if place >= counts.count { counts += Array(repeating: 0, count: place + 1 - counts.count) }
        counts[place] += 1
    }

    package var total: Int { counts.reduce(0, +) }

    /// The counts of the run until now in at most so many columns, and what one column stands for.
    package func columns(_ most: Int, until now: Moment) -> (counts: [Int], each: Duration) {
        let most = max(1, min(most, Self.capacity))
        var each = Self.least(most, until: now)
        while each < width { each *= 2 }
        var columns = Array(repeating: 0, count: Int(max(0, now.nanoseconds) / each) + 1)
        for (place, count) in counts.enumerated() {
            columns[min(columns.count - 1, Int(Int64(place) * width / each))] += count
        }
        return (columns, .nanoseconds(each))
    }

    /// The least doubling of a second of which so many reach from the start to now.
    private static func least(_ most: Int, until now: Moment) -> Int64 {
        var each: Int64 = 1_000_000_000
        while now.nanoseconds / each >= most { each *= 2 }
        return each
    }

    private mutating func halve() {
        counts = stride(from: 0, to: counts.count, by: 2).map { place in
            counts[place] + (place + 1 < counts.count ? counts[place + 1] : 0)
        }
        width *= 2
    }
}
