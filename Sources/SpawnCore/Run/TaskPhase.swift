/// Where a task stands.
enum TaskPhase: UInt8, Sendable, CaseIterable {
    /// Tasks it depends on are not over.
    case waiting
    /// It could start, and waits for its turn.
    case ready
    /// It would start, were it not for a ``Hold``.
    case held
    /// It has a slot, and asks whether its agent's breaker lets it start.
    case asking
    /// A child of it is starting, running or being ended.
    case running
    /// Its next attempt waits for its time.
    case backoff
    /// It has a result that counts.
    case done
}

/// The phase of every task, and how many tasks are in each.
struct PhaseTable: Sendable {
    private var phases: [TaskPhase]
    private var counts: [Int]

    init(count: Int) {
        phases = Array(repeating: .waiting, count: count)
        counts = Array(repeating: 0, count: TaskPhase.allCases.count)
        counts[Int(TaskPhase.waiting.rawValue)] = count
    }

    var indices: Range<Int> { phases.indices }

    func count(_ phase: TaskPhase) -> Int { counts[Int(phase.rawValue)] }

    subscript(task: Int) -> TaskPhase {
        get { phases[task] }
        set {
            counts[Int(phases[task].rawValue)] -= 1
            counts[Int(newValue.rawValue)] += 1
            phases[task] = newValue
        }
    }
}
