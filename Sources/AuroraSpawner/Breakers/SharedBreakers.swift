import Glibc
internal import SpawnProcess

/// The breakers of a state directory, which every run that uses it shares: those after us, and those at the same time.
///
/// A run never fails for them. Where the directory cannot be used it works on its own breakers, and ``complaints`` say so.
package final class SharedBreakers: BreakerStore {
    private struct State {
        /// The file as it was when an agent's breaker was last updated. Of two changes within a tick of the file system's
        /// clock one may go unseen; what must not go wrong then asks under the lock.
        var seen: [String: FileVersion?] = [:]
        var complaints: [String] = []
    }

    private let directory: String
    private let run: String?
    private let time: @Sendable () -> Double
    private let state = Guarded(State())

    /// Uses a directory. It is made when there is something to keep.
    ///
    /// - Parameters:
    ///   - directory: The state directory.
    ///   - run: The name of the run that asks; `nil` when none does.
    ///   - time: The wall clock, in seconds since 1970.
    package init(directory: String, run: String?, time: @escaping @Sendable () -> Double = { Clock.epochSeconds }) {
        self.directory = directory
        self.run = run
        self.time = time
    }

    /// What was wrong with the directory, each once and in one sentence.
    package var complaints: [String] { state.withLock(\.complaints) }

    package func isCurrent(_ agent: String) -> Bool {
        let version = FileVersion(path)
        return state.withLock { $0.seen[agent] == .some(version) }
    }

    package func update<Answer>(
        _ breaker: inout CircuitBreaker, at now: Moment, _ body: (inout CircuitBreaker) -> Answer
    ) -> Answer {
        let isNew = state.withLock { $0.seen[breaker.agent] == nil }
        let fresh = CircuitBreaker(agent: breaker.agent, settings: breaker.settings)
        var answer: Answer?
        func work() -> Answer {
            if let answer { return answer }
            let result = body(&breaker)
            answer = result
            return result
        }
        if FileVersion(path) == nil, !breaker.isContended(at: now) {
            // Most runs have nothing to keep, and leave nothing behind.
            let result = work()
            if !breaker.says(moreThan: fresh) {
                note(nil, breaker.agent)
                return result
            }
        }
        do throws(InputError) {
            try makeDirectory()
            return try FileLock.hold(directory + "/breakers.lock") { () throws(InputError) in
                var file = readFile()
                let common = readBreaker(of: breaker, in: &file, at: now)
                if let common, isNew || breaker.isSuperseded(by: common) { breaker = common }
                let result = work()
                if breaker.says(moreThan: common ?? fresh) {
                    file.put(breaker, at: now, time: time(), run: run)
                    try file.write()
                }
                note(FileVersion(path), breaker.agent)
                return result
            }
        } catch {
            complain("\(error); breakers are not shared")
            note(FileVersion(path), breaker.agent)
            return work()
        }
    }

    /// Every breaker the directory knows, by the agent's name.
    ///
    /// - Parameters:
    ///   - settings: The numbers they work with.
    ///   - now: The moment they are wanted for.
    /// - Returns: The breakers; none where nothing was kept yet.
    package func all(settings: BreakerSettings, at now: Moment) -> [CircuitBreaker] {
        var file = readFile()
        return file.records.keys.sorted().compactMap { agent in
            readBreaker(of: CircuitBreaker(agent: agent, settings: settings), in: &file, at: now)
        }
    }

    private var path: String { directory + "/breakers.json" }

    /// The file; without records, and a complaint, where it is none of ours.
    private func readFile() -> BreakerFile {
        do throws(InputError) { return try BreakerFile(reading: path) } catch {
            complain("\(error); all breakers begin anew")
            return BreakerFile(empty: path)
        }
    }

    /// The agent's breaker as the file has it; `nil`, and a complaint, where its record is none of ours.
    private func readBreaker(
        of breaker: CircuitBreaker, in file: inout BreakerFile, at now: Moment
    ) -> CircuitBreaker? {
        do throws(InputError) {
            return try file.breaker(
                of: breaker.agent, settings: breaker.settings, at: now, time: time(), run: run)
        } catch {
            complain("\(error); the breaker of \(breaker.agent) begins anew")
            file.drop(breaker.agent)
            return nil
        }
    }

    /// It holds what agents were asked, so it is its owner's alone.
    private func makeDirectory() throws(InputError) {
        guard unsafe mkdir(directory, 0o700) != 0, errno != EEXIST else { return }
        throw InputError(file: directory, message: "cannot be made: \(systemReason())")
    }

    private func note(_ version: FileVersion?, _ agent: String) {
        state.withLock { $0.seen[agent] = .some(version) }
    }

    private func complain(_ sentence: String) {
        state.withLock { if !$0.complaints.contains(sentence) { $0.complaints.append(sentence) } }
    }
}
