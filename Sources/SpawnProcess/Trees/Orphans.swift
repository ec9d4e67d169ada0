internal import CLinux
internal import Glibc
internal import SpawnCore

/// A process whose parent ended before it, and which became ours: what a child left behind. Its id is nobody else's before
/// we have reaped it.
private final class Orphan {
    /// The running attempts that may have started it. Nobody can be asked who did once the link to its parent is gone; one
    /// that has put away its mark, its session and its environment may be of any that runs.
    var candidates: Set<AttemptID>
    /// When it is to be killed, once no candidate runs any more; `nil` is at the end of the run.
    var due: Moment?

    init(candidates: Set<AttemptID>, due: Moment?) {
        self.candidates = candidates
        self.due = due
    }
}

/// What children left behind, whose it is and how long it may live. Used by the reactor's thread only.
///
/// This program adopts the orphans among its descendants instead of the system's first process, whatever their session or
/// group. The kernel hands them to the first thread of a process, and our own children belong to the reactor's thread; so
/// one small file lists the orphans and nothing else, and where there are none it costs one read of nothing.
///
/// A child can make orphans faster than anybody can look at them. So no orphan is watched: the system says that some have
/// ended, and one look collects all of them. A look takes a few milliseconds at most, and goes on in the next turn.
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

    /// How long one look may take.
    private static let longestLook = Duration.milliseconds(5)
    /// The time between two looks for nothing but the dead.
    private static let rest = Duration.milliseconds(5)
    /// How long a process may have no arguments because it is just starting a program.
    private static let longestStart = Duration.milliseconds(20)

    private let list: FileDescriptor
    private let strays: Remnants
    private let clock: Clock
    /// What is in our own session descends from no child: each has one of its own, and nobody can go back into ours.
    private let ownSession = Kernel.session(of: 0)
    private var orphans: [pid_t: Orphan] = [:]
    /// Those that a running attempt left behind for sure.
    private var left: [AttemptID: Set<pid_t>] = [:]
    /// Those that may be of any of several attempts.
    private var unsure: Set<pid_t> = []
    private var running: [AttemptID: Attempt] = [:]
    /// What was decided about attempts that ended and left something behind.
    private var ended: [AttemptID: EndedAttempt] = [:]
    /// Whose a mark is, of those that run or have ended.
    private var marks: [UInt64: AttemptID] = [:]
    /// Processes that were seen in the tree of an attempt; `nil` is one that was killed with all its tree.
    private var seen: [ProcessEntry.Identity: AttemptID?] = [:]
    /// Processes that cannot be told from others before their program has begun, and since when they are known.
    private var starting: [pid_t: Moment] = [:]
    /// When to kill what has only so much time.
    private var dues = TimerQueue<pid_t>()
    /// True when nothing is given any time.
    private var isHurried = false
    /// When to look again without anybody's asking.
    private var nextLook: Moment?
    /// How far the list was read, in bytes, by a look that had no time for all of it. New ones come at its end, and only we take
    /// any out: so what was read stays where it is.
    private var place = 0
    /// False when the last look had no time for all of the list.
    private(set) var hasSeenAll = true
    /// When the next look for the dead is worth its price.
    private var restsUntil = Moment(nanoseconds: 0)
    /// True when the last look found one that was to be killed: what it may have started must not get ahead of us.
    private var isHunting = false

    init(_ strays: Remnants, clock: Clock) throws(SystemError) {
        self.strays = strays
        self.clock = clock
        guard Kernel.adoptOrphans() == 0 else { throw .last("prctl") }
        let path = "/proc/self/task/\(getpid())/children"
        list = try FileDescriptor(Kernel.open(path, O_RDONLY), of: "open \(path)")
    }

    /// All that are there.
    var all: [pid_t] { orphans.keys.sorted() }

    var isEmpty: Bool { orphans.isEmpty && nextLook == nil }

    /// When there is something to do without anybody's asking.
    var nextMoment: Moment? { [dues.earliest, nextLook].compactMap(\.self).min() }

    func began(_ attempt: AttemptID, _ child: ChildProcess) {
        running[attempt] = Attempt(pid: child.pid, mark: child.mark, variables: child.spec.environment)
        marks[child.mark] = attempt
    }

    /// Some process of ours has ended.
    func someEnded() { lookAgain(at: max(clock.now, restsUntil)) }

    private func lookAgain(at moment: Moment) { nextLook = nextLook.map { min($0, moment) } ?? moment }

    /// Collects those that are dead and takes in those that have become ours.
    ///
    /// - Returns: Whether there was any: what one has started that was collected is ours as well by now.
    @discardableResult
    func look() -> Bool {
        nextLook = nil
        isHunting = false
        hasSeenAll = false
        let begin = clock.now
        var isChanged = false
        read: while true {
            guard let page = ProcFile.page(list.number, at: place) else {
                place = 0
                lookAgain(at: begin + .milliseconds(100))
                break
            }
            guard !page.isEmpty else {
                place = 0
                hasSeenAll = true
                break
            }
            for pid in ProcFile.processIDs(page) {
                let isGone = collect(pid)
                if isGone || orphans[pid] == nil && adopt(pid) { isChanged = true }
                if !isGone { place += String(pid).utf8.count + 1 }
                // Afterwards, so that every look gets further, however slow the machine is.
                guard clock.now - begin < Orphans.longestLook else {
                    lookAgain(at: clock.now)
                    break read
                }
            }
        }
        let now = clock.now
        restsUntil = isHunting ? now : now + max(Orphans.rest, (now - begin) * 3)
        // What the collected have left behind may have come after the list was read.
        if isChanged { someEnded() }
        if isEmpty, !ended.isEmpty { forgetEnded() }
        return isChanged
    }

    /// Collects one that is dead.
    private func collect(_ pid: pid_t) -> Bool {
        guard orphans[pid] != nil || Kernel.session(of: pid) != ownSession else { return false }
        var status: Int32 = 0
        guard Kernel.wait(for: pid, &status, WNOHANG) == pid else { return false }
        starting[pid] = nil
        guard let orphan = orphans.removeValue(forKey: pid) else { return true }
        unsure.remove(pid)
        for attempt in orphan.candidates { left[attempt]?.remove(pid) }
        return true
    }

    /// Nothing can come of what is gone: only what still runs may leave something behind.
    private func forgetEnded() {
        for ended in ended.values { marks[ended.attempt.mark] = nil }
        ended = [:]
        seen = seen.filter { $0.value.map { running[$0] != nil } ?? false }
    }

    /// Finds out whose an orphan is, or may be.
    private func adopt(_ pid: pid_t) -> Bool {
        guard Kernel.session(of: pid) != ownSession else { return false }
        if isHurried {
            take(pid, Orphan(candidates: [], due: clock.now), seeingTree: false)
        } else if let mark = ProcessEntry.mark(of: pid), let owner = marks[mark] {
            give(pid, to: owner, seeingTree: false)
        } else if let entry = ProcessEntry(pid) {
            return adopt(entry)
        } else {
            lookAgain(at: clock.now + .milliseconds(100))
            return false
        }
        return true
    }

    private func adopt(_ entry: ProcessEntry) -> Bool {
        if let owner = seen[entry.identity] {
            give(entry.pid, to: owner)
        } else if let owner = attempt(where: { $0.grouped(entry) }) {
            give(entry.pid, to: owner)
        } else if isStarting(entry) {
            return false
        } else {
            let environment = entry.environment
            if let owner = attempt(where: { $0.named(in: environment) }) {
                give(entry.pid, to: owner)
            } else {
                // It may be that of one which has ended, even where only one runs: nobody is to blame.
                if let stray = entry.leak { strays.note(stray) }
                unsure.insert(entry.pid)
                take(entry.pid, Orphan(candidates: Set(running.keys), due: clock.now))
            }
        }
        return true
    }

    /// Whether it may be just starting a program, and its environment be read a little later.
    private func isStarting(_ entry: ProcessEntry) -> Bool {
        guard !entry.isSettled, clock.now - starting[entry.pid, default: clock.now] < Orphans.longestStart else {
            starting[entry.pid] = nil
            return false
        }
        starting[entry.pid] = starting[entry.pid] ?? clock.now
        lookAgain(at: clock.now + .milliseconds(1))
        return true
    }

    /// The attempt that something is true of.
    private func attempt(where isSo: (Attempt) -> Bool) -> AttemptID? {
        running.first { isSo($0.value) }?.key ?? ended.first { isSo($0.value.attempt) }?.key
    }

    private func give(_ pid: pid_t, to owner: AttemptID?, seeingTree: Bool = true) {
        if let owner, running[owner] != nil {
            left[owner, default: []].insert(pid)
            take(pid, Orphan(candidates: [owner], due: nil))
        } else {
            let due = owner.flatMap { ended[$0] }.map(\.due) ?? clock.now
            take(pid, Orphan(candidates: [], due: due), seeingTree: seeingTree)
        }
    }

    /// Takes one in. One that is to be killed is killed at once: a moment later it may have started another. What has the
    /// mark of an attempt need not be looked at before that: all that it has started has it too.
    private func take(_ pid: pid_t, _ orphan: Orphan, seeingTree: Bool = true) {
        starting[pid] = nil
        orphans[pid] = orphan
        guard orphan.candidates.isEmpty, let due = orphan.due else { return }
        guard due <= clock.now else { return dues.add(pid, at: due) }
        isHunting = true
        kill(pid, orphan, seeingTree: seeingTree)
    }

    func leftAnything(_ attempt: AttemptID) -> Bool { left[attempt]?.isEmpty == false }

    /// The orphans that a running attempt left behind for sure.
    func members(of attempt: AttemptID) -> [pid_t] { left[attempt].map { $0.sorted() } ?? [] }

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
            marks[known.mark] = nil
            if !seen.isEmpty { seen = seen.filter { $0.value != attempt } }
            return
        }
        ended[attempt] = EndedAttempt(attempt: known, due: due)
        let own = left.removeValue(forKey: attempt) ?? []
        for pid in own.union(unsure) {
            guard let orphan = orphans[pid], orphan.candidates.remove(attempt) != nil, orphan.candidates.isEmpty else {
                continue
            }
            set(due, pid, orphan)
        }
    }

    /// The run is over: what had no time of its own must go now.
    func endAll() {
        running = [:]
        left = [:]
        for (pid, orphan) in orphans {
            let due = orphan.candidates.isEmpty ? orphan.due ?? clock.now : clock.now
            orphan.candidates = []
            set(due, pid, orphan)
        }
        ended = ended.mapValues { EndedAttempt(attempt: $0.attempt, due: $0.due ?? clock.now) }
    }

    /// From now on nothing that is left behind is given any time, whosever it is, and what has some loses it.
    func hurry() {
        isHurried = true
        left = [:]
        for (pid, orphan) in orphans {
            orphan.candidates = []
            set(clock.now, pid, orphan)
        }
    }

    private func set(_ due: Moment?, _ pid: pid_t, _ orphan: Orphan) {
        orphan.due = due
        if let due { dues.add(pid, at: due) }
    }

    /// Kills whose time has come, with all that descends from it; and once more after a second, should it live on.
    func killDue() {
        let begin = clock.now
        while let pid = dues.next(dueAt: begin) {
            guard let orphan = orphans[pid], orphan.candidates.isEmpty, let due = orphan.due, due <= begin else {
                continue
            }
            // Of very many the trees are not looked at: what they have started becomes ours by that, and is killed then.
            kill(pid, orphan, seeingTree: clock.now - begin < Orphans.longestLook)
        }
    }

    private func kill(_ pid: pid_t, _ orphan: Orphan, seeingTree: Bool) {
        orphan.due = clock.now + .seconds(1)
        dues.add(pid, at: clock.now + .seconds(1))
        let descendants = seeingTree ? descendants(of: pid) : []
        for entry in descendants { seen[entry.identity] = .some(nil) }
        Kernel.signal(pid, SIGKILL)
        for entry in descendants { entry.send(SIGKILL) }
    }

    /// As far as they are found in no time.
    private func descendants(of pid: pid_t) -> [ProcessEntry] {
        let begin = clock.now
        return ProcessEntry.descendants(of: pid) { clock.now - begin < Orphans.longestLook }
    }

    /// Sends a signal to what an attempt left behind while it still runs, and to all that descends from that.
    func signal(_ attempt: AttemptID, _ signal: Int32) {
        let begin = clock.now
        for pid in members(of: attempt) {
            let descendants = clock.now - begin < Orphans.longestLook ? descendants(of: pid) : []
            remember(descendants, of: attempt)
            Kernel.signal(pid, signal)
            for entry in descendants { entry.send(signal) }
        }
    }

    /// Sends a signal to all there are, and to all that descends from them.
    func signalAll(_ signal: Int32) {
        for pid in orphans.keys {
            Kernel.signal(pid, signal)
            for entry in ProcessEntry.descendants(of: pid) { entry.send(signal) }
        }
    }
}
