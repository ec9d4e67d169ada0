internal import SpawnCore

/// Processes that are left of a run and that no attempt is blamed for; they are told of when it is over.
final class Remnants: Sendable {
    private struct State {
        var first: LeakedProcess?
        var count = 0
    }

    private let fate: String
    private let state = Guarded(State())

    /// None yet.
    ///
    /// - Parameter fate: What has become of them, in words that a colon follows.
    init(_ fate: String) { self.fate = fate }

    func note(_ process: LeakedProcess) {
        state.withLock {
            $0.first = $0.first ?? process
            $0.count += 1
        }
    }

    /// One sentence for people; `nil` when there were none.
    var complaint: String? {
        state.withLock { state in
            LeakedProcess.words(state.first, of: state.count).map { "\(fate): \($0)" }
        }
    }
}
