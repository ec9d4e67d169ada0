import SpawnCore

/// All tasks of a run, with the counts of their states kept as they change.
package struct TaskList: Sendable {
    package private(set) var rows: [TaskRow] = []
    private var counts = [Int](repeating: 0, count: TaskState.allCases.count)
    private var places: [String: Int] = [:]
    private var agentNumbers: [String?: Int] = [:]
    /// The tasks with a child, by their place in the input, in the order they started.
    package private(set) var running: [Int] = []
    package private(set) var longestID = 2
    package private(set) var longestAgent = 5
    /// Columns of the longest title, as far as any table shows one.
    package private(set) var longestTitle = 4
    /// How many agents are named.
    var agentCount: Int { agentNumbers.count - (agentNumbers[nil] == nil ? 0 : 1) }
    /// Columns of the longest number of a try with the number there may be.
    package private(set) var longestTry = 3

    package var count: Int { rows.count }

    package func count(_ state: TaskState) -> Int { counts[Int(state.rawValue)] }

    package func count(_ group: StateGroup) -> Int {
        TaskState.allCases.reduce(0) { $1.group == group ? $0 + count($1) : $0 }
    }

    /// Tasks that are over.
    package var over: Int { count(StateGroup.done) + count(StateGroup.failed) + count(StateGroup.stopped) }

    package func contains(_ task: Int) -> Bool { rows.indices.contains(task) }

    package subscript(task: Int) -> TaskRow { rows[task] }

    /// The place in the input of the task with this id.
    package func place(of id: String) -> Int? { places[id] }

    /// The id of the task at this place, for people; of a task of another run nothing is known.
    package func id(_ task: Int?) -> String {
        guard let task else { return "another run" }
        return contains(task) ? rows[task].description.id : "\(task + 1)"
    }

    /// Numbers the agents in the order they are first named.
    func agentNumber(_ agent: String?) -> Int { agentNumbers[agent] ?? 0 }

    /// Makes room for so many tasks, so that none is kept for more.
    mutating func expect(_ count: Int) {
        rows.reserveCapacity(count)
        places.reserveCapacity(count)
    }

    /// Adds the next task; one that comes out of order is not part of any run.
    mutating func add(_ task: Int, _ description: TaskDescription) {
        guard task == rows.count else { return }
        rows.append(TaskRow(description: description))
        places[description.id] = task
        if agentNumbers[description.agent] == nil { agentNumbers[description.agent] = agentNumbers.count }
        counts[Int(TaskState.waiting.rawValue)] += 1
        longestID = max(longestID, ScalarWidth.columns(of: description.id))
        longestAgent = max(longestAgent, ScalarWidth.columns(of: description.agent ?? ""))
        longestTitle = max(longestTitle, ScalarWidth.columns(of: rows[task].title))
    }

    /// Changes a row and its state together, so that the counts hold.
    mutating func change(
        _ task: Int, to state: TaskState? = nil, at moment: Moment, _ body: (inout TaskRow) -> Void = { _ in }
    ) {
        guard contains(task) else { return }
        body(&rows[task])
        if let limit = rows[task].tries?.limit, limit > 9 {
            longestTry = max(longestTry, 2 * "\(limit)".utf8.count + 1)
        }
        guard let state, state != rows[task].state else { return }
        let old = rows[task].state
        counts[Int(old.rawValue)] -= 1
        counts[Int(state.rawValue)] += 1
        rows[task].state = state
        rows[task].changedAt = moment
        if old.group != .running, state.group == .running { running.append(task) }
        if old.group == .running, state.group != .running { running.removeAll { $0 == task } }
    }

    /// Forgets what a task has done: it is to run again.
    mutating func renew(_ task: Int, at moment: Moment) {
        change(task, to: .waiting, at: moment) {
            let state = $0.state
            $0 = TaskRow(description: $0.description)
            $0.state = state
        }
    }
}
