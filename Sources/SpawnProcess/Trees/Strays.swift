internal import SpawnCore

/// Processes that children left behind without a trace of whose they are. No attempt is blamed for one, so it is told when
/// the run is over.
final class Strays: Sendable {
    private struct State {
        var first: LeakedProcess?
        var count = 0
    }

    private let state = Guarded(State())

    func note(_ stray: LeakedProcess) {
        state.withLock {
            $0.first = $0.first ?? stray
            $0.count += 1
        }
    }

    /// One sentence for people; `nil` when there were none.
    var complaint: String? {
        state.withLock { state in
            LeakedProcess.words(state.first, of: state.count).map {
                "left running, nobody knows by which task, and killed: \($0)"
            }
        }
    }
}
