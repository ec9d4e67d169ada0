/// What a run may cost, and what it has cost so far: money, tokens, or both.
package struct RunBudget: Sendable, Equatable {
    /// The most dollars; `nil` sets no bound.
    package private(set) var dollars: USDollars?
    /// The most tokens; `nil` sets no bound.
    package private(set) var tokens: Int?
    /// What attempts that are over have cost, as far as that is known.
    package private(set) var spent = USDollars(nanodollars: 0)
    /// The tokens that they used.
    package private(set) var used = 0
    private var attempts = 0
    private let step: (dollars: Int, tokens: Int)

    package init(dollars: USDollars? = nil, tokens: Int? = nil) {
        self.dollars = dollars
        self.tokens = tokens
        step = (dollars?.nanodollars ?? 0, tokens ?? 0)
    }

    package static func == (one: RunBudget, other: RunBudget) -> Bool {
        one.dollars == other.dollars && one.tokens == other.tokens && one.spent == other.spent && one.used == other.used
    }

    /// Counts an attempt that is over.
    package mutating func add(_ account: AgentAccount?) {
        guard let account else { return }
        attempts += 1
        spent = spent + (account.cost.amount ?? USDollars(nanodollars: 0))
        used += account.usage?.total ?? 0
    }

    /// The dollars that are left; `nil` where there is no bound.
    package var left: USDollars? { dollars.map { $0 - spent } }

    /// How much of it is used, 1 for all; `nil` where there is no bound.
    package var part: Double? {
        [
            dollars.map { Double(spent.nanodollars) / Double(max(1, $0.nanodollars)) },
            tokens.map { Double(used) / Double(max(1, $0)) },
        ].compactMap(\.self).max()
    }

    /// True when nothing more may start.
    package var isSpent: Bool { part.map { $0 >= 1 } ?? false }

    /// Whether one more attempt may start while so many run: each of those is expected to cost what one has cost on average.
    package func hasRoom(running: Int) -> Bool {
        guard let part, attempts > 0 else { return true }
        return part < 1 && (running == 0 || part * (1 + Double(running) / Double(attempts)) < 1 - 1e-9)
    }

    /// A person allows as much again.
    package mutating func raise() {
        dollars = dollars.map { USDollars(nanodollars: $0.nanodollars + step.dollars) }
        tokens = tokens.map { $0 + step.tokens }
    }
}
