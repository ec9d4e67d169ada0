/// What the error types and HTTP statuses of services mean: the steadiest signals there are, because wordings change with
/// every version.
package enum KnownErrors {
    /// What an HTTP status means; `nil` for one that is no error.
    package static func meaning(ofStatus status: Int) -> ErrorMeaning? {
        switch status {
        case 401: ErrorMeaning(.permanent, .authError)
        case 402, 403: ErrorMeaning(.permanent, .forbidden)
        case 404: ErrorMeaning(.permanent, .notFound)
        case 408: ErrorMeaning(.timeout, .timeout)
        case 429: ErrorMeaning(.transient, .rateLimit)
        case 509: ErrorMeaning(.resource, .transientError)
        case 400...499: ErrorMeaning(.permanent, .invalidRequest)
        case 500...599: ErrorMeaning(.transient, .transientError)
        default: nil
        }
    }

    /// What an error type or code of a service means, by the names of Anthropic, OpenAI and Google; `nil` for others.
    package static func meaning(ofType type: String) -> ErrorMeaning? {
        types[type.lowercased()]
    }

    private static let types: [String: ErrorMeaning] = [
        "rate_limit_error": ErrorMeaning(.transient, .rateLimit),
        "rate_limit_exceeded": ErrorMeaning(.transient, .rateLimit),
        "rate_limit": ErrorMeaning(.transient, .rateLimit),
        "usage_limit_reached": ErrorMeaning(.transient, .rateLimit),
        "usage_limit_exceeded": ErrorMeaning(.transient, .rateLimit),
        "too_many_requests": ErrorMeaning(.resource, .rateLimit),
        "resource_exhausted": ErrorMeaning(.resource, .rateLimit),
        "insufficient_quota": ErrorMeaning(.permanent, .forbidden),
        "billing_error": ErrorMeaning(.permanent, .forbidden),
        "billing_hard_limit_reached": ErrorMeaning(.permanent, .forbidden),
        "overloaded_error": ErrorMeaning(.transient, .transientError),
        "overloaded": ErrorMeaning(.transient, .transientError),
        "api_error": ErrorMeaning(.transient, .transientError),
        "server_error": ErrorMeaning(.transient, .transientError),
        "internal_server_error": ErrorMeaning(.transient, .transientError),
        "service_unavailable": ErrorMeaning(.transient, .transientError),
        "unavailable": ErrorMeaning(.transient, .transientError),
        "internal": ErrorMeaning(.transient, .transientError),
        "connection_error": ErrorMeaning(.transient, .transientError),
        "timeout_error": ErrorMeaning(.timeout, .timeout),
        "deadline_exceeded": ErrorMeaning(.timeout, .timeout),
        "authentication_error": ErrorMeaning(.permanent, .authError),
        "authentication_failed": ErrorMeaning(.permanent, .authError),
        "invalid_api_key": ErrorMeaning(.permanent, .authError),
        "unauthenticated": ErrorMeaning(.permanent, .authError),
        "unauthorized": ErrorMeaning(.permanent, .authError),
        "permission_error": ErrorMeaning(.permanent, .forbidden),
        "permission_denied": ErrorMeaning(.permanent, .forbidden),
        "model_not_found": ErrorMeaning(.permanent, .invalidModel),
        "invalid_model": ErrorMeaning(.permanent, .invalidModel),
        "not_found_error": ErrorMeaning(.permanent, .notFound),
        "not_found": ErrorMeaning(.permanent, .notFound),
        "invalid_request_error": ErrorMeaning(.permanent, .invalidRequest),
        "invalid_request": ErrorMeaning(.permanent, .invalidRequest),
        "invalid_argument": ErrorMeaning(.permanent, .invalidRequest),
        "failed_precondition": ErrorMeaning(.permanent, .invalidRequest),
        "request_too_large": ErrorMeaning(.permanent, .invalidRequest),
        "context_length_exceeded": ErrorMeaning(.permanent, .invalidRequest),
    ]
}
