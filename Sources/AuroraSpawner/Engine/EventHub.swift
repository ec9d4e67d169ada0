internal import SpawnProcess

/// Hands the events of a run to any number of subscribers.
final class EventHub: Sendable {
    /// A mailbox belongs to its stream: when nobody holds the stream any more, nothing is kept for it.
    private struct Subscriber {
        weak var mailbox: EventMailbox?
    }

    private struct State {
        var subscribers: [Subscriber] = []
        var isOver = false
    }

    private let state = Guarded(State())
    /// Wakes the readers: to continue one may take a thread that is not to be had, which must not keep the run waiting.
    private let waker: OwnThread

    /// Writes down what is published before anybody is told; `nil` where nothing is.
    private let recorder: RunRecorder?
    /// Waits for the recorder, so that the run does not.
    private let teller: OwnThread?

    /// - Throws: When there is no thread to be had.
    init(waker: OwnThread, recorder: RunRecorder? = nil) throws(SystemError) {
        self.waker = waker
        self.recorder = recorder
        teller = recorder == nil ? nil : try OwnThread()
    }

    /// A stream of everything that is published from now on; it ends after ``SpawnEvent/Kind/runEnded(_:)``.
    func subscribe() -> AsyncStream<SpawnEvent> {
        let mailbox = makeMailbox()
        return AsyncStream {
            await mailbox.next()
        } onCancel: {
            mailbox.finish()
        }
    }

    /// The same in batches: each is all that came while the reader did something else.
    func subscribeToBatches() -> AsyncStream<[SpawnEvent]> {
        let mailbox = makeMailbox()
        return AsyncStream {
            await mailbox.nextBatch()
        } onCancel: {
            mailbox.finish()
        }
    }

    func makeMailbox() -> EventMailbox {
        let mailbox = EventMailbox(waker: waker)
        let isOver = state.withLock { state in
            if !state.isOver { state.subscribers.append(Subscriber(mailbox: mailbox)) }
            return state.isOver
        }
        if isOver { mailbox.finish() }
        return mailbox
    }

    /// Publishes a batch. Called by one caller at a time, which keeps the order.
    func publish(_ events: [SpawnEvent]) {
        guard !events.isEmpty else { return }
        guard let recorder, let teller else { return tell(events) }
        teller.post { [self] in
            recorder.record(events)
            tell(events)
        }
    }

    /// Waits until everybody has been told of all that was published.
    func settle() async {
        guard let teller else { return }
        await withCheckedContinuation { continuation in teller.post { continuation.resume() } }
    }

    private func tell(_ events: [SpawnEvent]) {
        let isLast = if case .runEnded = events[events.count - 1].kind { true } else { false }
        let mailboxes = state.withLock { state in
            state.isOver = isLast
            state.subscribers.removeAll { $0.mailbox == nil }
            return state.subscribers.compactMap(\.mailbox)
        }
        for mailbox in mailboxes { mailbox.append(events) }
    }
}
