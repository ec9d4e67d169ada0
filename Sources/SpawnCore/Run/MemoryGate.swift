/// Whether there is memory for one more attempt.
///
/// One may always run, or a run might never end. Beside it none starts while less is available than one is expected to need;
/// and as what has just started has not taken its memory yet, no more run at once than the most that was ever seen available
/// has room for. What is available is looked up when a task is about to start, and never for nothing.
struct MemoryGate: Sendable {
    enum Answer { case start, look, wait }

    /// How long to wait before looking again, where there was too little.
    static let interval = Duration.seconds(1)

    /// What an attempt is expected to need, in bytes; `nil` lets everything start.
    let need: Int?
    /// What was available when it was looked up last.
    private(set) var seen = 0
    /// What is left of that for the tasks that start in this turn; `nil` where it must be looked up.
    private var left: Int?
    private var most = 0
    /// True while it is being looked up.
    private(set) var isLooking = false

    init(need: Int?) { self.need = need }

    /// Whether one more may start while so many run.
    func answer(running: Int) -> Answer {
        guard let need, running > 0 else { return .start }
        guard let left else { return isLooking ? .wait : .look }
        return left >= need && need <= most / (running + 1) ? .start : .wait
    }

    /// One starts.
    mutating func start() { left = left.map { max(0, $0 - (need ?? 0)) } }

    /// Asks what is available.
    ///
    /// - Returns: False when that is asked already.
    mutating func ask() -> Bool {
        defer { isLooking = true }
        return !isLooking
    }

    /// So much is available now.
    mutating func see(_ available: Int) {
        isLooking = false
        (seen, left, most) = (available, available, max(most, available))
    }

    /// What was seen is old from here on.
    mutating func forget() { left = nil }
}

extension RunState {
    private var runningCount: Int { phases.count(.running) + phases.count(.asking) }

    /// Takes in how much memory is available, and lets those start who wait for it, or say so anew.
    mutating func takeMemory(_ available: Int) {
        let before = memory.seen
        memory.see(available)
        guard let waiting = held[.memory] else { return }
        let isNews = abs(before - available) > (memory.need ?? 0) / 10
        let isTold = waiting.contains { isValid($0, in: .held) }
        if memory.answer(running: runningCount) == .start || isNews || !isTold { return release(.memory) }
        timers.add(.memory, at: now + MemoryGate.interval)
    }

    /// Looks how much memory is available, where somebody waits for it: the time has come, or an attempt is over.
    mutating func lookAtMemory() {
        guard held[.memory] != nil else { return }
        if memory.ask() { commands.append(.lookAtMemory) }
    }

    /// Lets one start where nothing runs: nobody may wait for ever.
    mutating func stopWaitingForMemory() {
        if held[.memory] != nil, runningCount == 0 { release(.memory) }
    }

    /// Whether a task that has its turn may start as far as memory goes; otherwise it is put back, or held.
    mutating func hasMemory(for entry: ReadyQueue.Entry) -> Bool {
        switch memory.answer(running: runningCount) {
        case .start:
            memory.start()
            return true
        case .look:
            if memory.ask() { commands.append(.lookAtMemory) }
            ready.insert(entry)
        case .wait where memory.isLooking: ready.insert(entry)
        case .wait:
            hold(entry, by: .memory)
            timers.add(.memory, at: now + MemoryGate.interval)
        }
        return false
    }
}
