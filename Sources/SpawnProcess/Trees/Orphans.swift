internal import CLinux
internal import Glibc
internal import SpawnCore

/// A process whose parent ended before it, and which became ours: what a child left behind.
final class Orphan {
    let entry: ProcessEntry
    /// Tells its end.
    let exit: FileDescriptor
    /// The running attempts that may have started it. Nobody can be asked who did once the link to its parent is gone; one
    /// that has put away its mark, its session and its environment may be of any that runs.
    fileprivate var candidates: Set<AttemptID>
    /// False when it was guessed.
    fileprivate var isSure = true
    /// When it is to be killed, once no candidate runs any more; `nil` is at the end of the run.
    fileprivate var due: Moment?

    fileprivate init(_ entry: ProcessEntry, exit: consuming FileDescriptor, candidates: Set<AttemptID>) {
        self.entry = entry
        self.exit = exit
        self.candidates = candidates
    }
}

/// What children left behind, whose it is and how long it may live. Used by the reactor's thread only.
///
/// This program adopts the orphans among its descendants instead of the system's first process, whatever their session or
/// group. The kernel hands them to the first thread of a process, and our own children belong to the reactor's thread; so
/// one small file lists the orphans and nothing else, and where there are none it costs one read of nothing.
final class Orphans {
    private struct Attempt {
        var pid: pid_t
        var mark: UInt64
        var variables: EnvironmentVariables

        /// Whether a process with this environment descends from it.
        func named(in environment: Set<ArraySlice<UInt8>>) -> Bool {
            let own = variables.entries.filter { $0.name.hasPrefix("AURORA_") }
            return !own.isEmpty
                && own.allSatisfy { environment.contains(Array("\($0.name)=\($0.value)".utf8)[...]) }
        }

        /// Whether a process has the session or the group of its first one.
        func grouped(_ entry: ProcessEntry) -> Bool { pid == entry.session || pid == entry.group }
    }

    private struct EndedAttempt {
        var attempt: Attempt
        /// When what it left behind is to be killed; `nil` is at the end of the run.
        var due: Moment?
    }

    private let list: FileDescriptor
    private let strays: Strays
    private var orphans: [pid_t: Orphan] = [:]
    private var running: [AttemptID: Attempt] = [:]
    /// What was decided about attempts that ended and left something behind.
    private var ended: [AttemptID: EndedAttempt] = [:]
    /// Processes that were seen in the tree of an attempt; `nil` is one that was killed with all its tree.
    private var seen: [ProcessEntry.Identity: AttemptID?] = [:]
    /// True when nothing is given any time.
    private var isHurried = false
    /// When to look again for those that could not be taken in.
    private var nextLook: Moment?

    init(_ strays: Strays) throws(SystemError) {
        self.strays = strays
        guard Kernel.adoptOrphans() == 0 else { throw .last("prctl") }
        let path = "/proc/self/task/\(getpid())/children"
        list = try FileDescriptor(Kernel.open(path, O_RDONLY), of: "open \(path)")
    }

    var isEmpty: Bool { orphans.isEmpty && nextLook == nil }

    /// When there is something to do without anybody's asking.
    var nextMoment: Moment? {
        (orphans.values.filter(\.candidates.isEmpty).map(\.due) + [nextLook]).compactMap(\.self).min()
    }

    func began(_ attempt: AttemptID, _ child: ChildProcess) {
        running[attempt] = Attempt(pid: child.pid, mark: child.mark, variables: child.spec.environment)
    }

    /// Takes in those that have become ours.
    ///
    /// - Returns: The new ones, to be watched.
    func look(at now: Moment) -> [Orphan] {
        nextLook = nil
        var found: [Orphan] = []
        guard let children = ProcFile.read(list.number) else {
            lookAgain(after: now)
            return []
        }
        for pid in ProcFile.processIDs(children) where orphans[pid] == nil {
            let exit = FileDescriptor(owning: Kernel.openProcess(pid))
            guard exit.isOpen, let entry = isHurried ? ProcessEntry(pid) : ProcessEntry.settled(pid) else {
                lookAgain(after: now)
                continue
            }
            let orphan = Orphan(entry, exit: exit, candidates: [])
            assign(orphan, at: now)
            orphans[pid] = orphan
            found.append(orphan)
        }
        if isEmpty, !ended.isEmpty { forgetEnded() }
        return found
    }

    /// Nothing can come of what is gone: only what still runs may leave something behind.
    private func forgetEnded() {
        ended = [:]
        seen = seen.filter { $0.value.map { running[$0] != nil } ?? false }
    }

    /// One that cannot be watched is taken in anew.
    func letGo(of orphan: Orphan, at now: Moment) {
        orphans[orphan.entry.pid] = nil
        lookAgain(after: now)
    }

    private func lookAgain(after now: Moment) { nextLook = now + .milliseconds(100) }

    /// Finds out whose an orphan is, or may be.
    private func assign(_ orphan: Orphan, at now: Moment) {
        guard !isHurried else { return orphan.due = now }
        let entry = orphan.entry
        if let owner = seen[entry.identity] { return give(orphan, to: owner, at: now) }
        if let mark = entry.mark, let owner = attempt(where: { $0.mark == mark }) {
            return give(orphan, to: owner, at: now)
        }
        if let owner = attempt(where: { $0.grouped(entry) }) { return give(orphan, to: owner, at: now) }
        let environment = entry.environment
        if let owner = attempt(where: { $0.named(in: environment) }) { return give(orphan, to: owner, at: now) }
        // It may be that of one which has ended, even where only one runs: nobody is to blame.
        orphan.isSure = false
        if let stray = entry.leak { strays.note(stray) }
        orphan.candidates = Set(running.keys)
        orphan.due = now
    }

    /// The attempt that something is true of.
    private func attempt(where isSo: (Attempt) -> Bool) -> AttemptID? {
        running.first { isSo($0.value) }?.key ?? ended.first { isSo($0.value.attempt) }?.key
    }

    private func give(_ orphan: Orphan, to owner: AttemptID?, at now: Moment) {
        if let owner, running[owner] != nil {
            orphan.candidates = [owner]
        } else {
            orphan.due = owner.flatMap { ended[$0] }.map(\.due) ?? now
        }
    }

    func leftAnything(_ attempt: AttemptID) -> Bool { !orphans.isEmpty && !members(of: attempt).isEmpty }

    /// The orphans that an attempt left behind for sure.
    func members(of attempt: AttemptID) -> [Orphan] {
        orphans.values.filter { $0.isSure && $0.candidates == [attempt] }
    }

    /// Remembers what was seen in the tree of a running attempt.
    func remember(_ entries: [ProcessEntry], of attempt: AttemptID) {
        for entry in entries { seen[entry.identity] = .some(attempt) }
    }

    /// An attempt has ended.
    ///
    /// - Parameters:
    ///   - attempt: The attempt.
    ///   - due: When to kill what it left behind; `nil` is at the end of the run.
    func end(_ attempt: AttemptID, killingAt due: Moment?) {
        guard let known = running.removeValue(forKey: attempt) else { return }
        guard !isEmpty else {
            // Its tree is gone as a whole.
            if !seen.isEmpty { seen = seen.filter { $0.value != attempt } }
            return
        }
        ended[attempt] = EndedAttempt(attempt: known, due: due)
        for orphan in orphans.values where orphan.candidates.remove(attempt) != nil && orphan.candidates.isEmpty {
            orphan.due = due
        }
    }

    /// The run is over: what had no time of its own must go now.
    func endAll(at now: Moment) {
        running = [:]
        for orphan in orphans.values {
            if !orphan.candidates.isEmpty { orphan.due = now }
            orphan.candidates = []
            orphan.due = orphan.due ?? now
        }
        ended = ended.mapValues { EndedAttempt(attempt: $0.attempt, due: $0.due ?? now) }
    }

    /// From now on nothing that is left behind is given any time, whosever it is, and what has some loses it.
    func hurry(at now: Moment) {
        isHurried = true
        for orphan in orphans.values {
            orphan.candidates = []
            orphan.due = now
        }
    }

    /// Kills whose time has come, with all that descends from it; and once more after a second, should it live on.
    func killDue(at now: Moment) {
        for orphan in orphans.values where orphan.candidates.isEmpty {
            guard let due = orphan.due, due <= now else { continue }
            orphan.due = now + .seconds(1)
            let descendants = ProcessEntry.descendants(of: orphan.entry.pid)
            for entry in descendants { seen[entry.identity] = .some(nil) }
            // It cannot be anybody else's id before we have reaped it.
            Kernel.signal(orphan.entry.pid, SIGKILL)
            for entry in descendants { entry.send(SIGKILL) }
        }
    }

    /// Sends a signal to what an attempt left behind while it still runs, and to all that descends from that.
    func signal(_ attempt: AttemptID, _ signal: Int32) {
        for orphan in members(of: attempt) {
            let descendants = ProcessEntry.descendants(of: orphan.entry.pid)
            remember(descendants, of: attempt)
            Kernel.signal(orphan.entry.pid, signal)
            for entry in descendants { entry.send(signal) }
        }
    }

    /// Sends a signal to all there are, and to all that descends from them.
    func signalAll(_ signal: Int32) {
        for orphan in orphans.values {
            Kernel.signal(orphan.entry.pid, signal)
            for entry in ProcessEntry.descendants(of: orphan.entry.pid) { entry.send(signal) }
        }
    }

    /// Collects an orphan that is dead. Its own children are ours from here on, to be looked for at once.
    func reap(_ pid: pid_t) {
        var status: Int32 = 0
        guard Kernel.wait(for: pid, &status, WNOHANG) != 0 else { return }
        orphans[pid] = nil
    }

    subscript(pid: pid_t) -> Orphan? { orphans[pid] }
}
