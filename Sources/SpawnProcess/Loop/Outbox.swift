internal import SpawnCore

/// Carries batches from the reactor's thread to the one who waits for them. A slow reader gets fewer and larger ones.
final class Outbox: Sendable {
    private struct State {
        var events: [ProcessEvent] = []
        var signals: [Int32] = []
        /// True when a batch is due, also an empty one.
        var isDue = false
        var isClosed = false
        var waiter: CheckedContinuation<ProcessBatch, Never>?

        mutating func take(at now: Moment) -> ProcessBatch? {
            guard isDue || isClosed else { return nil }
            defer {
                events = []
                signals = []
                isDue = false
            }
            return ProcessBatch(moment: now, events: events, signals: signals)
        }
    }

    private let state = Guarded(State())
    private let clock: Clock

    init(clock: Clock) { self.clock = clock }

    /// Delivers a batch, now or when somebody asks for it. The clock is read under the lock and after the events, so
    /// that none of them is later than their batch.
    func deliver(_ events: [ProcessEvent], _ signals: [Int32]) {
        resumeWaiter {
            $0.events.append(contentsOf: events)
            $0.signals.append(contentsOf: signals)
            $0.isDue = true
        }
    }

    /// From now on every question is answered at once.
    func close() { resumeWaiter { $0.isClosed = true } }

    private func resumeWaiter(after change: (inout State) -> Void) {
        let delivery = state.withLock { state -> (CheckedContinuation<ProcessBatch, Never>, ProcessBatch)? in
            change(&state)
            guard let waiter = state.waiter, let batch = state.take(at: clock.now) else { return nil }
            state.waiter = nil
            return (waiter, batch)
        }
        if let (waiter, batch) = delivery { waiter.resume(returning: batch) }
    }

    func next() async -> ProcessBatch {
        if let batch = state.withLock({ $0.take(at: clock.now) }) { return batch }
        return await withCheckedContinuation { continuation in
            let batch = state.withLock { state -> ProcessBatch? in
                precondition(state.waiter == nil, "Two callers waited for the next batch at once.")
                if let batch = state.take(at: clock.now) { return batch }
                state.waiter = continuation
                return nil
            }
            if let batch { continuation.resume(returning: batch) }
        }
    }
}
