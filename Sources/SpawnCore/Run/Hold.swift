/// What keeps the first in line from a slot that is free.
enum Hold: Hashable, Sendable {
    /// The cooldown of its lane.
    case lane(Int)
    /// Starting is paused.
    case pause
    /// The time between two starts is not over.
    case stagger
}

/// Saying why tasks wait, at a cost that does not grow with how many do.
///
/// A task waits for its turn unless it says otherwise. When slots are free, those who would fill them say what holds them
/// up; those behind them would have to wait in any case, and say nothing.
extension RunState {
    /// How many more children may run.
    var freeSlots: Int { maxConcurrent - phases.count(.running) }

    /// Lets the tasks that would run but for a hold say so.
    mutating func explainFreeSlots() {
        if isPaused {
            while phases.count(.held) < freeSlots, let entry = takeNext() { hold(entry, by: .pause, .paused) }
        } else if nextStartAllowed > now, freeSlots > 0, held[.stagger] == nil, let entry = takeNext() {
            hold(entry, by: .stagger, .stagger(until: nextStartAllowed))
            timers.add(.stagger, at: nextStartAllowed)
        }
        while phases.count(.held) < freeSlots, let entry = takeNext(heldUp: true) {
            let lane = ready.lanes[Int(entry.lane)]
            guard let cooldown = lane.cooldown else { preconditionFailure("a lane without a cooldown holds nobody up") }
            hold(entry, by: .lane(Int(entry.lane)), .cooldown(tool: lane.tool, until: cooldown.until))
        }
    }

    private mutating func hold(_ entry: ReadyQueue.Entry, by hold: Hold, _ reason: WaitReason) {
        phases[Int(entry.task)] = .held
        held[hold, default: []].append(entry)
        tell(.taskWaiting(task: Int(entry.task), reason))
    }

    /// Puts those who were held up back into the queue, at their old places.
    mutating func release(_ hold: Hold) {
        for entry in held.removeValue(forKey: hold) ?? [] where isValid(entry, in: .held) { insert(entry) }
    }

    /// Takes the task that should start next out of the queue.
    mutating func takeNext(heldUp: Bool = false) -> ReadyQueue.Entry? {
        let (phases, tickets) = (phases, tickets)
        return ready.next(heldUp: heldUp) {
            phases[Int($0.task)] == .ready && tickets[Int($0.task)] == $0.ticket
        }
    }

    private func isValid(_ entry: ReadyQueue.Entry, in phase: TaskPhase) -> Bool {
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
