/// What a run has asked of breakers that it shares, and has no answer to yet. Answers come in the order of the requests.
struct BreakerSharing: Sendable {
    /// How long a run waits for a word. Nothing in it waits for longer than that, and no other time: it goes on alone then.
    static let patience = Duration.seconds(2)

    /// A request without an answer.
    struct Pending: Sendable {
        var request: SharedBreakerRequest
        /// The ticket of the task that wants to begin.
        var ticket: UInt32
    }

    /// False when the run has its breakers for itself.
    var isOn: Bool
    /// The moment by which there must be a word; `nil` when none is owed.
    private(set) var dueAt: Moment?
    /// True when the run is to look at ``dueAt`` later; it is asked once.
    var hasTimer = false
    private var pending: [Pending] = []
    private var head = 0

    init(isOn: Bool) { self.isOn = isOn }

    /// True when every request has its answer.
    var isSettled: Bool { head == pending.count }

    mutating func add(_ request: SharedBreakerRequest, ticket: UInt32, at now: Moment) {
        if isSettled { dueAt = now + Self.patience }
        pending.append(Pending(request: request, ticket: ticket))
    }

    /// Takes the request that an answer belongs to; `nil` for an answer that comes too late.
    mutating func next(at now: Moment) -> Pending? {
        guard !isSettled else { return nil }
        defer { head += 1 }
        let first = pending[head]
        dueAt = head + 1 == pending.count ? nil : now + Self.patience
        if head > 64, head * 2 > pending.count {
            pending.removeFirst(head)
            head = 0
        }
        return first
    }

    /// Waits for nothing any more.
    ///
    /// - Returns: What has no answer, in order.
    mutating func giveUp() -> [Pending] {
        let rest = Array(pending[head...])
        self = BreakerSharing(isOn: false)
        return rest
    }
}
