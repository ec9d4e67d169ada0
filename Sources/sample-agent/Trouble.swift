/// The ways to fail, in the words of the agent CLIs that fail so.
enum Trouble: String, CaseIterable {
    case rateLimit = "rate-limit"
    case authentication = "auth"
    case timeout
    case connection
    case quota
    case model

    /// What an agent says of it that reports as data.
    var sentence: String {
        switch self {
        case .rateLimit: "API Error: Request rejected (429): this request would exceed the rate limit"
        case .authentication: "Invalid API key · Please run /login"
        case .timeout: "API Error: Request timed out."
        case .connection: "API Error: Unable to connect to API (ECONNRESET)"
        case .quota: "Quota exceeded for requests per day."
        case .model: "The model does not exist or you do not have access to it."
        }
    }

    /// The HTTP status behind it; `nil` where there was no answer.
    var status: Int? {
        switch self {
        case .rateLimit: 429
        case .authentication: 401
        case .quota: 402
        case .model: 404
        case .timeout, .connection: nil
        }
    }

    func message(model: String?) -> String {
        switch self {
        case .rateLimit:
            """
            API Error: 429 {"type":"error","error":{"type":"rate_limit_error","message":"This request would exceed the \
            rate limit for your organization. Please try again later."}}
            """
        case .authentication:
            """
            API Error: 401 {"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}} \
            · Please run /login
            """
        case .timeout: "API Error: Request timed out."
        case .connection: "API Error: Unable to connect to API (ECONNRESET)"
        case .quota: "ERROR: Quota exceeded for requests per day."
        case .model:
            """
            ERROR: unexpected status 404 Not Found: {"error":{"message":"The model `\(model ?? "sample-9")` does not \
            exist or you do not have access to it.","type":"invalid_request_error","code":"model_not_found"}}
            """
        }
    }
}
