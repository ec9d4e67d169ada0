/// Keeps retries of one tool from multiplying its load when everything fails: a token bucket that first attempts fill and
/// retries empty.
///
/// So at most ``floor`` + ``ratio`` · (first attempts) retries happen, however many tasks fail. The idea is that of the
/// retry budgets of Finagle (Twitter, 2016).
package struct RetryBudget: Sendable, Equatable {
    /// Tokens that a first attempt puts in; a retry takes one out.
    package static let ratio = 1 / Double(firstAttemptsPerToken)
    /// Tokens there are before the first attempt.
    package static let floor = 10

    private static let firstAttemptsPerToken = 5
    /// Counted in parts of a token, so that no rounding adds up.
    private var parts = floor * firstAttemptsPerToken

    package init() {}

    /// Retries that are left.
    package var retriesLeft: Int { parts / Self.firstAttemptsPerToken }

    /// Counts the first attempt of a task, or of its fallback.
    package mutating func deposit() { parts += 1 }

    /// Takes a token for a retry.
    ///
    /// - Returns: False when there is none; nothing is taken then.
    package mutating func withdraw() -> Bool {
        guard retriesLeft > 0 else { return false }
        parts -= Self.firstAttemptsPerToken
        return true
    }
}
