import SpawnCore

extension String {
    /// Fit for a terminal: no escape sequence, no control character, one line.
    var cleaned: String { TerminalText.cleaned(utf8) }
}

extension Failure {
    var words: String { "\(message.cleaned) (\(category.rawValue), \(kind.rawValue))" }
}

extension WaitReason {
    /// The words for it, with the time left.
    func words(at now: Moment) -> String {
        switch self {
        case .slot: "waits for a slot"
        case .dependencies(1, let first): "waits for \(first.cleaned)"
        case .dependencies(let count, let first): "waits for \(first.cleaned) and \(count - 1) more"
        case .backoff(let until, let retry, let limit, _): "retry \(retry) of \(limit) in \((until - now).brief)"
        case .cooldown(let tool, let until): "waits \((until - now).brief): \(tool.cleaned) refuses everyone"
        case .held(let tool, let until, let trouble):
            "waits\(until.map { " \(($0 - now).brief)" } ?? ""): \(trouble.words(of: tool).cleaned)"
        case .stagger(let until): "waits \((until - now).brief): starts are spread out"
        case .memory(let available, let needed):
            "waits for memory: \(MemorySize.words(available)) available, \(MemorySize.words(needed)) needed"
        case .exhausted(let until, let retry, let message):
            "start retry \(retry) in \((until - now).brief): \(message.cleaned)"
        case .fallback(let cause): "falls back to the plain LLM: \(cause.cleaned)"
        case .paused: "waits: starting is paused"
        }
    }
}

extension TerminationReason {
    var words: String {
        switch self {
        case .timeout: "time limit"
        case .noActivity: "no activity"
        case .errorPattern: "an error on stderr"
        case .result: "its result is out"
        case .maxOutput: "more output than max_output"
        case .overBudget: "the budget of its task is spent"
        case .user: "cancelled"
        case .shutdown: "the run stops"
        case .deadline: "deadline of the run"
        }
    }
}

extension CancelCause {
    var words: String {
        switch self {
        case .user: "by request"
        case .shutdown: "the run stops"
        case .deadline: "deadline of the run"
        }
    }
}

extension RejectCause {
    var words: String {
        switch self {
        case .breaker: "its agent's breaker is open"
        case .cooldown: "its tool is cooling down"
        case .dependency: "a task it depends on did not succeed"
        case .budget: "the retry budget is spent"
        case .tool: "its tool fails whoever asks"
        case .overBudget: "the budget of the run is spent"
        }
    }
}

extension StopCause {
    var words: String {
        switch self {
        case .user: "by request"
        case .signal(let signal): "signal \(signal)"
        case .deadline: "deadline of the run"
        }
    }
}

extension BreakerCause {
    var words: String {
        switch self {
        case .threshold: "too many failures"
        case .fastFail: "two failures in a row that will not heal"
        case .openTimeOver: "open for long enough"
        case .probeSucceeded: "a probe succeeded"
        case .probeFailed: "a probe failed"
        case .leaseExpired: "a probe never reported"
        case .operator(.reset): "reset by hand"
        case .operator(.probe): "probe asked for"
        case .operator(.forceOpen): "opened by hand"
        case .operator(.disable): "disabled by hand"
        }
    }
}
