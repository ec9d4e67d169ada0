import SpawnCore

/// What the table of tasks is sorted by.
package enum SortKey: Sendable, CaseIterable {
    /// The order of the task file.
    case input
    /// What needs a person first, what is done last.
    case state
    /// What changed last comes first.
    case recent
    /// What has run longest comes first.
    case longest
    /// The tasks of an agent together.
    case agent

    package var word: String {
        switch self {
        case .input: "as in the file"
        case .state: "by state"
        case .recent: "latest change first"
        case .longest: "longest first"
        case .agent: "by agent"
        }
    }

    package var next: SortKey {
        let all = Self.allCases
        return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
    }
}

/// Which tasks the table shows, and in which order. It is kept up as tasks change, one at a time, and never sorted anew while it
/// is looked at.
package struct RowOrder: Sendable {
    package private(set) var sort = SortKey.input
    package private(set) var filter = RowFilter()
    /// `nil` shows every task in the order of the input.
    private var shown: OrderedTasks?
    /// The key by which each task was filed; ``absent`` for those that are not shown.
    private var keys: [UInt64] = []

    private static let absent = UInt64.max

    package init() {}

    /// How many rows there are.
    package func count(of run: RunPicture) -> Int { shown?.count ?? run.tasks.count }

    /// The task of a row; `nil` beyond the end.
    package func task(at position: Int, of run: RunPicture) -> Int? {
        guard let shown else { return run.tasks.contains(position) ? position : nil }
        return shown[position]
    }

    /// The row of a task; `nil` when it is not shown.
    package func position(of task: Int, in run: RunPicture) -> Int? {
        guard let shown else { return run.tasks.contains(task) ? task : nil }
        guard keys.indices.contains(task), keys[task] != Self.absent else { return nil }
        return shown.position(of: OrderedTasks.Entry(key: keys[task], task: Int32(task)))
    }

    /// Shows other tasks, or the same in another order.
    mutating func change(sort: SortKey? = nil, filter: RowFilter? = nil, of run: RunPicture) {
        self.sort = sort ?? self.sort
        self.filter = filter ?? self.filter
        guard self.sort != .input || !self.filter.isEmpty else {
            shown = nil
            keys = []
            return
        }
        keys = run.tasks.rows.indices.map { key(of: $0, in: run) }
        shown = OrderedTasks(
            keys.enumerated().compactMap { task, key in
                key == Self.absent ? nil : OrderedTasks.Entry(key: key, task: Int32(task))
            })
    }

    /// Files a task anew after it has changed.
    mutating func update(_ task: Int, in run: RunPicture) {
        guard shown != nil, run.tasks.contains(task) else { return }
        while keys.count <= task { keys.append(Self.absent) }
        let key = key(of: task, in: run)
        guard key != keys[task] else { return }
        if keys[task] != Self.absent { shown?.remove(OrderedTasks.Entry(key: keys[task], task: Int32(task))) }
        if key != Self.absent { shown?.insert(OrderedTasks.Entry(key: key, task: Int32(task))) }
        keys[task] = key
    }

    private func key(of task: Int, in run: RunPicture) -> UInt64 {
        guard filter.admits(task, in: run) else { return Self.absent }
        let row = run.tasks[task]
        switch sort {
        case .input: return 0
        case .state: return UInt64(row.state.urgency)
        case .recent: return UInt64(Int64.max - row.changedAt.nanoseconds)
        case .longest: return Self.length(of: row)
        case .agent: return UInt64(run.tasks.agentNumber(row.description.agent))
        }
    }

    /// Running tasks by their start, then finished ones by the time they took, then the rest: keys that do not move as time
    /// passes.
    private static func length(of row: TaskRow) -> UInt64 {
        let group = UInt64(1) << 62
        if row.result == nil { return row.startedAt.map { UInt64(max(0, $0.nanoseconds)) >> 2 } ?? 2 * group }
        guard row.startedAt != nil else { return 2 * group }
        return group + (UInt64(Int64.max) - UInt64(max(0, row.elapsed(at: .start)?.nanoseconds ?? 0))) >> 2
    }
}

extension TaskState {
    /// What needs a person has the smallest number.
    fileprivate var urgency: Int {
        switch self {
        case .failed: 0
        case .limited: 1
        case .rejected: 2
        case .stopping: 3
        case .running: 4
        case .backoff: 5
        case .cooldown: 6
        case .waiting: 7
        case .blocked: 8
        case .cancelled: 9
        case .recovered: 10
        case .done: 11
        case .skipped: 12
        }
    }
}
