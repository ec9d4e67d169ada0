package import SpawnCore

/// What a run that goes on with an earlier one does with each of its tasks.
///
/// A task is the same when its id is, and unchanged when it asks for the same: prompt, context, agent, tool, model and
/// dependencies. What succeeded and is unchanged is carried over, unless something it depends on runs again.
package struct Resumption: Sendable, Equatable {
    /// What is done with a task.
    package enum Decision: Sendable, Equatable {
        /// It succeeded: its result is carried over.
        case carry
        /// It is ticked in the task file, and no run of ours did it.
        case skip
        /// It runs.
        case run(Reason)
        /// It would run, but others were asked for.
        case leave(Reason)
    }

    /// Why a task runs.
    package enum Reason: Sendable, Equatable {
        /// The earlier run did not have it.
        case new
        /// It asks for something else now.
        case edited([String])
        /// It ended otherwise than by a success.
        case ended(TaskEnding)
        /// It was under way when the run ended.
        case cutOff
        /// It never began.
        case neverBegan
        /// A task it depends on, of this id, runs again.
        case needs(String)
        /// It was asked for.
        case asked

        /// The reason, for people.
        package var words: String {
            switch self {
            case .new: "new"
            case .edited(let fields): "edited: \(fields.joined(separator: ", "))"
            case .ended(let ending): ending.rawValue.replacing("_", with: " ")
            case .cutOff: "cut off"
            case .neverBegan: "never began"
            case .needs(let id): "needs \(id), which runs again"
            case .asked: "asked for"
            }
        }
    }

    /// What is done with each task, in input order.
    package private(set) var decisions: [Decision]
    /// The results that are carried over, by the tasks' place in the input.
    package private(set) var carried: [Int: SpawnResult] = [:]
    /// The conversations that tasks go on with, by their place in the input.
    package private(set) var sessions: [Int: AgentSession] = [:]
    /// The ids of tasks that are no longer there.
    package let removed: [String]

    /// Decides.
    ///
    /// - Parameters:
    ///   - tasks: The tasks as they are now, each with an id.
    ///   - graph: Who waits for whom.
    ///   - run: The earlier run.
    ///   - also: The ids of tasks that run again though they succeeded.
    ///   - only: The ids of the only tasks that run, with what they need; `nil` for all that there is to do.
    package init(
        of tasks: [SpawnTask], _ graph: TaskGraph, after run: RecordedRun, also: Set<String> = [],
        only: Set<String>? = nil
    ) {
        let old = Dictionary(run.tasks.map { ($0.task.id, $0) }) { first, _ in first }
        let ids = Set(tasks.map(\.id))
        removed = run.tasks.map(\.task.id).filter { !ids.contains($0) }
        var decisions = tasks.map { task in
            also.contains(task.id) || only?.contains(task.id) == true
                ? Decision.run(Self.reason(of: task, old[task.id]) ?? .asked) : Self.decision(on: task, old[task.id])
        }
        // From each that runs to those that depend on it, however long the chain; each is reached once.
        var pending = decisions.indices.filter { decisions[$0].runs }
        while let place = pending.popLast() {
            for other in graph.dependents(of: place).map({ Int($0) }) where decisions[other] == .carry {
                decisions[other] = .run(.needs(tasks[place].id))
                pending.append(other)
            }
        }
        if let only { Self.narrow(&decisions, to: only, tasks, graph) }
        self.decisions = decisions
        for (place, task) in tasks.enumerated() {
            switch decisions[place] {
            case .carry: carried[place] = old[task.id]?.result?.carried(to: place, from: run.id)
            case .run(.ended), .run(.cutOff), .run(.neverBegan): sessions[place] = old[task.id]?.session
            case .run, .skip, .leave: break
            }
        }
    }

    /// How many tasks run.
    package var runCount: Int { decisions.count { $0.runs } }

    private static func decision(on task: SpawnTask, _ old: RecordedRun.Task?) -> Decision {
        let reason = reason(of: task, old)
        if task.isDone { return reason == nil && old?.result?.ending != .skipped ? .carry : .skip }
        return reason.map(Decision.run) ?? .carry
    }

    /// Why a task is not done; `nil` when it is.
    private static func reason(of task: SpawnTask, _ old: RecordedRun.Task?) -> Reason? {
        guard let old else { return .new }
        let changes = task.changes(from: old.task)
        guard changes.isEmpty else { return .edited(changes) }
        guard let result = old.result else { return old.isCutOff ? .cutOff : .neverBegan }
        // What was ticked then and is not now is to be done.
        return result.ending.satisfiesDependents && result.ending != .skipped ? nil : .ended(result.ending)
    }

    /// Leaves all that nobody asked for, but what those need that were.
    private static func narrow(
        _ decisions: inout [Decision], to only: Set<String>, _ tasks: [SpawnTask], _ graph: TaskGraph
    ) {
        var wanted = Set(tasks.indices.filter { only.contains(tasks[$0].id) })
        var pending = Array(wanted)
        while let place = pending.popLast() {
            for other in graph.dependencies(of: place).map({ Int($0) })
            where decisions[other].runs && wanted.insert(other).inserted { pending.append(other) }
        }
        for place in decisions.indices where !wanted.contains(place) {
            guard case .run(let reason) = decisions[place] else { continue }
            // What it had without those stands, though something that it needs may run.
            if case .needs = reason { decisions[place] = .carry } else { decisions[place] = .leave(reason) }
        }
    }
}

extension Resumption.Decision {
    var runs: Bool { if case .run = self { true } else { false } }
}

extension SpawnResult {
    /// The same for a run that goes on with the one it is of: its answer counts, and its attempts are that run's.
    func carried(to place: Int, from run: String) -> SpawnResult {
        var result = SpawnResult(
            taskIndex: place, taskID: taskID, prompt: prompt, agent: agent, ending: .carriedOver)
        result.output = output
        result.exitCode = exitCode
        result.carriedFrom = carriedFrom ?? run
        return result
    }
}

extension SpawnTask {
    /// In what it asks for something else than another of its id, in words.
    fileprivate func changes(from old: SpawnTask) -> [String] {
        [
            ("prompt", old.prompt == prompt), ("context", old.context == context), ("agent", old.agent == agent),
            ("tool", old.tool == tool), ("model", old.model == model), ("dependencies", old.dependsOn == dependsOn),
        ].filter { !$0.1 }.map(\.0)
    }

    /// Whether it asks for the same.
    func asks(for other: SpawnTask) -> Bool { changes(from: other).isEmpty }
}
