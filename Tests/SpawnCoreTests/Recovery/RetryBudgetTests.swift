import SpawnCore
import Testing

struct RetryBudgetTests {
    @Test func `there are 10 retries to begin with, and one more for every five first attempts`() {
        var budget = RetryBudget()
        #expect((0..<11).map { _ in budget.withdraw() } == Array(repeating: true, count: 10) + [false])
        for _ in 0..<4 { budget.countFirstAttempt() }
        #expect(budget.retriesLeft == 0)
        budget.countFirstAttempt()
        #expect((0..<2).map { _ in budget.withdraw() } == [true, false])
    }

    @Test func `a run may ask for another share, for none, and for no bound`() {
        var generous = RetryBudget(ratio: 3)
        generous.countFirstAttempt()
        #expect(generous.retriesLeft == 13)
        var mean = RetryBudget(ratio: 0)
        for _ in 0..<1000 { mean.countFirstAttempt() }
        #expect(mean.retriesLeft == 10)
        var unbounded = RetryBudget(ratio: nil)
        #expect((0..<5000).allSatisfy { _ in unbounded.withdraw() })
    }

    @Test func `retries never exceed 10 and a fifth of the first attempts, in whatever order they come`() {
        for seed in Seeds.some(200) {
            var random = SplitMix64(seed: seed)
            var budget = RetryBudget()
            var (first, retries) = (0, 0)
            for _ in 0..<300 {
                if random.percent(50) {
                    budget.countFirstAttempt()
                    first += 1
                } else if budget.withdraw() {
                    retries += 1
                } else {
                    #expect(5 * (retries + 1) > 50 + first, "seed \(seed)")
                }
                #expect(5 * retries <= 50 + first, "seed \(seed)")
            }
        }
    }
}
