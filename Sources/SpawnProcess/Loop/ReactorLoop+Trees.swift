internal import CLinux
internal import Glibc
internal import SpawnCore

/// What children start: it ends with them, whatever its session, its parents and its environment.
extension ReactorLoop {
    /// How long what a child left behind may live on.
    private static let lingering = Duration.seconds(1)
    /// How often to look again at what a child left behind while it goes on changing.
    private static let mostLooks = 5

    /// The process we started is gone. What it left behind has become ours by now.
    func leaderExited(_ child: ChildProcess) {
        child.hasExited = true
        adoptOrphans()
        if let orphans, orphans.leftAnything(child.attempt), child.endedWell { child.leaks = leaks(of: child) }
        perform(.leaderExited(leavingOthers: !child.leaks.isEmpty), on: child)
    }

    private func leaks(of child: ChildProcess) -> [LeakedProcess] {
        var leaks: [LeakedProcess] = []
        for _ in 0..<ReactorLoop.mostLooks {
            leaks = (orphans?.members(of: child.attempt) ?? []).flatMap { orphan in
                orphan.entry.leak.map { [$0] + ProcessEntry.descendants(of: orphan.entry.pid).compactMap(\.leak) } ?? []
            }
            // One that has ended under our eyes has handed over what it started, which may be all that is left.
            guard adoptOrphans() else { break }
        }
        return leaks.sorted { $0.pid < $1.pid }
    }

    /// Signals a child's group, and whatever of its tree is not in it.
    func signalTree(of child: ChildProcess, _ signal: Int32) {
        // The children of one that is gone are no longer its own; its orphans are looked after by themselves. And where
        // all are to be killed in no time, the rest of each tree becomes ours by that, and is killed then.
        let tree = child.hasExited || isAlone && orphans != nil ? [] : ProcessEntry.descendants(of: child.pid)
        orphans?.remember(tree, of: child.attempt)
        Kernel.signal(group: child.pid, signal)
        for entry in tree where entry.group != child.pid { entry.send(signal) }
        if !child.hasExited { orphans?.signal(child.attempt, signal) }
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

    /// Takes in what has lost its parent and watches for its end.
    ///
    /// - Returns: Whether there was any.
    @discardableResult
    func adoptOrphans() -> Bool {
        let found = orphans?.look(at: clock.now) ?? []
        for orphan in found {
            let key = EpollKey(.orphan, slot: Int(orphan.entry.pid))
            do {
                try epoll.add(orphan.exit.number, .read, key)
            } catch {
                orphans?.letGo(of: orphan, at: clock.now)
            }
        }
        return !found.isEmpty
    }

    func orphanExited(_ pid: pid_t) {
        guard let orphan = orphans?[pid] else { return }
        epoll.remove(orphan.exit.number)
        orphans?.reap(pid)
        adoptOrphans()
    }

    /// Does what is due with orphans.
    func tendOrphans() {
        guard let orphans, let moment = orphans.nextMoment, moment <= clock.now else { return }
        adoptOrphans()
        orphans.killDue(at: clock.now)
    }

    /// Ends every child without telling of it, and gives what is left of their trees no more time than it has.
    func endAll() {
        for case let child? in children { signalTree(of: child, SIGKILL) }
        ChildLauncher.destroy(children.compactMap { $0?.pid })
        // Whatever comes for them from here on finds nobody.
        children = []
        freeSlots = []
        slotOfAttempt = [:]
        stalled = []
        adoptOrphans()
        orphans?.endAll(at: clock.now)
        tendOrphans()
    }
}
