import SpawnCore
import Synchronization

/// Collects events away from the main actor, which takes them in batches: one wake-up a batch, not one an event.
final class EventMailbox: Sendable {
    private struct State {
        var events: [SpawnEvent] = []
        var isClosed = false
    }

    private let state = Mutex(State())
    private let wake: @Sendable () -> Void

    init(wake: @escaping @Sendable () -> Void) { self.wake = wake }

    func put(_ event: SpawnEvent) {
        let wasEmpty = state.withLock { state in
            state.events.append(event)
            return state.events.count == 1
        }
        if wasEmpty { wake() }
    }

    func close() {
        state.withLock { $0.isClosed = true }
        wake()
    }

    /// All that came since the last call, and whether nothing will come any more.
    func takeAll() -> (events: [SpawnEvent], isClosed: Bool) {
        state.withLock { state in
            defer { state.events = [] }
            return (state.events, state.isClosed)
        }
    }
}
