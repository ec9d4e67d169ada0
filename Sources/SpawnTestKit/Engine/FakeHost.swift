package import SpawnCore
internal import SpawnProcess

/// A host without processes: a ``FakeWorld`` behind the protocol of the engine, so that a run of hours takes
/// milliseconds and is the same every time.
package final class FakeHost: ProcessHost {
    private struct State {
        var world: FakeWorld
        var isClosed = false
        var waiter: CheckedContinuation<Void, Never>?
        var send: (@Sendable (UserCommand) -> Void)?
    }

    private let state: Guarded<State>

    package init(_ world: FakeWorld) { state = Guarded(State(world: world)) }

    /// The world as it stands.
    package var world: FakeWorld { state.withLock { $0.world } }

    /// True once the engine has let go of it.
    package var isClosed: Bool { state.withLock { $0.isClosed } }

    /// Says where the commands go that the world has planned.
    package func sendCommands(to send: @escaping @Sendable (UserCommand) -> Void) {
        state.withLock { $0.send = send }
    }

    package func start(_ spec: ProcessSpec, as attempt: AttemptID) {
        state.withLock { $0.world.start(spec, as: attempt) }
    }

    package func terminate(_ attempt: AttemptID, _ manner: TerminationManner) {
        state.withLock { $0.world.terminate(attempt, manner) }
    }

    package func wake(at moment: Moment?) { state.withLock { $0.world.wake(at: moment) } }

    package func wakeNow() {
        let waiter = state.withLock { state in
            state.world.wakeNow()
            return state.waiter.take()
        }
        waiter?.resume()
    }

    /// The next batch; where nothing would ever happen, the wait for somebody who calls ``wakeNow()``.
    package func nextBatch() async -> ProcessBatch {
        while true {
            let (turn, send) = state.withLock { ($0.world.nextTurn(), $0.send) }
            if let turn {
                for command in turn.commands { send?(command) }
                return turn.batch
            }
            await withCheckedContinuation { waiter in
                let isWoken = state.withLock { state in
                    guard state.world.isWoken else {
                        state.waiter = waiter
                        return false
                    }
                    return true
                }
                if isWoken { waiter.resume() }
            }
        }
    }

    package func availableMemory() -> Int { state.withLock { $0.world.availableMemory() } }

    package func output(of attempt: AttemptID) -> LiveOutput? { state.withLock { $0.world.output(of: attempt) } }

    package func close() { state.withLock { $0.isClosed = true } }
}
