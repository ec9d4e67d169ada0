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

    private static let types: [String: ErrorMeaning] = {
        var types: [String: ErrorMeaning] = [:]
        for (meaning, names) in table { for name in names.split(separator: " ") { types[String(name)] = meaning } }
        return types
    }()

    private static let table: [(ErrorMeaning, String)] = [
        (
            ErrorMeaning(.transient, .rateLimit),
            """
            rate_limit_error rate_limit_exceeded rate_limit rate_limited ratelimited ratelimiterror ratelimitexceeded \
            usage_limit_reached usage_limit_exceeded throttlingexception throttling throttled slow_down \
            rate_limit_reached quota_limit tokens_per_min requests_per_min
            """
        ),
        (
            ErrorMeaning(.resource, .rateLimit),
            "too_many_requests toomanyrequests toomanyrequestsexception resource_exhausted quota_exceeded servicequotaexceededexception"
        ),
        (
            ErrorMeaning(.permanent, .forbidden),
            """
            insufficient_quota insufficient_credits insufficient_balance insufficient_funds billing_error payment_required \
            billing_hard_limit_reached billing_not_active credit_balance_too_low budget_exhausted \
            account_deactivated permission_error permission_denied permissiondeniederror forbidden accessdenied \
            accessdeniedexception unsupported_country_region_territory usage_not_included content_policy_violation access_terminated_error \
            budget_exceeded
            """
        ),
        (ErrorMeaning(.permanent, .overBudget), "error_max_budget_usd"),
        (
            ErrorMeaning(.permanent, .authError),
            """
            authentication_error authentication_failed authentication authenticationerror invalid_api_key unauthenticated \
            unauthorized invalid_authentication invalid_token token_expired expired_token invalid_grant \
            refresh_token_expired refresh_token_reused refresh_token_invalidated providerautherror autherror \
            unrecognizedclientexception expiredtokenexception invalidsignatureexception
            """
        ),
        (
            ErrorMeaning(.permanent, .invalidModel),
            "model_not_found invalid_model modelnotfound modelnotfounderror model_not_supported deploymentnotfound unknown_model"
        ),
        (ErrorMeaning(.permanent, .notFound), "not_found_error not_found notfounderror resourcenotfoundexception"),
        (
            ErrorMeaning(.permanent, .invalidRequest),
            """
            invalid_request_error invalid_request invalid_argument failed_precondition request_too_large badrequesterror \
            bad_request context_length_exceeded context_window_exceeded contextwindowexceedederror contextoverflowerror \
            string_above_max_length max_output_tokens messageoutputlengtherror validationexception unsupported_parameter \
            unsupported_value invalid_value content_filter refusal error_max_turns max_turns max_session_turns blocking_limit \
            error_max_structured_output_retries prompt_too_long
            """
        ),
        (
            ErrorMeaning(.transient, .transientError),
            """
            overloaded_error overloaded api_error server_error internal_server_error internalservererror \
            internalserverexception service_unavailable serviceunavailable serviceunavailableexception unavailable internal \
            connection_error apiconnectionerror server_overloaded engine_overloaded model_overloaded modelnotreadyexception \
            modelerrorexception bad_gateway
            """
        ),
        (
            ErrorMeaning(.timeout, .timeout),
            "timeout_error timeout deadline_exceeded modeltimeoutexception apitimeouterror gateway_timeout request_timeout"
        ),
    ]
}
