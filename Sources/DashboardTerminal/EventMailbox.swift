import SpawnCore
import Synchronization

/// Where events wait for the main actor: one wake-up for all that came since it last took some.
final class EventMailbox: Sendable {
    private struct State {
        var events: [SpawnEvent] = []
        var isClosed = false
    }

    private let state = Mutex(State())
    private let wake: @Sendable () -> Void

    init(wake: @escaping @Sendable () -> Void) { self.wake = wake }

    func put(_ batch: [SpawnEvent]) {
        let wasEmpty = state.withLock { state in
            defer { state.events += batch }
            return state.events.isEmpty
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
