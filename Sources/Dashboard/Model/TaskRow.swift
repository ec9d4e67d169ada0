package import SpawnCore

/// What is kept of one task. Output is not: it is asked for when somebody looks.
package struct TaskRow: Sendable {
    package var description: TaskDescription
    /// Changed through ``TaskList`` alone, which counts.
    package internal(set) var state = TaskState.waiting
    package var waits: WaitReason?
    /// The running attempt, or the last one.
    package var attempt: AttemptStart?
    package var attemptStartedAt = Moment.start
    /// When the first attempt started; `nil` before.
    package var startedAt: Moment?
    package var termination: TerminationReason?
    /// The last line of output.
    package var line = ""
    /// The attempts that are over.
    package var attempts: [AttemptRecord] = []
    package var ending: TaskEnding?
    package var executionTime = Duration.zero
    package var error: String?
    /// When its service says it will serve again, in seconds since 1970.
    package var resetAt: Double?
    /// What kept it from running, where something did.
    package var rejectedBy: RejectCause?

    /// The agent that works, worked last, or will.
    package var agent: String {
        (state.isOver ? description.agent : attempt.map(\.agent) ?? description.agent) ?? "llm"
    }

    /// Why the last attempt failed.
    package var failure: Failure? { attempts.last?.outcome.failure }

    /// From the start of the first attempt to now, or to the end of the last; `nil` before.
    package func elapsed(at now: Moment) -> Duration? {
        if state.isOver { return startedAt == nil ? nil : executionTime }
        return startedAt.map { now - $0 }
    }
}

/// All tasks of a run, with the counts of their states kept as they change.
package struct TaskList: Sendable {
    package private(set) var rows: [TaskRow] = []
    private var counts = [Int](repeating: 0, count: TaskState.allCases.count)
    /// The tasks with a child, by their place in the input, in the order they started.
    package private(set) var running: [Int] = []
    package private(set) var longestID = 2
    package private(set) var longestAgent = 5

    package var count: Int { rows.count }

    package func count(_ state: TaskState) -> Int { counts[Int(state.rawValue)] }

    package func count(_ group: StateGroup) -> Int {
        TaskState.allCases.reduce(0) { $1.group == group ? $0 + count($1) : $0 }
    }

    /// Tasks that are over.
    package var over: Int { count(StateGroup.done) + count(StateGroup.failed) + count(StateGroup.stopped) }

    package func contains(_ task: Int) -> Bool { rows.indices.contains(task) }

    package subscript(task: Int) -> TaskRow { rows[task] }

    /// Adds the next task; one that comes out of order is not part of any run.
    mutating func add(_ task: Int, _ description: TaskDescription) {
        guard task == rows.count else { return }
        rows.append(TaskRow(description: description))
        counts[Int(TaskState.waiting.rawValue)] += 1
        longestID = max(longestID, ScalarWidth.columns(of: description.id))
        longestAgent = max(longestAgent, ScalarWidth.columns(of: description.agent ?? ""))
    }

    /// Changes a row and its state together, so that the counts hold.
    mutating func change(_ task: Int, to state: TaskState? = nil, _ body: (inout TaskRow) -> Void = { _ in }) {
        guard contains(task) else { return }
        body(&rows[task])
        guard let state, state != rows[task].state else { return }
        let old = rows[task].state
        counts[Int(old.rawValue)] -= 1
        counts[Int(state.rawValue)] += 1
        rows[task].state = state
        if old.group != .running, state.group == .running { running.append(task) }
        if old.group == .running, state.group != .running { running.removeAll { $0 == task } }
    }
}
