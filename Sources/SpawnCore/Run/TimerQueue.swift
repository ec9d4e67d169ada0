/// Moments at which the run has something to do, the earliest first.
///
/// Timers are never taken out: whoever handles one asks first whether it still holds. That keeps the frequent case,
/// a limit that moves with every byte of output, free of charge.
struct TimerQueue: Sendable {
    /// What a timer is for.
    enum Timer: Sendable {
        /// A limit of an attempt may have expired.
        case attempt(AttemptID)
        /// A task's backoff may be over; `ticket` tells it from an earlier one.
        case backoff(task: Int, ticket: UInt32)
        /// An agent's breaker may change by itself.
        case breaker(agent: String)
        /// A tool's cooldown may be over.
        case cooldown(lane: Int)
        /// The next start may be allowed.
        case stagger
        /// The run's time is over.
        case deadline
    }

    private var heap: [(moment: Moment, timer: Timer)] = []

    /// The earliest moment; `nil` when there is no timer.
    var earliest: Moment? { heap.first?.moment }

    mutating func add(_ timer: Timer, at moment: Moment) {
        heap.append((moment, timer))
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].moment < heap[parent].moment else { break }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    /// Takes the earliest timer that is due.
    mutating func next(dueAt now: Moment) -> Timer? {
        guard let first = heap.first, first.moment <= now else { return nil }
        let last = heap.removeLast()
        guard !heap.isEmpty else { return first.timer }
        heap[0] = last
        var parent = 0
        while true {
            var smallest = parent
            for child in (2 * parent + 1)...(2 * parent + 2)
            where child < heap.count && heap[child].moment < heap[smallest].moment {
                smallest = child
            }
            guard smallest != parent else { return first.timer }
            heap.swapAt(parent, smallest)
            parent = smallest
        }
    }
}
