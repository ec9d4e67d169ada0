import Glibc
internal import SpawnCore
internal import SpawnProcess

/// The breakers of a state directory, which every run that uses it shares: those after us, and those at the same time.
///
/// Each agent has a file of its own in `breakers/`, written whole in place of what was there, so that reading needs no lock
/// and writing costs the same however many agents there are. Whoever writes holds `breakers.lock`.
///
/// A run never fails for them. Where the directory cannot be used it works on its own breakers, and ``complaints`` say so.
package final class SharedBreakers: Sendable {
    private struct State {
        var complaints: [String] = []
        /// What a request waits for, in a sentence.
        var obstacle = ""
        /// The records that nobody has looked at lately.
        var unseen: [String] = []
    }

    /// The wall clock, in seconds since 1970.
    let time: @Sendable () -> Double
    private let directory: String
    private let run: String?
    private let settings: BreakerSettings
    private let state = Guarded(State())

    /// Uses a directory. It is made when there is something to keep.
    ///
    /// - Parameters:
    ///   - directory: The state directory.
    ///   - run: The name of the run that asks; `nil` when none does.
    ///   - settings: The numbers the breakers work with.
    ///   - time: The wall clock, in seconds since 1970.
    package init(
        directory: String, run: String?, settings: BreakerSettings = BreakerSettings(),
        time: @escaping @Sendable () -> Double = { Clock.epochSeconds }
    ) {
        self.directory = directory
        self.run = run
        self.settings = settings
        self.time = time
        let former = "\(directory)/breakers.json"
        if unsafe access(former.cName, F_OK) == 0 {
            complain(
                "\(former): an earlier version of aurora wrote it, and it is not read any more; what was open in it can be opened "
                    + "with aurora breakers open AGENT, and the file removed")
        }
    }

    /// What was wrong with the directory, each once and in one sentence.
    package var complaints: [String] { state.withLock(\.complaints) }

    /// Does what is asked on the common value of a breaker, while no other process does.
    ///
    /// - Parameters:
    ///   - request: What is asked.
    ///   - time: When it was, on the wall clock.
    ///   - patience: How long to wait for the others; `nil` is for ever.
    /// - Returns: The value then.
    /// - Throws: ``InputError`` where it cannot be done; nothing was changed then.
    package func carryOut(
        _ request: SharedBreakerRequest, at time: Double, patience: Duration? = nil
    ) throws(InputError) -> SharedBreakerAnswer {
        note("\(directory): it does not answer for 2 s already")
        // Most requests change nothing, and what is there can be read at any time.
        if case .answer(let answer) = try look(request, at: time) { return answer }
        try makeDirectories()
        note("\(lockPath): another process holds it for 2 s already")
        return try FileLock.hold(lockPath, patience: patience) { () throws(InputError) in
            note("\(directory): it does not answer for 2 s already")
            switch try look(request, at: time) {
            case .answer(let answer): return answer
            case .change(let common, let admission, let damage):
                if let damage { try setAside(damage, common) }
                try keep(common, at: request.moment, time)
                return .common(common, admission)
            }
        }
    }

    /// The same for a run, which goes on with its own breaker where it cannot be done.
    package func answer(_ request: SharedBreakerRequest, at time: Double) -> SharedBreakerAnswer {
        do throws(InputError) {
            return try carryOut(request, at: time)
        } catch {
            complain("\(error); breakers are not shared")
            return .alone(CircuitBreaker(agent: request.agent, settings: settings))
        }
    }

    /// Says that nobody waits for an answer any more.
    func giveUp() { complain("\(state.withLock(\.obstacle)); breakers are not shared") }

    /// Every breaker the directory knows that still says something, by the agent's name.
    ///
    /// - Parameter now: The moment they are wanted for.
    /// - Returns: The breakers; none where nothing was kept yet. Of a record that cannot be used ``complaints`` tell.
    /// - Throws: ``InputError`` where the directory cannot be read.
    package func all(at now: Moment) throws(InputError) -> [CircuitBreaker] {
        let time = time()
        var breakers: [CircuitBreaker] = []
        for name in try recordNames() {
            switch try read("\(recordsPath)/\(name)", of: nil, at: now, time) {
            case .none: break
            case .breaker(let breaker): if !breaker.isForgettable(at: now) { breakers.append(breaker) }
            case .newer(let error, _), .damaged(let error, _): complain("\(error)")
            }
        }
        return breakers.sorted { $0.agent < $1.agent }
    }

    /// Looks at some of the records, at others each time, and removes those that say nothing any more. It waits for nobody:
    /// another run will do it.
    ///
    /// - Parameter most: How many.
    package func tidy(_ most: Int = .max) {
        let time = time()
        func isForgettable(_ path: String) throws(InputError) -> Bool {
            guard case .breaker(let breaker) = try read(path, of: nil, at: .start, time) else { return false }
            return breaker.isForgettable(at: .start)
        }
        var names = state.withLock { $0.unseen }
        if names.isEmpty { names = ((try? recordNames()) ?? []).shuffled() }
        for name in names.suffix(most) {
            let path = "\(recordsPath)/\(name)"
            guard (try? isForgettable(path)) == true else { continue }
            try? FileLock.hold(lockPath, patience: .zero) { () throws(InputError) in
                if try isForgettable(path) { _ = unsafe unlink(path.cName) }
            }
        }
        let rest = Array(names.dropLast(most))
        state.withLock { $0.unseen = rest }
    }

    private var lockPath: String { directory + "/breakers.lock" }
    private var recordsPath: String { directory + "/breakers" }
    private func path(of agent: String) -> String { "\(recordsPath)/\(BreakerFile.name(of: agent))" }

    /// What a request leads to, as things stand.
    private enum Outlook {
        /// Nothing is to be written.
        case answer(SharedBreakerAnswer)
        /// The record is to become this one; what is there may be none of ours.
        case change(CircuitBreaker, BreakerAdmission?, damage: InputError?)
    }

    private func look(_ request: SharedBreakerRequest, at time: Double) throws(InputError) -> Outlook {
        var fresh = CircuitBreaker(agent: request.agent, settings: settings)
        fresh.generation = request.generation
        let (before, damage): (CircuitBreaker, InputError?)
        switch try read(path(of: request.agent), of: request.agent, at: request.moment, time) {
        case .none: (before, damage) = (fresh, nil)
        case .breaker(let breaker): (before, damage) = (breaker, nil)
        case .damaged(let error, let isForcedOpen): (before, damage) = (fresh.forcedOpen(if: isForcedOpen), error)
        case .newer(let error, let isForcedOpen):
            complain("\(error); the breaker of \(request.agent) is not shared")
            return .answer(.alone(fresh.forcedOpen(if: isForcedOpen)))
        }
        var common = before
        let admission = common.carryOut(request)
        guard damage != nil || common.says(moreThan: before) else { return .answer(.common(common, admission)) }
        return .change(common, admission, damage: damage)
    }

    /// What stands in the place of a record.
    private enum Record {
        case none
        case breaker(CircuitBreaker)
        /// A later version of the program wrote it, which must find it as it is.
        case newer(InputError, isForcedOpen: Bool)
        /// It is no record of ours.
        case damaged(InputError, isForcedOpen: Bool)
    }

    /// Reads a record, of whatever agent it is where none is named.
    private func read(
        _ path: String, of agent: String?, at now: Moment, _ time: Double
    ) throws(InputError) -> Record {
        guard let bytes = try StateFile.read(path) else { return .none }
        do throws(BreakerFile.Fault) {
            let file = try BreakerFile(bytes, path: path, agent: agent)
            return .breaker(try file.breaker(settings, run: run, at: now, time: time))
        } catch {
            // What an operator has closed off stays closed off, whatever else cannot be read.
            let isForcedOpen = String(decoding: bytes, as: UTF8.self).contains(
                "\"\(BreakerState.forcedOpen.rawValue)\"")
            switch error {
            case .newer(let error): return .newer(error, isForcedOpen: isForcedOpen)
            case .damaged(let error): return .damaged(error, isForcedOpen: isForcedOpen)
            }
        }
    }

    /// Puts a breaker in the place of its record, or nothing where it says nothing.
    private func keep(_ breaker: CircuitBreaker, at now: Moment, _ time: Double) throws(InputError) {
        let path = path(of: breaker.agent)
        if breaker.isForgettable(at: now) {
            _ = unsafe unlink(path.cName)
        } else {
            // In the place of a link, and not of what it leads to.
            try OpenDirectory(own: recordsPath).replace(
                BreakerFile.name(of: breaker.agent), with: BreakerFile.bytes(breaker, run: run, at: now, time: time))
        }
    }

    /// Keeps what cannot be used: somebody may want to know what it was.
    private func setAside(_ damage: InputError, _ next: CircuitBreaker) throws(InputError) {
        let path = path(of: next.agent)
        var aside = path + ".damaged"
        var count = 1
        while unsafe access(aside.cName, F_OK) == 0 {
            count += 1
            aside = "\(path).damaged-\(count)"
        }
        guard unsafe rename(path.cName, aside.cName) == 0 else {
            throw InputError(file: path, message: "cannot be set aside: \(systemReason())")
        }
        let what = next.state == .forcedOpen ? "stays forced open" : "begins anew"
        complain("\(damage); it is kept as \(aside), and the breaker of \(next.agent) \(what)")
    }

    private func recordNames() throws(InputError) -> [String] {
        guard let stream = unsafe opendir(recordsPath.cName) else {
            if errno == ENOENT { return [] }
            throw InputError(file: recordsPath, message: "cannot be read: \(systemReason())")
        }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { field in
                unsafe String(systemName: field.prefix { $0 != 0 })
            }
            if name.hasSuffix(".json") { names.append(name) }
        }
        return names
    }

    /// They hold what agents were asked, so they are their owner's alone.
    private func makeDirectories() throws(InputError) {
        guard StateDirectory.make(directory) else {
            throw InputError(file: directory, message: "cannot be made: \(systemReason())")
        }
        _ = try OpenDirectory(own: directory)
        _ = try OpenDirectory(own: recordsPath, isMade: true)
        StateDirectory.ignoreItself(recordsPath)
    }

    private func note(_ obstacle: String) { state.withLock { $0.obstacle = obstacle } }

    private func complain(_ sentence: String) {
        state.withLock { if !$0.complaints.contains(sentence) { $0.complaints.append(sentence) } }
    }
}

extension CircuitBreaker {
    fileprivate func forcedOpen(if isForcedOpen: Bool) -> CircuitBreaker {
        var copy = self
        if isForcedOpen { copy.state = .forcedOpen }
        return copy
    }
}
