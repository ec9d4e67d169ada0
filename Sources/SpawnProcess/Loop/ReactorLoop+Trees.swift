internal import CLinux
internal import Glibc
internal import SpawnCore

/// What children start: it ends with them, whatever its session, its parents and its environment.
extension ReactorLoop {
    /// How long what a child left behind may live on.
    private static let lingering = Duration.seconds(1)
    /// How often to look again at what a child left behind while it goes on changing.
    private static let mostLooks = 5
    /// So many of what a child left behind are told with what they run.
    private static let mostDescribed = 100
    /// How long a child is kept that has ended, until all is seen that may be its own.
    private static let longestReading = Duration.milliseconds(500)
    /// How long to wait for programs that are just starting.
    private static let longestStart = Duration.milliseconds(20)
    /// How long to look for what a child has started.
    private static let longestWalk = Duration.milliseconds(10)

    /// The process we started is gone. What it left behind has become ours by now.
    func leaderExited(_ child: ChildProcess) {
        let exitedAt = child.exitedAt ?? clock.now
        child.exitedAt = exitedAt
        // Who has ended since the turn began is reported with the next.
        if !hasLooked { adoptOrphans() }
        if let orphans, orphans.leftAnything(child.attempt) || !orphans.hasSeenAll, child.endedWell {
            // Where there is too much for one look, or a program takes its time to start, the next turn comes here again.
            let isLate = clock.now - exitedAt >= ReactorLoop.longestReading
            guard isLate || orphans.hasSeenAll, let leaks = leaks(of: child, evenStarting: isLate) else { return }
            child.leaks = leaks
        }
        perform(.leaderExited(leavingOthers: !child.leaks.isEmpty), on: child)
    }

    /// - Parameters:
    ///   - child: The child, which has ended.
    ///   - evenStarting: Whether those are told by their short name that are just starting a program.
    /// - Returns: `nil` where that is to be waited for.
    private func leaks(of child: ChildProcess, evenStarting: Bool) -> [LeakedProcess]? {
        var leaks: [LeakedProcess] = []
        let end = clock.now + ReactorLoop.longestStart
        for _ in 0..<ReactorLoop.mostLooks {
            let members = orphans?.members(of: child.attempt) ?? []
            leaks = []
            for pid in members.prefix(ReactorLoop.mostDescribed) {
                guard let entry = ProcessEntry.settled(pid, while: { clock.now < end }) else { continue }
                guard evenStarting || entry.isSettled else { return nil }
                // With all that descends from it.
                if let leak = entry.leak { leaks += [leak] + descendants(of: pid).compactMap(\.leak) }
            }
            // Nobody reads so many; that they are there is told all the same.
            leaks += members.dropFirst(ReactorLoop.mostDescribed).map { LeakedProcess(pid: $0, command: "…") }
            // One that has ended under our eyes has handed over what it started, which may be all that is left.
            guard adoptOrphans() || orphans?.hasSeenAll == false else { break }
        }
        return leaks.sorted { $0.pid < $1.pid }
    }

    /// What descends from a process, as far as it is found in no time.
    private func descendants(of pid: pid_t) -> [ProcessEntry] {
        let begin = clock.now
        return ProcessEntry.descendants(of: pid) { clock.now - begin < ReactorLoop.longestWalk }
    }

    /// Signals a child's group, and whatever of its tree is not in it.
    func signalTree(of child: ChildProcess, _ signal: Int32) {
        // The children of one that is gone are no longer its own; its orphans are looked after by themselves. And where
        // all are to be killed in no time, the rest of each tree becomes ours by that, and is killed then.
        let tree = child.exitedAt != nil || isAlone && orphans != nil ? [] : descendants(of: child.pid)
        orphans?.remember(tree, of: child.attempt)
        Kernel.signal(group: child.pid, signal)
        for entry in tree where entry.group != child.pid { entry.send(signal) }
        if child.exitedAt == nil { orphans?.signal(child.attempt, signal) }
    }

    /// Stops everything, then ourselves, until somebody lets us go on. The clock stands still meanwhile.
    func suspend() {
        signalEverything(SIGSTOP)
        // Once more, for what was being started by one that had not been stopped yet.
        signalEverything(SIGSTOP)
        clock.stop()
        JobControl.stopGroup()
        JobControl.stop()
        clock.goOn()
        signalEverything(SIGCONT)
    }

    private func signalEverything(_ signal: Int32) {
        adoptOrphans()
        for case let child? in children { signalTree(of: child, signal) }
        orphans?.signalAll(signal)
    }

    func letLinger(_ child: ChildProcess) {
        orphans?.end(
            child.attempt, killingAt: child.spec.leakPolicy == .kill ? clock.now + ReactorLoop.lingering : nil)
    }

    /// Collects the dead among what has lost its parent, and takes in the others.
    ///
    /// - Returns: Whether there was any.
    @discardableResult
    func adoptOrphans() -> Bool {
        hasLooked = true
        return orphans?.look() ?? false
    }

    /// Does what is due with orphans.
    func tendOrphans() {
        guard let orphans, let moment = orphans.nextMoment, moment <= clock.now else { return }
        if !hasLooked { adoptOrphans() }
        orphans.killDue()
    }

    /// Tells of what could not be ended in the time there was.
    func noteSurvivors() {
        var status: Int32 = 0
        let children = undying.filter { Kernel.wait(for: $0, &status, WNOHANG) == 0 }
        for pid in children + (orphans?.all ?? []) {
            if let survivor = ProcessEntry(pid)?.survivor { survivors.note(survivor) }
        }
    }

    /// Ends every child without telling of it, and gives what is left of their trees no more time than it has.
    func endAll() {
        for case let child? in children { signalTree(of: child, SIGKILL) }
        undying = ChildLauncher.destroy(children.compactMap { $0?.pid })
        // Whatever comes for them from here on finds nobody.
        children = []
        freeSlots = []
        slotOfAttempt = [:]
        stalled = []
        adoptOrphans()
        orphans?.endAll()
        tendOrphans()
    }
}
