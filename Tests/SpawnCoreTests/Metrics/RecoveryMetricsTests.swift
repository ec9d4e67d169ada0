import SpawnCore
import Testing

struct RecoveryMetricsTests {
    private func metrics(of results: [SpawnResult]) -> RecoveryMetrics {
        var metrics = RecoveryMetrics()
        for result in results { metrics.record(result) }
        return metrics
    }

    private func results(_ count: Int, _ random: inout SplitMix64) -> [SpawnResult] {
        (0..<count).map { .random(task: $0, using: &random) }
    }

    private func made(_ endings: [TaskEnding: Int], retried: Bool = true) -> RecoveryMetrics {
        metrics(
            of: endings.flatMap { ending, count in
                (0..<count).map { task in
                    var result = SpawnResult(taskIndex: task, taskID: "t", prompt: "p", agent: "a", ending: ending)
                    result.retryCount = retried ? 1 : 0
                    return result
                }
            })
    }

    @Test(
        arguments: [
            ([:], 0.0, 100.0), ([.firstTry: 3], 100, 100), ([.firstTry: 1, .failed: 1], 50, 0),
            ([.firstTry: 6, .recoveredByRetry: 2, .recoveredByFallback: 1, .failed: 1], 90, 75),
            ([.skipped: 5], 0, 100), ([.skipped: 5, .firstTry: 1], 100, 100), ([.blocked: 1, .firstTry: 1], 50, 100),
            ([.cancelled: 1, .rejected: 1, .rateLimited: 1, .recoveredByRetry: 1], 25, 100),
        ] as [([TaskEnding: Int], Double, Double)])
    func `rates are succeeded of finished, and recovered of those that tried to`(
        endings: [TaskEnding: Int], success: Double, recovery: Double
    ) {
        #expect(made(endings).successRate() == success)
        #expect(made(endings).recoveryRate() == recovery)
    }

    @Test func `a task that failed without another try is no failed recovery`() {
        #expect(made([.failed: 3], retried: false).recoveryRate() == 100)
        #expect(made([.failed: 3], retried: false).rates.recovery == nil)
    }

    @Test(
        arguments: [
            ([:], nil, nil, nil), ([.skipped: 5], nil, nil, nil), ([.firstTry: 2], 100, 100, nil),
            ([.rejected: 1], 0, 0, nil), ([.recoveredByFallback: 1, .failed: 1], 50, 0, 50),
            ([.failed: 1], 0, 0, 0),
        ] as [([TaskEnding: Int], Double?, Double?, Double?)])
    func `a rate of nothing is none`(
        endings: [TaskEnding: Int], success: Double?, alone: Double?, recovery: Double?
    ) {
        #expect(
            made(endings).rates == RecoveryRates(success: success, agentsAlone: alone, recovery: recovery))
    }

    @Test func `the agent alone is measured beside its fallbacks`() {
        let metrics = made([.firstTry: 1, .recoveredByFallback: 3])
        #expect(metrics.successRate() == 100)
        #expect(metrics.total.rates.agentsAlone == 25)
    }

    @Test func `the endings sum to the tasks, the agents to the total, and their attempts to all that ran`() {
        for seed in Seeds.some(100) {
            var random = SplitMix64(seed: seed)
            let results = results(40, &random)
            let metrics = metrics(of: results)
            #expect(metrics.endings.values.reduce(0, +) == results.count, "seed \(seed)")
            var sum = RecoveryFigures()
            for figures in metrics.agents.values { sum.merge(figures) }
            #expect(sum == metrics.total, "seed \(seed)")
            let attempts = results.reduce(0) { $0 + $1.attempts.count }
            #expect(metrics.health.values.reduce(0) { $0 + $1.attempts } == attempts, "seed \(seed)")
            #expect(metrics.total.attemptTimes.count == attempts, "seed \(seed)")
            for health in metrics.health.values {
                let kinds = health.successes + health.failures + health.rateLimited + health.cancelled
                #expect(kinds == health.attempts, "seed \(seed)")
                #expect(health.latency.count == health.successes, "seed \(seed)")
                #expect(health.detectionLatency.count == health.failures, "seed \(seed)")
            }
        }
    }

    @Test func `merging is associative, and the order of tasks does not matter`() {
        for seed in Seeds.some(60) {
            var random = SplitMix64(seed: seed)
            let parts = (0..<3).map { _ in results(Int.random(in: 0...12, using: &random), &random) }
            let (a, b, c) = (metrics(of: parts[0]), metrics(of: parts[1]), metrics(of: parts[2]))
            let all = metrics(of: parts.flatMap(\.self).shuffled(using: &random))
            #expect(merged(merged(a, b), c) == all, "seed \(seed)")
            #expect(merged(a, merged(b, c)) == all, "seed \(seed)")
            #expect(merged(c, merged(b, a)) == all, "seed \(seed)")
            #expect(merged(all, RecoveryMetrics()) == all, "seed \(seed)")
        }
    }

    @Test func `what was taken back was never there`() {
        for seed in Seeds.some(60) {
            var random = SplitMix64(seed: seed)
            let results = results(20, &random)
            var metrics = metrics(of: results)
            for result in results.dropFirst(7).shuffled(using: &random) { metrics.withdraw(result) }
            #expect(metrics == self.metrics(of: Array(results.prefix(7))), "seed \(seed)")
        }
    }

    @Test func `the mean time to recover is from the first failure to the success`() {
        var random = SplitMix64(seed: 1)
        var result = SpawnResult.random(task: 0, using: &random)
        while result.ending != .recoveredByRetry { result = .random(task: 0, using: &random) }
        result.executionTime = result.attempts[0].duration + .seconds(40)
        #expect(metrics(of: [result]).total.meanTimeToRecover() == .seconds(40))
        #expect(metrics(of: []).total.meanTimeToRecover() == nil)
    }

    private func merged(_ left: RecoveryMetrics, _ right: RecoveryMetrics) -> RecoveryMetrics {
        var sum = left
        sum.merge(right)
        return sum
    }
}
