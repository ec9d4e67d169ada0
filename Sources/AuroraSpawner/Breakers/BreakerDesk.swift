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
    /// `nil` where the system has no descriptor left for it.
    private let thread = try? SideThread()

    /// Creates a desk. Its thread comes with the first request.
    ///
    /// - Parameters:
    ///   - breakers: The breakers.
    ///   - tell: Called from any thread when there is an answer to fetch.
    init(_ breakers: SharedBreakers, tell: @escaping @Sendable () -> Void) {
        self.breakers = breakers
        self.tell = tell
    }

    /// Asks. The answer can be fetched later.
    func ask(_ request: SharedBreakerRequest) {
        let time = breakers.time()
        guard let thread else { return put(breakers.noAnswer(request, "no descriptor is left for a thread")) }
        do throws(SystemError) {
            try thread.post { [self] in
                put(breakers.answer(request, at: time))
                // A little each time: whoever asks next waits for it.
                breakers.tidy(2)
            }
        } catch {
            put(breakers.noAnswer(request, error.reason))
        }
    }

    /// Fetches the answers since the last time.
    func takeAnswers() -> [SharedBreakerAnswer] {
        answers.withLock { answers in
            defer { answers = [] }
            return answers
        }
    }

    /// Asks for nothing any more.
    func close() { thread?.close() }

    private func put(_ answer: SharedBreakerAnswer) {
        answers.withLock { $0.append(answer) }
        tell()
    }
}
