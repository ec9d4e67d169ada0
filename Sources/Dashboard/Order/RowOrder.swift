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
///
/// A change of the sort or the filter looks at every task. Of many it does so in slices, so that no key waits for it: until the
/// last, what was shown before stays.
package struct RowOrder: Sendable {
    /// The tasks looked at in one slice: about a millisecond.
    static let slice = 512

    private var shown = Filing(.input, RowFilter())
    private var coming: Filing?

    package init() {}

    /// What was asked for last.
    package var sort: SortKey { coming?.sort ?? shown.sort }
    package var filter: RowFilter { coming?.filter ?? shown.filter }

    /// True while what was asked for last is not shown yet.
    package var isFiling: Bool { coming != nil }

    /// How many rows there are.
    package func count(of run: RunPicture) -> Int { shown.isNatural ? run.tasks.count : shown.tasks.count }

    /// The task of a row; `nil` beyond the end.
    package func task(at position: Int, of run: RunPicture) -> Int? {
        guard shown.isNatural else { return shown.tasks[position] }
        return run.tasks.contains(position) ? position : nil
    }

    /// The row of a task; `nil` when it is not shown.
    package func position(of task: Int, in run: RunPicture) -> Int? {
        guard shown.isNatural else { return shown.position(of: task) }
        return run.tasks.contains(task) ? task : nil
    }

    /// Shows other tasks, or the same in another order, after as many calls of ``goOn(in:)`` as it takes.
    mutating func change(sort: SortKey? = nil, filter: RowFilter? = nil, of run: RunPicture) {
        coming = Filing(sort ?? self.sort, filter ?? self.filter, count: run.tasks.count)
        goOn(in: run)
    }

    /// Looks at some more tasks.
    mutating func goOn(in run: RunPicture) {
        coming?.file(upTo: RowOrder.slice, in: run, within: shown)
        guard let filing = coming, filing.isNatural || filing.isComplete(in: run) else { return }
        shown = filing
        coming = nil
    }

    /// Files a task anew after it has changed.
    mutating func update(_ task: Int, in run: RunPicture) {
        shown.update(task, in: run)
        // What it has not come to yet it will find as it is then.
        if coming?.hasFiled(task) == true { coming?.update(task, in: run) }
    }
}

extension TaskState {
    /// What needs a person has the smallest number.
    var urgency: Int {
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
