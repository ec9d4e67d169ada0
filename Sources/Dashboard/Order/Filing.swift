import SpawnCore

/// Tasks filed by one sort and one filter, each under the key it had when it was last looked at.
struct Filing: Sendable {
    let sort: SortKey
    let filter: RowFilter
    private(set) var tasks = OrderedTasks()
    /// The key by which each task was filed; ``absent`` for those that are not shown.
    private var keys: [UInt64] = []

    private static let absent = UInt64.max

    init(_ sort: SortKey, _ filter: RowFilter, count: Int = 0) {
        self.sort = sort
        self.filter = filter
        keys.reserveCapacity(isNatural ? 0 : count)
    }

    /// True when every task is shown in the order of the input, and nothing need be filed.
    var isNatural: Bool { sort == .input && filter.isEmpty }

    func isComplete(in run: RunPicture) -> Bool { keys.count >= run.tasks.count }

    func hasFiled(_ task: Int) -> Bool { task < keys.count }

    func position(of task: Int) -> Int? {
        guard keys.indices.contains(task), keys[task] != Self.absent else { return nil }
        return tasks.position(of: OrderedTasks.Entry(key: keys[task], task: Int32(task)))
    }

    /// Files the next tasks, after looking at so many at most. What another filing does not show, which is of a filter that this
    /// one's is narrower than, need not be looked at.
    mutating func file(upTo count: Int, in run: RunPicture, within other: Filing) {
        guard !isNatural else { return }
        let isNarrower = !other.isNatural && filter.isNarrower(than: other.filter)
        var left = count
        while left > 0, keys.count < run.tasks.count {
            let task = keys.count
            if isNarrower, other.hasFiled(task), other.keys[task] == Self.absent {
                keys.append(Self.absent)
            } else {
                update(task, in: run)
                left -= 1
            }
        }
    }

    /// Files a task, or files it anew.
    mutating func update(_ task: Int, in run: RunPicture) {
        guard !isNatural, run.tasks.contains(task) else { return }
        while keys.count <= task { keys.append(Self.absent) }
        let key = key(of: task, in: run)
        guard key != keys[task] else { return }
        if keys[task] != Self.absent { tasks.remove(OrderedTasks.Entry(key: keys[task], task: Int32(task))) }
        if key != Self.absent { tasks.insert(OrderedTasks.Entry(key: key, task: Int32(task))) }
        keys[task] = key
    }

    private func key(of task: Int, in run: RunPicture) -> UInt64 {
        guard filter.admits(task, in: run) else { return Self.absent }
        let rows = run.tasks.rows
        switch sort {
        case .input: return 0
        case .state: return UInt64(rows[task].state.urgency)
        case .recent: return UInt64(Int64.max - rows[task].changedAt.nanoseconds)
        case .longest: return Self.length(of: rows[task])
        case .agent: return UInt64(run.tasks.agentNumber(rows[task].description.agent))
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
