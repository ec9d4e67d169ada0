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
    /// The tools of tasks in a slot, where they have a limit of their own, and how many tasks of each are.
    private var toolOf: [Int: String] = [:]
    private var users: [String: Int] = [:]

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
            if !toolOf.isEmpty, newValue != .asking, newValue != .running { leave(task) }
        }
    }

    /// How many tasks in a slot use a tool that has a limit.
    func count(using tool: String) -> Int { users[tool, default: 0] }

    /// Counts a task that takes a slot as a user of its tool, until it leaves the slot.
    mutating func use(_ tool: String, by task: Int) {
        toolOf[task] = tool
        users[tool, default: 0] += 1
    }

    private mutating func leave(_ task: Int) {
        guard let tool = toolOf.removeValue(forKey: task) else { return }
        users[tool, default: 1] -= 1
    }
}
