/// The tasks that could start, in lanes by tool and model, so that a tool that refuses everyone holds up only its own.
///
/// Tasks that have begun go before new ones, and both in the order of the input.
struct ReadyQueue: Sendable {
    /// Tasks that share a rate limit.
    struct Lane: Sendable {
        /// The tool whose service they share.
        let tool: String
        /// The model they share; `nil` is the tool's own choice.
        let model: String?
        /// Nothing starts before; `nil` when nothing holds the lane up.
        var heldUntil: Moment?
        fileprivate var entries = MinHeap<Entry>()
    }

    /// A place in a lane. It is void when its task has a newer ticket.
    struct Entry: Comparable, Sendable {
        /// Whether the task has had an attempt: what has begun goes first.
        var hasBegun: Bool
        var task: Int32
        var ticket: UInt32

        static func < (left: Entry, right: Entry) -> Bool {
            left.hasBegun == right.hasBegun ? left.task < right.task : left.hasBegun
        }
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

    mutating func insert(_ entry: Entry, lane: Int) {
        lanes[lane].entries.insert(entry)
    }

    /// Holds a lane up until a moment, or no longer.
    mutating func hold(lane: Int, until moment: Moment?) {
        lanes[lane].heldUntil = moment
    }

    /// Takes the task that should start next; void entries are dropped on the way.
    mutating func next(isValid: (Entry) -> Bool) -> Int? {
        var best: (lane: Int, entry: Entry)?
        for index in lanes.indices where lanes[index].heldUntil == nil {
            while let first = lanes[index].entries.first {
                if isValid(first) {
                    if best.map({ first < $0.entry }) ?? true { best = (index, first) }
                    break
                }
                lanes[index].entries.popFirst()
            }
        }
        guard let best else { return nil }
        lanes[best.lane].entries.popFirst()
        return Int(best.entry.task)
    }
}
