/// The built-in rules. Within one rank the earlier rule decides.
///
/// The patterns of the original tool are kept to the letter but for bare HTTP statuses: a number alone also stands in
/// file names, counts and prose, so it counts only beside a word of errors, or in a line that announces one.
package enum ErrorRules {
    package static let builtIn: [ErrorRule] =
        spentQuota + rateLimits + permanent + timeouts + resources + transient + unknown

    /// HTTP statuses: numbers that also stand in file names, counts and prose.
    private static func statuses(
        _ codes: String, _ category: ErrorCategory, _ kind: FailureKind, watched: Bool = false, quota: Bool = false
    ) -> [ErrorRule] {
        [
            ErrorRule(
                codes.contains("|") ? #"\b(\#(codes))\b"# : #"\b\#(codes)\b"#, .error(ErrorMeaning(category, kind)),
                isWatched: watched, isQuota: quota,
                isNumber: true)
        ]
    }

    private static func rules(
        _ category: ErrorCategory, _ kind: FailureKind, _ patterns: [String], watched: Bool = false, quota: Bool = false
    ) -> [ErrorRule] {
        patterns.map {
            ErrorRule($0, .error(ErrorMeaning(category, kind)), isWatched: watched, isQuota: quota)
        }
    }

    /// Money, not time, is what is missing: waiting does not help.
    private static let spentQuota =
        rules(
            .permanent, .forbidden,
            [
                #"insufficient.?quota"#, #"insufficient (credits|funds)"#, #"credit balance is too low"#,
                #"payment.?required"#,
                #"billing.?hard.?limit"#, #"out of credits"#,
            ], quota: true) + statuses("402", .permanent, .forbidden, quota: true)

    private static let rateLimits =
        rules(.resource, .rateLimit, [#"quota.?exceeded"#], watched: true)
        + rules(
            .resource, .rateLimit,
            [#"exceeded your current quota"#, #"quota (has been )?exhausted"#])
        + rules(.transient, .rateLimit, [#"rate.?limit"#], watched: true)
        + statuses("429", .transient, .rateLimit, watched: true)
        + rules(
            .transient, .rateLimit,
            [
                #"usage limit reached"#, #"hit your .{0,60}limit"#, #"reached your .{0,40}limit"#,
                #"limit reached\|\d{9,}"#, #"request was throttled"#, #"sending requests too"#, #"ThrottlingException"#,
            ])
        + rules(.resource, .rateLimit, [#"too.?many.?requests"#])

    private static let permanent =
        rules(
            .permanent, .authError,
            [#"authentication.?failed"#, #"invalid.?api.?key"#, #"unauthorized"#], watched: true)
        + rules(
            .permanent, .authError,
            [
                #"auth.{0,12}failed"#, #"incorrect.?api.?key"#, #"api.?key.{0,9}not valid"#,
                #"api.?key.{0,9}expired"#,
                #"missing.{0,12}api.?key"#, #"no.?api.?key"#, #"authentication.?error"#,
                #"invalid x-api-key"#, #"invalid authentication"#, #"invalid.?token"#, #"invalid credentials"#,
                #"token (has )?expired"#,
                #"not logged in"#, #"api.?key is not set"#, #"api.?key environment variable"#,
                #"authentication method"#,
                #"set an auth method"#, #"invalid.?grant"#, #"expired or revoked"#, #"please run /?login"#,
                #"unauthenticated"#,
            ]) + statuses("401", .permanent, .authError)
        + rules(.permanent, .forbidden, [#"forbidden"#], watched: true)
        + rules(
            .permanent, .forbidden,
            [#"permission.?denied"#, #"permission.?error"#, #"access.?denied"#, #"account has been"#])
        + statuses("403", .permanent, .forbidden)
        + rules(.permanent, .invalidModel, [#"model.?not.?available"#], watched: true)
        + rules(
            .permanent, .invalidModel,
            [
                #"model.?not.?found"#, #"invalid.?model"#, #"unknown.?model"#,
                #"model.{0,40}not found"#, #"model.{0,40}does not exist"#, #"model.{0,40}not supported"#,
                #"issue with the selected model"#,
            ])
        + rules(
            .permanent, .invalidRequest,
            [
                #"context.?length.?exceeded"#, #"maximum context length"#, #"prompt is too long"#,
                #"input (is )?too long"#, #"(request|payload|entity).?too.?large"#, #"content.?(policy|filter)"#,
                #"invalid.?request"#, #"invalid.?argument"#,
            ])
        + statuses("400|413|422", .permanent, .invalidRequest)
        + rules(.permanent, .notFound, [#"command not found"#, #"not.?found.?error"#])
        + statuses("404", .permanent, .notFound)

    private static let timeouts =
        rules(.timeout, .timeout, [#"timed?.?out"#, #"deadline.?exceeded"#, #"context.?deadline"#])
        + statuses("408", .timeout, .timeout)
        + rules(.timeout, .noActivity, [#"no.?activity"#])

    private static let resources =
        rules(
            .resource, .transientError,
            [
                #"out.?of.?memory"#, #"resource.?exhausted"#, #"cannot allocate memory"#, #"\bENOMEM\b"#,
                #"no space left on device"#, #"too many open files"#, #"memory limit"#,
            ]) + statuses("509", .resource, .transientError)

    private static let transient =
        rules(
            .transient, .transientError, [#"connection.?(refused|reset|error)"#, #"ECONNRESET"#], watched: true)
        + rules(
            .transient, .transientError,
            [
                #"temporary.?failure"#, #"retry.?later"#, #"service.?unavailable"#, #"overloaded"#, #"bad.?gateway"#,
                #"ECONNREFUSED"#, #"\bEPIPE\b"#, #"broken pipe"#, #"network"#, #"internal.?server.?error"#,
                #"fetch failed"#, #"socket hang up"#, #"ENOTFOUND"#, #"EAI_AGAIN"#,
                #"ENETUNREACH"#, #"EHOSTUNREACH"#,
                #"could not resolve host"#, #"name resolution"#, #"connection closed"#, #"connection terminated"#,
                #"stream disconnected"#, #"stream error"#, #"remote end closed"#, #"server disconnected"#,
                #"server.?error"#,
                #"ssl.?error"#, #"tls handshake"#, #"try again later"#, #"temporarily unavailable"#,
            ])
        + statuses("500|502|503|504|52[0-4]|529", .transient, .transientError)

    /// Says that something went wrong, not what.
    private static let unknown = rules(.unknown, .errorPattern, [#"API.?error"#], watched: true)
}
