/// The tasks that could start, in lanes by tool and model, so that a tool that refuses everyone holds up only its own.
///
/// Tasks that have begun go before new ones, and both in the order of the input; last goes who has claimed a limit of its tool
/// that another task is to confirm.
struct ReadyQueue: Sendable {
    /// Tasks that share a rate limit.
    struct Lane: Sendable {
        /// The tool whose service they share.
        let tool: String
        /// The model they share; `nil` is the tool's own choice.
        let model: String?
        /// What the service last said; `nil` when it serves.
        var cooldown: Cooldown?
        /// What its tasks have failed of.
        fileprivate(set) var watch = ToolWatch()
        /// Whether its tasks wait, whatever slots are free. What the service itself says outweighs everything else.
        var isHeld: Bool { cooldown?.isWaitedFor ?? watch.isHeld }
        fileprivate var entries = MinHeap<Entry>()
    }

    /// A place in a lane. It is void when its task has a newer ticket.
    struct Entry: Comparable, Sendable {
        /// Which tasks go before others.
        enum Rank: UInt8, Comparable, Sendable {
            case begun, new, doubtful

            static func < (left: Rank, right: Rank) -> Bool { left.rawValue < right.rawValue }
        }

        var rank: Rank
        var task: Int32
        var ticket: UInt32
        var lane: Int32
        /// Since when it could start.
        var since: Moment

        static func < (left: Entry, right: Entry) -> Bool {
            left.rank == right.rank ? left.task < right.task : left.rank < right.rank
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

    mutating func insert(_ entry: Entry) {
        lanes[Int(entry.lane)].entries.insert(entry)
    }

    /// Says until when a lane's service refuses everyone; `nil` when it serves again.
    mutating func cool(lane: Int, _ cooldown: Cooldown?) {
        lanes[lane].cooldown = cooldown
    }

    /// Works on the watch of a lane.
    mutating func watch<Answer>(_ lane: Int, _ body: (inout ToolWatch) -> Answer) -> Answer { body(&lanes[lane].watch) }

    /// Takes the task that should start next, from the lanes that are held or from all others; void entries are dropped on
    /// the way. Those of a tool that is full wait in any case.
    mutating func next(
        heldUp isHeld: Bool = false, isFull: (_ tool: String) -> Bool, isValid: (Entry) -> Bool
    ) -> Entry? {
        var best: Entry?
        for index in lanes.indices where lanes[index].isHeld == isHeld && !isFull(lanes[index].tool) {
            while let first = lanes[index].entries.first {
                if isValid(first) {
                    if best.map({ first < $0 }) ?? true { best = first }
                    break
                }
                lanes[index].entries.popFirst()
            }
        }
        if let best { lanes[Int(best.lane)].entries.popFirst() }
        return best
    }
}

/// The time in which a tool's service refuses everyone.
struct Cooldown: Sendable, Equatable {
    /// Its end.
    var until: Moment
    /// The same as the service said it, in seconds since 1970; `nil` when it did not.
    var resetAt: Double?
    /// Whether tasks wait for its end. They do not wait for one that is too far away: they end as rate limited.
    var isWaitedFor: Bool
}
