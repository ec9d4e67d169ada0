import SpawnCore
import Testing

/// What a run may cost.
struct RunBudgetTests {
    private func account(_ cents: Int?, tokens: Int = 0) -> AgentAccount {
        AgentAccount(
            usage: TokenUsage(input: tokens),
            cost: cents.map { .reported(USDollars(nanodollars: $0 * 10_000_000)) } ?? .unknown)
    }

    @Test func `no more start than the budget is likely to pay`() {
        var budget = RunBudget(dollars: USDollars(nanodollars: 1_000_000_000))
        #expect(budget.hasRoom(running: 9), "nobody knows yet what one costs")
        for _ in 1...7 { budget.add(account(10)) }
        #expect(budget.hasRoom(running: 2))
        #expect(!budget.hasRoom(running: 3))
        for _ in 8...9 { budget.add(account(10)) }
        #expect(budget.hasRoom(running: 0) && !budget.hasRoom(running: 1))
        #expect(!budget.isSpent)
        budget.add(account(10))
        #expect(budget.isSpent && !budget.hasRoom(running: 0))
        budget.raise()
        #expect(!budget.isSpent && budget.part == 0.5)
    }

    @Test func `tokens are a bound of their own, and the nearer of both counts`() {
        var budget = RunBudget(dollars: USDollars(nanodollars: 1_000_000_000), tokens: 1000)
        budget.add(account(10, tokens: 900))
        #expect(budget.part == 0.9)
        budget.add(account(nil, tokens: 100))
        #expect(budget.isSpent)
    }

    @Test func `without a bound everything may start`() {
        var budget = RunBudget()
        budget.add(account(100_000, tokens: 1 << 40))
        #expect(budget.part == nil && !budget.isSpent && budget.hasRoom(running: 100))
    }

    @Test(arguments: [
        ("gpt-5", true), ("gpt-5-2025-08-07", true), ("claude-opus-4-5-20251101", true), ("openai/gpt-5", true),
        ("models/gemini-2.5-pro", true), ("gpt-5-mine", false), ("", false), ("-20251101", false),
    ])
    func `a price is found under the name of its model`(model: String, isKnown: Bool) {
        #expect((ModelPrices()[model] != nil) == isKnown)
    }

    @Test func `tokens cost what their kinds cost, and unknown models stay unknown`() {
        let usage = TokenUsage(input: 3000, cachedInput: 21_000, cacheWrite: 0, output: 600, reasoning: 300)
        let own = ModelPrices(["gpt-5": ModelPrice(input: 1.25, cachedInput: 0.125, output: 10)])
        // 3000 · 1.25 + 21000 · 0.125 + 600 · 10 millionths
        #expect(own.cost(of: usage, model: "gpt-5") == .computed(USDollars(nanodollars: 12_375_000)))
        #expect(own.cost(of: usage, model: "nobody-knows") == .unknown)
        #expect(own.cost(of: usage, model: nil) == .unknown)
        #expect(own.cost(of: nil, model: "gpt-5") == .unknown)
        #expect(ModelPrices(["x": ModelPrice(input: 1, output: 1)]).cost(of: usage, model: "x") != .unknown)
    }
}
