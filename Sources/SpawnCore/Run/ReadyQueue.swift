/// The tasks that could start, in lanes by tool and model, so that a tool that refuses everyone holds up only its own.
///
/// Within a lane, tasks that have begun go before new ones, and both in the order they came. Between lanes the earlier
/// task of the input goes first.
struct ReadyQueue: Sendable {
    /// Tasks that share a rate limit.
    struct Lane: Sendable {
        /// The tool whose service they share.
        let tool: String
        /// The model they share; `nil` is the tool's own choice.
        let model: String?
        /// Nothing starts before; `nil` when nothing holds the lane up.
        var heldUntil: Moment?
        fileprivate var begun = Fifo()
        fileprivate var fresh = Fifo()
    }

    /// A place in a lane. It is void when its task has a newer ticket.
    struct Entry: Sendable {
        var task: Int32
        var ticket: UInt32
    }

    private(set) var lanes: [Lane] = []
    private var laneOf: [String: Int] = [:]

    /// The lane of a tool and a model.
    mutating func lane(tool: String, model: String?) -> Int {
        let key = model.map { "\(tool)\u{0}\($0)" } ?? tool
        if let index = laneOf[key] { return index }
        lanes.append(Lane(tool: tool, model: model))
        laneOf[key] = lanes.count - 1
        return lanes.count - 1
    }

    mutating func append(_ entry: Entry, lane: Int, hasBegun: Bool) {
        if hasBegun { lanes[lane].begun.append(entry) } else { lanes[lane].fresh.append(entry) }
    }

    /// Holds a lane up until a moment, or no longer.
    mutating func hold(lane: Int, until moment: Moment?) {
        lanes[lane].heldUntil = moment
    }

    /// Takes the task that should start next; void entries are dropped on the way.
    mutating func next(isValid: (Entry) -> Bool) -> Int? {
        var best: (lane: Int, hasBegun: Bool, task: Int32)?
        for index in lanes.indices where lanes[index].heldUntil == nil {
            let hasBegun: Bool
            let entry: Entry
            if let first = lanes[index].begun.first(isValid: isValid) {
                (hasBegun, entry) = (true, first)
            } else if let first = lanes[index].fresh.first(isValid: isValid) {
                (hasBegun, entry) = (false, first)
            } else {
                continue
            }
            if let best, best.hasBegun && !hasBegun || best.hasBegun == hasBegun && best.task < entry.task { continue }
            best = (index, hasBegun, entry.task)
        }
        guard let best else { return nil }
        if best.hasBegun { lanes[best.lane].begun.removeFirst() } else { lanes[best.lane].fresh.removeFirst() }
        return Int(best.task)
    }
}

/// First in, first out, at constant cost.
private struct Fifo: Sendable {
    private var entries: [ReadyQueue.Entry] = []
    private var head = 0

    mutating func append(_ entry: ReadyQueue.Entry) { entries.append(entry) }

    /// The first valid entry; those before it are dropped.
    mutating func first(isValid: (ReadyQueue.Entry) -> Bool) -> ReadyQueue.Entry? {
        while head < entries.count {
            if isValid(entries[head]) { return entries[head] }
            removeFirst()
        }
        return nil
    }

    mutating func removeFirst() {
        head += 1
        // Half of the array is spent: give it back, which costs each entry one move in all.
        if head > 64 && head * 2 > entries.count {
            entries.removeFirst(head)
            head = 0
        }
    }
}
