import SpawnCore
import SpawnTestKit

/// Attempts, results and metrics: that what is said of a task is what happened.
extension RunWitness {
    mutating func check(_ record: AttemptRecord, of task: Int) {
        let rules = plan.rules(for: plan.tasks[task])
        let longest = max(rules.policy.timeout.first, rules.policy.timeout.maximum)
        // The time to end it, and what the run may oversleep.
        let limit = min(longest, rules.hardCap?.length ?? longest) + .seconds(2) + .seconds(9)
        expect(record.duration <= limit, "\(task) ran for \(record.duration)")
        if record.termination == .timeout {
            let least = min(rules.policy.timeout.first, rules.hardCap?.length ?? longest)
            expect(record.duration >= least, "\(task) timed out after \(record.duration)")
        }
        if case .rateLimited = record.outcome, let hint = accounts[task].hint, hint > .zero {
            accounts[task].isFallback = record.isFallback
        }
    }

    mutating func check(_ result: SpawnResult) {
        let task = result.taskIndex
        let rules = plan.rules(for: plan.tasks[task])
        let attempts = accounts[task].attempts
        let runs = attempts.filter { !$0.isFallback }
        let fallbacks = attempts.filter(\.isFallback)
        expect(result.attempts == attempts, "\(task) tells other attempts than it had")
        expect(result.retryCount == max(0, runs.count - 1), "\(task): \(runs.count) runs, \(result.retryCount) retries")
        expect(runs.count <= retryLimits(of: task).upperBound + 1, "\(task) ran \(runs.count) times")
        expect(fallbacks.count <= 1, "\(task) fell back \(fallbacks.count) times")
        expect(result.fallback == !fallbacks.isEmpty, "\(task) is wrong about its fallback")
        expect(result.originalAgent == (result.fallback ? result.agent : nil), "\(task) names no original agent")
        expect(fallbacks.isEmpty || fallbacks == [attempts[attempts.count - 1]], "\(task) went back to its agent")
        let permanent = attempts.firstIndex { $0.outcome.failure?.category == .permanent }
        if let permanent, permanent < attempts.count - 1 {
            expect(rules.recovery.fallbackOnPermanent, "\(task) failed for good and ran again")
            expect(attempts[permanent + 1].isFallback, "\(task) failed for good and its agent ran again")
        }
        expect(isTrue(result.ending, attempts, of: task), "\(task) ends as \(result.ending) after \(attempts)")
        expect(result.ending.satisfiesDependents == (result.error == nil), "\(task) has a wrong error")
        expect((result.resetAt != nil) == (result.ending == .rateLimited), "\(task) has a wrong reset")
        expect(result.exitCode == attempts.last?.exit?.code, "\(task) tells another exit code than its last attempt's")
        accounts[task].running = nil
    }

    /// How many retries a task may have: a limit that is waited for makes up for one, up to twenty times.
    func retryLimits(of task: Int) -> ClosedRange<Int> {
        let least = plan.rules(for: plan.tasks[task]).recovery.maxRetries
        guard plan.settings.waitsForReset else { return least...least }
        let refusals = accounts[task].attempts.count { attempt in
            if case .rateLimited(_, resetAt: .some) = attempt.outcome {
                !attempt.isFallback
            } else {
                false
            }
        }
        return least...(least + min(20, refusals))
    }

    private func isTrue(_ ending: TaskEnding, _ attempts: [AttemptRecord], of task: Int) -> Bool {
        let last = attempts.last
        switch ending {
        case .firstTry: return attempts.count == 1 && last?.outcome == .success && last?.isFallback == false
        case .recoveredByRetry: return attempts.count > 1 && last?.outcome == .success && last?.isFallback == false
        case .recoveredByFallback: return last?.outcome == .success && last?.isFallback == true
        case .failed: return last?.outcome.failure != nil
        case .rateLimited: return last.map { $0.outcome.failure != nil } ?? isCooling(task)
        case .rejected: return last.map { $0.outcome.failure != nil } ?? true
        case .cancelled: return last?.outcome.isSuccess != true
        case .skipped: return plan.tasks[task].isDone
        case .carriedOver: return plan.prior[task] != nil && attempts.isEmpty
        case .blocked:
            return attempts.isEmpty
                && plan.graph.dependencies(of: task).contains {
                    accounts[Int($0)].result.map { !$0.ending.satisfiesDependents } ?? false
                }
        }
    }

    mutating func see(_ snapshot: BreakerSnapshot) {
        let before = breakers.updateValue(snapshot, forKey: snapshot.agent)
        let inFlight = accounts.indices.count {
            accounts[$0].running != nil && accounts[$0].isProbe && plan.tasks[$0].agent == snapshot.agent
        }
        expect(inFlight <= plan.settings.breaker.maxProbes, "\(inFlight) probes of \(snapshot.agent) are in flight")
        expect(!snapshot.recentKinds.contains(.rateLimit), "a rate limit counts as a failure of \(snapshot.agent)")
        guard let change = snapshot.lastChange, change != before?.lastChange else {
            return expect(snapshot.state == before?.state ?? .closed, "a breaker changed without a cause")
        }
        expect(
            change.from == before?.state ?? .closed && change.to == snapshot.state,
            "a change is not that of its breaker")
        let isKnown =
            switch (change.from, change.to, change.cause) {
            case (.closed, .open, .threshold), (.closed, .open, .fastFail), (.open, .halfOpen, .openTimeOver),
                (.halfOpen, .closed, .probeSucceeded), (.halfOpen, .open, .probeFailed),
                (_, .closed, .operator(.reset)),
                (.open, .halfOpen, .operator(.probe)), (_, .forcedOpen, .operator(.forceOpen)),
                (_, .disabled, .operator(.disable)):
                true
            // Every child here ends within the lease of its probe.
            default: false
            }
        expect(isKnown, "a breaker went from \(change.from) to \(change.to) because of \(change.cause)")
        if change.cause == .openTimeOver, let opened = before?.lastChange?.moment {
            expect(change.moment - opened >= plan.settings.breaker.resetTimeout, "a breaker was open too short a time")
        }
    }

    /// The whole run: everything ended, every task once, and the sums are those of the results.
    mutating func seeEnd(of state: borrowing RunState, _ world: FakeWorld, _ events: [SpawnEvent]) {
        expect(world.alive == 0 && inFlight == 0, "\(world.alive) children outlive the run")
        expect(isOver, "the run is over and does not say so")
        expect(state.results == accounts.map(\.result), "results are not those that were told")
        expect(state.results.indices.allSatisfy { state.results[$0]?.taskIndex == $0 }, "results are out of order")
        var metrics = RecoveryMetrics()
        for account in accounts {
            if let result = account.result { metrics.record(result) }
        }
        expect(state.metrics == metrics, "the metrics are not those of the results")
        expect(metrics.endings.values.reduce(0, +) == plan.tasks.count, "the endings do not sum to the tasks")
        var sum = RecoveryFigures()
        for figures in metrics.agents.values { sum.merge(figures) }
        expect(sum == metrics.total, "the agents do not sum to the total")
        var replay = RunReplay()
        for event in events { replay.apply(event) }
        expect(replay.metrics == metrics, "the event log does not lead to the metrics")
        expect(zip(events, events.dropFirst()).allSatisfy { $0.moment <= $1.moment }, "events are out of order")
    }
}
