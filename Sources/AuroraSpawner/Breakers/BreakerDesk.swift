internal import SpawnCore
internal import SpawnProcess

/// Asks for a run how its shared breakers stand, on a thread of its own: neither a slow disk nor a lock that somebody holds
/// keeps the engine from its limits and signals.
///
/// Answers come in the order of the requests. Where one does not come, whoever waits for it gives up.
final class BreakerDesk: Sendable {
    private let breakers: SharedBreakers
    private let tell: @Sendable () -> Void
    private let answers = Guarded<[SharedBreakerAnswer]>([])
    private let thread: OwnThread

    /// Creates a desk.
    ///
    /// - Parameters:
    ///   - breakers: The breakers.
    ///   - tell: Called from any thread when there is an answer to fetch.
    /// - Throws: When there is no thread to be had.
    init(_ breakers: SharedBreakers, tell: @escaping @Sendable () -> Void) throws {
        thread = try OwnThread()
        self.breakers = breakers
        self.tell = tell
    }

    /// Asks. The answer can be fetched later.
    func ask(_ request: SharedBreakerRequest) {
        let time = breakers.time()
        thread.post { [self] in
            put(breakers.answer(request, at: time))
            // A little each time: whoever asks next waits for it.
            breakers.tidy(2)
        }
    }

    /// Fetches the answers since the last time.
    func takeAnswers() -> [SharedBreakerAnswer] {
        answers.withLock { answers in
            defer { answers = [] }
            return answers
        }
    }

    private func put(_ answer: SharedBreakerAnswer) {
        answers.withLock { $0.append(answer) }
        tell()
    }
}
