internal import Glibc
internal import SpawnCore

/// What the reactor's thread does: wait, handle what is ready, tell what happened, perform what is wanted, again.
///
/// Every step is bounded: one read for a ready stream, a few starts, and so long a look at other processes; so neither a
/// chatty child nor one that starts thousands of processes keeps the others waiting.
@safe final class ReactorLoop {
    /// A start takes a third of a millisecond; so many may come between an exit and its report.
    static let startsPerTurn = 4
    /// What may come between a signal, or a limit, and what is done about it.
    private static let longestTurn = Duration.milliseconds(10)
    /// What was left behind may have a second to live, and takes a moment to die.
    private static let longestClosing = Duration.seconds(3)

    let epoll: Epoll
    let clock: Clock
    let launcher: ChildLauncher
    let reading: (any OutputReading)?
    let live: LiveOutputs
    /// What children left behind; `nil` in a program that is not ours alone.
    let orphans: Orphans?
    /// What could not be ended.
    let survivors: Remnants
    /// Children that were still there when all were to be gone.
    var undying: [pid_t] = []
    /// True when they were looked for in this turn.
    var hasLooked = false
    private let mailbox: Mailbox
    private let outbox: Outbox
    private let signalPipe: SignalPipe

    var children: [ChildProcess?] = []
    var freeSlots: [Int] = []
    var slotOfAttempt: [AttemptID: Int] = [:]
    var generation: UInt32 = 0
    var timers = TimerQueue<ChildTimer>()
    /// The files with what children write; `nil` makes none.
    let spillStore: SpillStore?
    /// Streams that are not read because the disk is too slow.
    var stalled: [StalledStream] = []
    /// What is to be told when its files are closed.
    var unclosed: [AttemptID: UnclosedSpills] = [:]
    /// When to wait no longer for files to be closed.
    var closings = TimerQueue<AttemptID>()
    /// What happened and is not told yet.
    var events: [ProcessEvent] = []
    /// Room for one read, used for every child.
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 65_536, alignment: 16)

    /// What is to be done, as far as there was time for it.
    private var commands: ArraySlice<ReactorCommand> = []
    /// When the rest is left to the next turn.
    private var turnEnd = Moment(nanoseconds: 0)
    private var signals: [Int32] = []
    private var signalSieve = SignalSieve()
    /// Children to be started, a few in every turn.
    private var starts: ArraySlice<(spec: ProcessSpec, attempt: AttemptID)> = []
    /// Attempts that were ended before their child was started.
    private var calledOff: Set<AttemptID> = []
    /// True when nobody is left who would end our children if we were killed now.
    private(set) var isAlone = false
    private var isWoken = false
    /// When the loop ends at the latest, once it is to end.
    private var closingEnd: Moment?
    /// The signal to die of then; `nil` when the program lives on.
    private var fatalSignal: Int32?

    init(
        signals: [Int32], orphans: Orphans?, survivors: Remnants, reading: (any OutputReading)?, mailbox: Mailbox,
        outbox: Outbox,
        live: LiveOutputs, clock: Clock, spillDirectory: String?
    ) throws(SystemError) {
        epoll = try Epoll()
        launcher = try ChildLauncher()
        signalPipe = try SignalPipe(
            (signals.isEmpty ? [] : signals + [Guardian.lostSignal]) + (orphans == nil ? [] : [SIGCHLD]))
        self.orphans = orphans
        self.survivors = survivors
        self.reading = reading
        self.mailbox = mailbox
        self.outbox = outbox
        self.live = live
        self.clock = clock
        spillStore = spillDirectory.map { SpillStore(directory: $0, mailbox: mailbox) }
        try epoll.add(mailbox.doorbell.number, .change, EpollKey(.doorbell))
        if signalPipe.number >= 0 { try epoll.add(signalPipe.number, .read, EpollKey(.signals)) }
    }

    deinit { unsafe buffer.deallocate() }

    func run() {
        while !isOver {
            let count = epoll.wait(milliseconds: timeUntilNextTurn())
            turnEnd = clock.now + ReactorLoop.longestTurn
            hasLooked = false
            for index in 0..<count { handle(epoll.key(at: index)) }
            fireTimers()
            tendOrphans()
            deliver()
            // After the delivery: the engine reads it while the children it asked for before are being started.
            performCommands()
        }
        noteSurvivors()
        outbox.close()
        if let fatalSignal { Kernel.die(of: fatalSignal) }
    }

    /// The end waits for what children left behind, but not for what cannot be killed.
    private var isOver: Bool {
        guard let closingEnd else { return false }
        return orphans?.isEmpty ?? true || clock.now >= closingEnd
    }

    private func timeUntilNextTurn() -> Int32 {
        guard events.isEmpty, signals.isEmpty, starts.isEmpty, commands.isEmpty, !isWoken else { return 0 }
        clock.watch(!slotOfAttempt.isEmpty)
        let beat = slotOfAttempt.isEmpty ? nil : clock.now + Clock.beat
        let moments = [timers.earliest, closings.earliest, orphans?.nextMoment, closingEnd, beat]
        let (maySleep, end) = mailbox.fallAsleep(until: moments.compactMap(\.self).min())
        guard maySleep else { return 0 }
        guard let end else { return -1 }
        // Rounded up: a turn a little too early would find nothing to do, and come again at once.
        let milliseconds = ((end - clock.now).nanoseconds + 999_999) / 1_000_000
        return Int32(clamping: max(0, milliseconds))
    }

    private func handle(_ key: EpollKey) {
        switch key.source {
        case .doorbell: break
        case .signals: takeSignals()
        case .exit: if let child = child(key.slot, key.generation) { leaderExited(child) }
        case .stdin: if let child = child(key.slot, key.generation) { writeInput(of: child) }
        case .stdout: if let child = child(key.slot, key.generation) { readOutput(of: child, .stdout) }
        case .stderr: if let child = child(key.slot, key.generation) { readOutput(of: child, .stderr) }
        }
    }

    private func takeSignals() {
        for number in signalPipe.take() {
            guard number != SIGCHLD else {
                orphans?.someEnded()
                continue
            }
            // Anybody can send it.
            if number == Guardian.lostSignal, !Guardian.isLost { continue }
            let news = signalSieve.tell(number, at: clock.now)
            guard number != SIGTSTP else {
                // The clock stands still meanwhile: an echo that is read when it goes on is one still.
                if !news.isEmpty { suspend() }
                continue
            }
            signals += news
            if signalSieve.isPatienceOver, fatalSignal == nil {
                // Whatever it was that had to be waited for, nobody waits any longer; no result is saved.
                fatalSignal = number
                close(within: .seconds(1))
            }
            guard number == Guardian.lostSignal else { continue }
            isAlone = true
            orphans?.hurry()
            for case let child? in children { perform(.terminate(.immediate), on: child) }
        }
    }

    private func fireTimers() {
        let now = clock.now
        while clock.now < turnEnd, let timer = timers.next(dueAt: now) {
            guard let child = child(timer.slot, timer.generation) else { continue }
            switch timer.purpose {
            case .grace: perform(.graceOver, on: child)
            case .progress:
                child.meter.waited()
                reportProgress(of: child)
            case .spill: child.spills?.keepAll()
            case .stall: endStall(of: child)
            }
        }
        while let attempt = closings.next(dueAt: now) { giveUpClosing(attempt) }
    }

    private func deliver() {
        if isWoken { for case let child? in children { reportProgress(of: child) } }
        guard isWoken || !events.isEmpty || !signals.isEmpty else { return }
        outbox.deliver(events, signals)
        events.removeAll(keepingCapacity: true)
        signals.removeAll()
        isWoken = false
    }

    private func performCommands() {
        let mail = mailbox.collect(at: clock.now)
        isWoken = mail.isWoken
        commands += mail.commands
        while clock.now < turnEnd, let command = commands.popFirst() {
            switch command {
            case .start(let spec, let attempt): starts.append((spec, attempt))
            case .terminate(let attempt, let manner):
                if let slot = slotOfAttempt[attempt], let child = children[slot] {
                    child.wasAskedToEnd = true
                    perform(.terminate(manner), on: child)
                } else if !starts.isEmpty {
                    calledOff.insert(attempt)
                }
            case .suspend(let completion):
                suspend()
                completion()
            case .spillsClosed(let attempt): tellClosed(attempt)
            case .spillsHaveRoom: resumeStalled()
            case .close: if closingEnd == nil { close(within: ReactorLoop.longestClosing) }
            }
        }
        startSome()
    }

    private func startSome() {
        var count = 0
        while count < ReactorLoop.startsPerTurn, let (spec, attempt) = starts.popFirst() {
            if isAlone || closingEnd != nil || calledOff.contains(attempt) {
                tell(attempt, .startFailed(.calledOff))
            } else {
                start(spec, as: attempt)
                count += 1
            }
        }
        if starts.isEmpty { calledOff = [] }
    }

    private func close(within limit: Duration) {
        starts = []
        endAll()
        closingEnd = clock.now + limit
    }

    private func child(_ slot: Int, _ generation: UInt32) -> ChildProcess? {
        guard slot < children.count, let child = children[slot], child.generation == generation else { return nil }
        return child
    }
}
