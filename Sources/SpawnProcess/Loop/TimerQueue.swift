internal import SpawnCore

/// Deadlines, the earliest first. Nothing is ever taken out before its time: a timer that has lost its meaning is
/// recognised by its generation, or by the machine it is fed to, when it fires.
struct TimerQueue {
    enum Purpose {
        /// The time after TERM is over.
        case grace
        /// The time between two reports of progress is over.
        case progress
    }

    struct Timer {
        var deadline: Moment
        var purpose: Purpose
        var slot: Int
        var generation: UInt32
    }

    /// A binary heap.
    private var timers: [Timer] = []

    var earliest: Moment? { timers.first?.deadline }

    mutating func insert(_ timer: Timer) {
        timers.append(timer)
        var index = timers.count - 1
        while index > 0 {
            let parent = (index - 1) / 2
            guard timers[index].deadline < timers[parent].deadline else { break }
            timers.swapAt(index, parent)
            index = parent
        }
    }

    /// Takes out the earliest timer whose deadline has come.
    mutating func next(at now: Moment) -> Timer? {
        guard let first = timers.first, first.deadline <= now else { return nil }
        timers.swapAt(0, timers.count - 1)
        timers.removeLast()
        var index = 0
        while true {
            var smallest = index
            for child in [2 * index + 1, 2 * index + 2]
            where child < timers.count && timers[child].deadline < timers[smallest].deadline {
                smallest = child
            }
            guard smallest != index else { return first }
            timers.swapAt(index, smallest)
            index = smallest
        }
    }
}
