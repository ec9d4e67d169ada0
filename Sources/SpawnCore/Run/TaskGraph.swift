/// Which task waits for which: checked, and compact enough for 100,000 tasks.
///
/// A task is named by its place in the input, counted from 0. All work is linear and nothing recurses, so that a chain
/// of 100,000 tasks is no deeper than two.
package struct TaskGraph: Sendable {
    /// The id of every task; a task without one is called by its number, counted from 1.
    package let ids: [String]
    private let waitsFor: Adjacency
    private let awaitedBy: Adjacency

    /// Checks the tasks and links them.
    ///
    /// - Throws: ``TaskGraphError`` for an id used twice, a dependency that is no task, and a cycle.
    package init(_ tasks: [SpawnTask]) throws(TaskGraphError) {
        ids = tasks.indices.map { tasks[$0].id.isEmpty ? String($0 + 1) : tasks[$0].id }
        var places: [String: Int32] = [:]
        places.reserveCapacity(tasks.count)
        for (task, id) in ids.enumerated() {
            if let first = places.updateValue(Int32(task), forKey: id) {
                throw .duplicate(id, of: tasks[Int(first)], at: tasks[task])
            }
        }
        var edges: [(from: Int32, to: Int32)] = []
        for (task, description) in tasks.enumerated() where !description.dependsOn.isEmpty {
            var seen: Set<Int32> = []
            for name in description.dependsOn {
                guard let place = places[name] else { throw .unknown(name, for: ids[task], at: description) }
                if seen.insert(place).inserted { edges.append((Int32(task), place)) }
            }
        }
        waitsFor = Adjacency(count: tasks.count, edges)
        awaitedBy = Adjacency(count: tasks.count, edges.map { ($0.to, $0.from) })
        if let cycle = findCycle() { throw .cycle(cycle.map { ids[$0] }, at: tasks[cycle[0]]) }
    }

    /// How many tasks there are.
    package var count: Int { ids.count }

    /// The tasks that `task` waits for, each once.
    package func dependencies(of task: Int) -> ArraySlice<Int32> { waitsFor[task] }

    /// The tasks that wait for `task`, in input order.
    package func dependents(of task: Int) -> ArraySlice<Int32> { awaitedBy[task] }

    /// A cycle, from its first task in input order to the last before it closes; `nil` when there is none.
    private func findCycle() -> [Int]? {
        var missing = (0..<count).map { waitsFor[$0].count }
        var ready = missing.indices.filter { missing[$0] == 0 }
        while let task = ready.popLast() {
            for dependent in awaitedBy[task].lazy.map(Int.init) {
                missing[dependent] -= 1
                if missing[dependent] == 0 { ready.append(dependent) }
            }
        }
        // What is left waits for something that is left: following that must come round.
        guard var task = missing.firstIndex(where: { $0 > 0 }) else { return nil }
        var placeOnPath = [Int32](repeating: -1, count: count)
        var path: [Int] = []
        while placeOnPath[task] < 0 {
            placeOnPath[task] = Int32(path.count)
            path.append(task)
            guard let next = waitsFor[task].first(where: { missing[Int($0)] > 0 }) else {
                preconditionFailure("a task of a cycle waits for none of the cycle")
            }
            task = Int(next)
        }
        let cycle = path[Int(placeOnPath[task])...]
        guard let first = cycle.indices.min(by: { cycle[$0] < cycle[$1] }) else { return nil }
        return Array(cycle[first...] + cycle[..<first])
    }
}

/// The neighbours of every task in one array, with the place where each task's begin.
private struct Adjacency {
    private var starts: [Int32]
    private var targets: [Int32]

    init(count: Int, _ edges: [(from: Int32, to: Int32)]) {
        starts = [Int32](repeating: 0, count: count + 1)
        for edge in edges { starts[Int(edge.from) + 1] += 1 }
        for task in 0..<count { starts[task + 1] += starts[task] }
        var next = starts
        targets = [Int32](repeating: 0, count: edges.count)
        for edge in edges {
            targets[Int(next[Int(edge.from)])] = edge.to
            next[Int(edge.from)] += 1
        }
    }

    subscript(task: Int) -> ArraySlice<Int32> { targets[Int(starts[task])..<Int(starts[task + 1])] }
}
