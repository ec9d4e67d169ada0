package import SpawnCore

/// What a run has used and what it cost, as far as its agents said: kept as they tell, so that nobody adds it up for a frame.
package struct Spending: Sendable, Equatable {
    /// Tokens of all attempts; `nil` until an agent says how many.
    package private(set) var tokens: Int?
    /// What they cost; unknown until an agent says.
    package private(set) var cost = Cost.unknown

    /// What is known of an attempt has changed.
    mutating func replace(_ before: AgentReport?, by after: AgentReport) {
        count(before?.usage, after.usage)
    }

    /// An attempt is over. What its agent said while it ran gives way to the account of it.
    mutating func replace(_ before: AgentReport?, by account: AgentAccount?) {
        count(before?.usage, account?.usage)
        cost = Cost.sum([cost, account?.cost ?? .unknown])
    }

    private mutating func count(_ before: TokenUsage?, _ after: TokenUsage?) {
        guard before != nil || after != nil else { return }
        tokens = (tokens ?? 0) + (after?.total ?? 0) - (before?.total ?? 0)
    }
}
