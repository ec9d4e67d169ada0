/// Moments at which there is something to do, the earliest first.
///
/// Timers are never taken out before their time: whoever handles one asks first whether it still holds. That keeps the
/// frequent case, a limit that moves with every byte of output, free of charge.
package struct TimerQueue<Timer: Sendable>: Sendable {
    private struct Entry: Comparable, Sendable {
        var moment: Moment
        var timer: Timer

        static func < (left: Entry, right: Entry) -> Bool { left.moment < right.moment }
        static func == (left: Entry, right: Entry) -> Bool { left.moment == right.moment }
    }

    private var heap = MinHeap<Entry>()

    package init() {}

    /// The earliest moment; `nil` when there is no timer.
    package var earliest: Moment? { heap.first?.moment }

    /// The earliest timer and its moment; `nil` when there is none.
    package var first: (moment: Moment, timer: Timer)? { heap.first.map { ($0.moment, $0.timer) } }

    package mutating func add(_ timer: Timer, at moment: Moment) {
        heap.insert(Entry(moment: moment, timer: timer))
    }

    package mutating func popFirst() { heap.popFirst() }

    /// Takes the earliest timer that is due.
    package mutating func next(dueAt now: Moment) -> Timer? {
        guard let first = heap.first, first.moment <= now else { return nil }
        heap.popFirst()
        return first.timer
    }
}
