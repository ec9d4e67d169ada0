/// What kind of trouble a failure is, and with it what happens next.
public enum ErrorCategory: String, Sendable, Codable, CaseIterable {
    /// Goes away by itself: rate limits, resets, overloaded servers. Retried.
    case transient
    /// Took too long. Retried.
    case timeout
    /// Out of memory, quota or sockets. Retried.
    case resource
    /// Will fail again however often it is tried: bad keys, unknown models. Neither retried nor handed to the fallback.
    case permanent
    /// Nothing recognised it. The policy's default holds: retry, then fallback.
    case unknown
}

/// The finer kind of a failure, which decides whether the breaker may open fast.
public enum FailureKind: String, Sendable, Codable, CaseIterable {
    case rateLimit = "rate_limit"
    case authError = "auth_error"
    case forbidden
    case invalidModel = "invalid_model"
    case invalidRequest = "invalid_request"
    case notFound = "not_found"
    case transientError = "transient_error"
    case timeout
    case errorPattern = "error_pattern"
    case noActivity = "no_activity"
    case inference
    case crash
    case killed
    /// A limit on money that the user set; it says nothing of the agent.
    case overBudget = "over_budget"
    case unknown
}
