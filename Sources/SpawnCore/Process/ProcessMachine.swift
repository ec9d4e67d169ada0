/// The life of one child, from its start to its report. Decides what is to be done; does nothing itself.
///
///                 terminate(polite)                      graceOver
///     running ───────────────────────▶ stopping ───────────────────────▶ killed ◀─┐ graceOver:
///        │       TERM, arm grace          │              KILL               ▲  └──┘ KILL once more
///        └────────────────────────────────┴──────────────────────────────────┘
///                           terminate(immediate): KILL
///
///     running, stopping, killed ── leaderExited: KILL, close stdin, drain and close the rest, reap, report ──▶ ended
///     running ── leaderExited leaving others: the same without the KILL, and let them linger ─────────────────▶ ended
///     killed ── graceOver after the last KILL: drain and close all, abandon ── leaderExited: KILL, reap ──────▶ ended
///
/// What cannot be killed, as what has another user's rights or waits in the kernel for a disk that is gone, is abandoned:
/// its end is told without its having ended.
///
/// Streams that close change no state: a child that closes its output and lives on is waited for. And the end of the
/// leader ends everything: whoever else still holds its pipes is not waited for.
package struct ProcessMachine: Sendable {
    /// Something that happened to the child, or that somebody wants of it.
    package enum Input: Sendable, Equatable {
        /// All of its input is written, or it does not want the rest.
        case inputFinished
        /// End of file on one of its outputs.
        case outputClosed(ChildStream)
        /// The process we started is gone but not reaped; `leavingOthers` when it ended well and something it started
        /// lives on, as far as can be known.
        case leaderExited(leavingOthers: Bool)
        /// It is to end.
        case terminate(TerminationManner)
        /// The time after TERM is over.
        case graceOver
    }

    /// Something to do, in the order given.
    package enum Action: Sendable, Equatable {
        /// Send TERM to all of the child's tree.
        case askTreeToEnd
        /// Send KILL to all of the child's tree.
        case killTree
        /// Feed `graceOver` after this long.
        case armGrace(Duration)
        /// Read what is there without waiting for more.
        case drain(ChildStream)
        /// Stop watching the stream and close it.
        case close(ChildStream)
        /// Collect the exit status. From here on the group's id may belong to somebody else.
        case reap
        /// Let what the child left behind live on for a while, or as long as the run, as its spec says.
        case letLinger
        /// Tell the end of the attempt.
        case report
        /// Tell the end of the attempt, and that its child could not be ended.
        case abandon
        /// The child is gone.
        case forget
    }

    private enum State: Equatable {
        /// Nobody has asked it to end.
        case running
        /// TERM is sent and the grace is running.
        case stopping
        /// KILL is sent, so many times.
        case killed(Int)
        /// Reported, and there still.
        case abandoned
        /// Reported and reaped.
        case ended
    }

    /// The time between one KILL and the next.
    private static let killInterval = Duration.seconds(1)
    /// What lives on after so many is not to be killed.
    private static let mostKills = 5

    private var state = State.running
    private var openStreams: [ChildStream]
    private let killGrace: Duration

    /// A child that has just been started.
    package init(hasInput: Bool, killGrace: Duration) {
        openStreams = hasInput ? [.stdin, .stdout, .stderr] : [.stdout, .stderr]
        self.killGrace = killGrace
    }

    /// Takes one input and answers what to do.
    package mutating func handle(_ input: Input) -> [Action] {
        guard state != .ended else { preconditionFailure("A child that was reported as ended got another input.") }
        switch input {
        case .inputFinished: return close(.stdin)
        case .outputClosed(let stream): return close(stream)
        case .terminate(.polite): return stop()
        case .terminate(.immediate), .graceOver: return kill(input)
        case .leaderExited(let leavesOthers): return end(leavesOthers)
        }
    }

    private mutating func close(_ stream: ChildStream) -> [Action] {
        guard let index = openStreams.firstIndex(of: stream) else { return [] }
        openStreams.remove(at: index)
        return [.close(stream)]
    }

    private mutating func stop() -> [Action] {
        guard state == .running else { return [] }
        state = .stopping
        return [.askTreeToEnd, .armGrace(killGrace)]
    }

    private mutating func kill(_ input: Input) -> [Action] {
        switch state {
        case .stopping: state = .killed(1)
        case .running where input != .graceOver: state = .killed(1)
        // What still lives did not get the first one: a signal may be refused, or miss what was just being started.
        case .killed(ProcessMachine.mostKills) where input == .graceOver:
            state = .abandoned
            return closeAll() + [.abandon]
        case .killed(let times) where input == .graceOver: state = .killed(times + 1)
        case .running, .killed, .abandoned, .ended: return []
        }
        return [.killTree, .armGrace(ProcessMachine.killInterval)]
    }

    /// The KILL comes before the reaping, and after a success too: only as long as the leader is not reaped does the
    /// group's id surely mean this group, and a member that ignores TERM would otherwise outlive everything.
    private mutating func end(_ leavesOthers: Bool) -> [Action] {
        let before = state
        state = .ended
        switch before {
        case .running where leavesOthers: return closeAll() + [.reap, .letLinger, .report, .forget]
        case .abandoned: return [.killTree, .reap, .forget]
        case .running, .stopping, .killed, .ended: return [.killTree] + closeAll() + [.reap, .report, .forget]
        }
    }

    private mutating func closeAll() -> [Action] {
        defer { openStreams = [] }
        return openStreams.flatMap { $0 == .stdin ? [.close($0)] : [Action.drain($0), .close($0)] }
    }
}

/// One of the three standard streams of a child.
package enum ChildStream: Sendable, Equatable {
    case stdin
    case stdout
    case stderr
}
