/// Keeps retries of one tool from multiplying its load when everything fails: a token bucket that first attempts fill and
/// retries empty.
///
/// So at most ``floor`` + ratio · (first attempts) retries happen, however many tasks fail. The idea is that of the
/// retry budgets of Finagle (Twitter, 2016).
package struct RetryBudget: Sendable, Equatable {
    /// Tokens that a first attempt puts in, unless somebody says otherwise; a retry takes one out.
    package static let ratio = 0.2
    /// Tokens there are before the first attempt.
    package static let floor = 10

    /// Counted in parts of a token, so that no rounding adds up.
    private static let partsOfToken = 1_000_000
    private var parts = floor * partsOfToken
    /// What a first attempt puts in; `nil` where there is no bound.
    private let deposit: Int?

    /// Creates a budget.
    ///
    /// - Parameter ratio: Retries for each first attempt, 0 to 1,000, beside those of the ``floor``; `nil` sets no bound.
    package init(ratio: Double? = Self.ratio) {
        deposit = ratio.map { Int(($0 * Double(Self.partsOfToken)).rounded()) }
    }

    /// Retries that are left.
    package var retriesLeft: Int { deposit == nil ? Int.max : parts / Self.partsOfToken }

    /// Counts the first attempt of a task, or of its fallback.
    package mutating func countFirstAttempt() { parts += deposit ?? 0 }

    /// Takes a token for a retry.
    ///
    /// - Returns: False when there is none; nothing is taken then.
    package mutating func withdraw() -> Bool {
        guard retriesLeft > 0 else { return false }
        if deposit != nil { parts -= Self.partsOfToken }
        return true
    }
}
