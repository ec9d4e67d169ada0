internal import SpawnProcess

/// The events that one subscriber has not read yet.
///
/// A slow reader costs little: an unread output event gives way to a newer one of the same attempt, so that what waits
/// is bounded by what the run does rather than by what its children print.
final class EventMailbox: Sendable {
    fileprivate struct State {
        /// Unread events from `head` on; a hole is an output event that gave way to a newer one.
        var events: [SpawnEvent?] = []
        var head = 0
        var holes = 0
        /// Where the unread output event of a task is.
        var outputPlaces: [Int: Int] = [:]
        var isFinished = false
        var reader: CheckedContinuation<Void, Never>?
    }

    private let state = Guarded(State())
    private let waker: OwnThread

    init(waker: OwnThread) { self.waker = waker }

    /// Delivers a batch, with one wake-up at most.
    func append(_ events: [SpawnEvent]) {
        wakeReader { state in
            for event in events where !state.isFinished {
                state.append(event)
                if case .runEnded = event.kind { state.isFinished = true }
            }
        }
    }

    /// Ends the stream after what is unread; nothing is delivered any more.
    func finish() { wakeReader { $0.isFinished = true } }

    /// Waits for the next event; `nil` when there will be none.
    func next() async -> SpawnEvent? { await take { $0.takeFirst() } }

    /// Waits until there is something unread, and takes all of it; `nil` when there will be nothing.
    func nextBatch() async -> [SpawnEvent]? { await take { $0.takeAll() } }

    /// How many events wait, holes included: the measure of what a slow reader costs.
    var backlog: Int { state.withLock { $0.events.count - $0.head } }

    private func take<Taken>(_ body: (inout State) -> Taken?) async -> Taken? {
        while true {
            let (taken, isFinished) = state.withLock { (body(&$0), $0.isFinished) }
            if taken != nil || isFinished { return taken }
            await withCheckedContinuation { continuation in
                wakeReader {
                    precondition($0.reader == nil, "an event stream is read by one reader at a time")
                    $0.reader = continuation
                }
            }
        }
    }

    /// Continues the reader outside of the lock, when there is something for it.
    private func wakeReader(after change: (inout State) -> Void) {
        let reader = state.withLock { state -> CheckedContinuation<Void, Never>? in
            change(&state)
            guard state.events.count - state.head > state.holes || state.isFinished else { return nil }
            defer { state.reader = nil }
            return state.reader
        }
        if let reader { waker.post { reader.resume() } }
    }
}

extension EventMailbox.State {
    mutating func append(_ event: SpawnEvent) {
        switch event.kind {
        case .attemptOutput(let task, _):
            if let place = outputPlaces.updateValue(events.count, forKey: task) {
                events[place] = nil
                holes += 1
            }
        // Only output of one attempt may give way: what a reader sees of a task must stay in order.
        case .attemptStarted(let task, _): outputPlaces[task] = nil
        default: break
        }
        events.append(event)
        if holes > 64, holes * 2 > events.count - head { compact() }
    }

    mutating func takeFirst() -> SpawnEvent? {
        while head < events.count {
            let event = events[head]
            events[head] = nil
            head += 1
            guard let event else {
                holes -= 1
                continue
            }
            if case .attemptOutput(let task, _) = event.kind, outputPlaces[task] == head - 1 {
                outputPlaces[task] = nil
            }
            if head > 64, head * 2 > events.count { compact() }
            return event
        }
        return nil
    }

    mutating func takeAll() -> [SpawnEvent]? {
        let unread = events[head...].compactMap(\.self)
        events = []
        head = 0
        holes = 0
        outputPlaces = [:]
        return unread.isEmpty ? nil : unread
    }

    /// Gives back what has been read and the holes; done when they are the larger part, it costs each event one move.
    private mutating func compact() {
        events = events[head...].filter { $0 != nil }
        head = 0
        holes = 0
        outputPlaces = [:]
        for (place, event) in events.enumerated() {
            switch event?.kind {
            case .attemptOutput(let task, _): outputPlaces[task] = place
            case .attemptStarted(let task, _): outputPlaces[task] = nil
            default: break
            }
        }
    }
}
