/// When the bytes of a stream came, by the second: for each second in which any did, where the first of them is.
///
/// It is small however much is written and however long it takes. When there are too many seconds, some go, and from then on a
/// time is less exact: ``step`` says how much.
package struct OutputTimes: Sendable, Equatable {
    /// The most seconds kept.
    package static let limit = 512

    private struct Mark: Equatable {
        /// The first byte of the stream that came in this second.
        var offset: Int
        /// Whole seconds since the attempt started.
        var second: Int
    }

    private var marks: [Mark] = []
    /// A time is that of the byte, or up to so many seconds less one before it: 1 for a time that is exact, else a power of two.
    package private(set) var step = 1

    package init() {}

    /// The seconds kept.
    package var count: Int { marks.count }

    /// Takes down that bytes came.
    ///
    /// - Parameters:
    ///   - offset: The first of them, counted from the beginning of the stream; never less than before.
    ///   - elapsed: The time since the attempt started.
    package mutating func note(_ offset: Int, after elapsed: Duration) {
        let second = Int(elapsed.components.seconds)
        if let last = marks.last, second / step == last.second / step { return }
        if marks.count == Self.limit { thin() }
        marks.append(Mark(offset: offset, second: second))
    }

    /// The second in which a byte came, counted from the start of the attempt; `nil` where nothing is known.
    package func second(of offset: Int) -> Int? {
        var (low, high) = (0, marks.count)
        while low < high {
            let middle = (low + high) / 2
            if marks[middle].offset <= offset { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? marks[low - 1].second : nil
    }

    /// Makes times less exact until half of them are enough.
    private mutating func thin() {
        while marks.count > Self.limit / 2 {
            step *= 2
            marks = marks.reduce(into: []) { kept, mark in
                if mark.second / step != kept.last.map({ $0.second / step }) { kept.append(mark) }
            }
        }
    }
}
