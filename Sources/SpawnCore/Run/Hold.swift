/// What keeps the first in line from a slot that is free.
enum Hold: Hashable, Sendable {
    /// The cooldown of its lane, or what is wrong with its tool.
    case lane(Int)
    /// Starting is paused.
    case pause
    /// The time between two starts is not over.
    case stagger
    /// There is too little memory.
    case memory
}

/// Saying why tasks wait, at a cost that does not grow with how many do.
///
/// A task waits for its turn unless it says otherwise. When slots are free, those who would fill them say what holds them
/// up; those behind them would have to wait in any case, and say nothing.
extension RunState {
    /// How many more children may run.
    var freeSlots: Int { maxConcurrent - phases.count(.running) - phases.count(.asking) }

    /// Lets the tasks that would run but for a hold say so.
    mutating func explainFreeSlots() {
        if isPaused {
            while phases.count(.held) < freeSlots, let entry = takeNext() { hold(entry, by: .pause) }
        } else if nextStartAllowed > now, freeSlots > 0, held[.stagger] == nil, let entry = takeNext() {
            hold(entry, by: .stagger)
            timers.add(.stagger, at: nextStartAllowed)
        } else if held[.memory] != nil {
            while phases.count(.held) < freeSlots, let entry = takeNext() { hold(entry, by: .memory) }
        }
        while phases.count(.held) < freeSlots, let entry = takeNext(heldUp: true) {
            hold(entry, by: .lane(Int(entry.lane)))
        }
    }

    mutating func hold(_ entry: ReadyQueue.Entry, by hold: Hold) {
        phases[Int(entry.task)] = .held
        held[hold, default: []].append(entry)
        tell(.taskWaiting(task: Int(entry.task), reason(of: hold)))
    }

    private func reason(of hold: Hold) -> WaitReason {
        switch hold {
        case .pause: return .paused
        case .stagger: return .stagger(until: nextStartAllowed)
        case .memory: return .memory(available: memory.seen, needed: memory.need ?? 0)
        case .lane(let index):
            let lane = ready.lanes[index]
            if let cooldown = lane.cooldown { return .cooldown(tool: lane.tool, until: cooldown.until) }
            guard let trouble = lane.watch.trouble else {
                preconditionFailure("a lane without trouble holds nobody up")
            }
            return .held(tool: lane.tool, until: lane.watch.until, trouble)
        }
    }

    /// Why each task waits that is held up.
    var heldReasons: [Int: WaitReason] {
        var reasons: [Int: WaitReason] = [:]
        for (hold, entries) in held {
            for entry in entries where isValid(entry, in: .held) { reasons[Int(entry.task)] = reason(of: hold) }
        }
        return reasons
    }

    /// Puts those who were held up back into the queue, at their old places.
    mutating func release(_ hold: Hold) {
        for entry in held.removeValue(forKey: hold) ?? [] where isValid(entry, in: .held) { insert(entry) }
    }

    /// Takes the task that should start next out of the queue.
    mutating func takeNext(heldUp: Bool = false) -> ReadyQueue.Entry? {
        let (phases, tickets, limits) = (phases, tickets, toolLimits)
        return ready.next(heldUp: heldUp) { tool in
            !limits.isEmpty && limits[tool].map { phases.count(using: tool) >= $0 } ?? false
        } isValid: {
            phases[Int($0.task)] == .ready && tickets[Int($0.task)] == $0.ticket
        }
    }

    func isValid(_ entry: ReadyQueue.Entry, in phase: TaskPhase) -> Bool {
        phases[Int(entry.task)] == phase && tickets[Int(entry.task)] == entry.ticket
    }

    /// Puts an entry into the queue; its task says that it waits for its turn unless it starts at once.
    mutating func insert(_ entry: ReadyQueue.Entry, sayingSo: Bool = true) {
        phases[Int(entry.task)] = .ready
        ready.insert(entry)
        if sayingSo { newlyReady.append(entry) }
    }

    /// Lets those who have joined the queue, and are still in it, say so.
    mutating func explainNewlyReady() {
        for entry in newlyReady where isValid(entry, in: .ready) {
            tell(.taskWaiting(task: Int(entry.task), .slot))
        }
        newlyReady.removeAll(keepingCapacity: true)
    }
}
