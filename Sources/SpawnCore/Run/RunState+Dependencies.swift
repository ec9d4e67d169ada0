/// How many of a task's dependencies are not satisfied.
struct OpenNeeds: Sendable {
    var count: Int32 = 0
    /// The first of them, by its place among the dependencies.
    var first: Int32 = 0
}

/// Who waits for whom.
extension RunState {
    /// What a task waits for.
    func openNeeds(of task: Int) -> OpenNeeds {
        var open = OpenNeeds()
        for (place, other) in plan.graph.dependencies(of: task).enumerated() where !isSatisfied(Int(other)) {
            if open.count == 0 { open.first = Int32(place) }
            open.count += 1
        }
        return open
    }

    /// True when tasks that need this one may start. One that was done before satisfies them wherever it stands in the file.
    private func isSatisfied(_ task: Int) -> Bool {
        plan.tasks[task].isDone || results[task] == nil && plan.prior[task]?.ending.satisfiesDependents == true
            || phases[task] == .done && results[task]?.ending.satisfiesDependents == true
    }

    mutating func tellNeeds(of task: Int) {
        tell(.taskWaiting(task: task, needsReason(of: task)))
    }

    /// What a task waits for that has open needs.
    func needsReason(of task: Int) -> WaitReason {
        let dependencies = plan.graph.dependencies(of: task)
        let first = dependencies[dependencies.startIndex + Int(needs[task].first)]
        return .dependencies(count: Int(needs[task].count), first: plan.tasks[Int(first)].id)
    }

    /// Lets the tasks that need one that has succeeded know.
    mutating func unlock(dependentsOf task: Int) {
        for other in plan.graph.dependents(of: task) where phases[Int(other)] == .waiting {
            let index = Int(other)
            needs[index].count -= 1
            guard needs[index].count > 0 else {
                enqueue(index)
                continue
            }
            let dependencies = plan.graph.dependencies(of: index)
            while isSatisfied(Int(dependencies[dependencies.startIndex + Int(needs[index].first)])) {
                needs[index].first += 1
            }
            tellNeeds(of: index)
        }
    }

    /// Ends everything that needs a task that did not succeed, however long the chain.
    mutating func block(dependentsOf task: Int) {
        var pending = [task]
        while let failed = pending.popLast() {
            for other in plan.graph.dependents(of: failed) where phases[Int(other)] == .waiting {
                var result = blankResult(Int(other), stopCause == nil ? .blocked : .cancelled)
                let verb = results[failed]?.ending == .cancelled ? "was cancelled" : "did not succeed"
                result.error = "needs \(plan.tasks[failed].id), which \(verb)"
                if result.ending == .blocked { result.rejectedBy = .dependency }
                file(result)
                pending.append(Int(other))
            }
        }
    }

    /// Runs finished tasks again, all at once, and with them whatever was blocked because of them.
    mutating func reopen(_ tasks: [Int], withFallback: Bool) {
        let waiting = tasks.flatMap { takeBack(dependentsOf: $0) }
        let wanted = Set(tasks)
        var affected: [Int] = []
        var pending = tasks
        while let index = pending.popLast() {
            guard phases[index] == .done, let old = results[index], wanted.contains(index) || old.ending == .blocked
            else { continue }
            phases[index] = .waiting
            metrics.withdraw(old)
            saidAllEnded = false
            tell(.taskReopened(task: index))
            affected.append(index)
            pending += plan.graph.dependents(of: index).map { Int($0) }
        }
        if withFallback {
            for task in tasks {
                active[task] = ActiveTask(rules: rules(of: task), readySince: now)
                active[task]?.recovery.startWithFallback()
            }
        }
        for index in affected + waiting { recount(index) }
    }

    /// The dependents of a task that is to run again which have not run themselves: they wait for what comes of it.
    private mutating func takeBack(dependentsOf task: Int) -> [Int] {
        let waiting = plan.graph.dependents(of: task).map { Int($0) }.filter {
            phases[$0] != .done && phases[$0] != .running && active[$0]?.attempts.isEmpty ?? true
        }
        for index in waiting {
            phases[index] = .waiting
            tickets[index] &+= 1
        }
        return waiting
    }

    /// Finds out anew what a waiting task waits for.
    private mutating func recount(_ task: Int) {
        guard phases[task] == .waiting else { return }
        needs[task] = openNeeds(of: task)
        guard needs[task].count > 0 else { return enqueue(task) }
        // What it needs has failed and does not run again with it: it is blocked still.
        let failed = plan.graph.dependencies(of: task).first { phases[Int($0)] == .done && !isSatisfied(Int($0)) }
        if let failed { block(dependentsOf: Int(failed)) } else { tellNeeds(of: task) }
    }
}
