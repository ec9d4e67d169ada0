extension JSONWriter {
    /// The fields of an attempt.
    mutating func fields(of attempt: AttemptRecord) {
        field("number", attempt.number)
        field("agent", attempt.agent)
        field("tool", attempt.tool)
        field("fallback", attempt.isFallback)
        field("start", attempt.startedAt.seconds)
        field("duration", attempt.duration)
        switch attempt.exit {
        case .exited(let code):
            field("exit_code", code)
            field("signal", String?.none)
        case .signalled(let signal):
            field("exit_code", String?.none)
            field("signal", signal)
        case nil:
            field("exit_code", String?.none)
            field("signal", String?.none)
        }
        field("outcome", attempt.outcome.name)
        field("cause", attempt.outcome.cause)
        field("category", attempt.outcome.failure?.category.rawValue)
        field("kind", attempt.outcome.failure?.kind.rawValue)
        field("rule", attempt.outcome.failure?.rule)
        field("message", attempt.outcome.failure?.message)
        if case .rateLimited(_, let resetAt) = attempt.outcome { field("reset_at", resetAt) }
        field("termination_reason", attempt.termination?.rawValue)
    }
}

extension AttemptOutcome {
    /// Its name in files.
    package var name: String {
        switch self {
        case .success: "success"
        case .failure: "failure"
        case .rateLimited: "rate_limited"
        case .cancelled: "cancelled"
        case .rejected: "rejected"
        }
    }

    /// Who or what ended it or kept it from starting.
    package var cause: String? {
        switch self {
        case .cancelled(let cause): cause.rawValue
        case .rejected(let cause): cause.rawValue
        case .success, .failure, .rateLimited: nil
        }
    }
}
