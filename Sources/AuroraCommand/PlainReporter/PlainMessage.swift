import SpawnCore

/// A line before it has its time and its colour.
struct PlainMessage {
    /// How much it matters.
    enum Level: Int, Comparable {
        case detail, normal, important

        static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
    }

    /// What it is coloured for.
    enum Colour: String {
        case plain = ""
        case success = "32"
        case warning = "33"
        case failure = "31"

        func wrap(_ text: String) -> String { self == .plain ? text : "\u{1B}[\(rawValue)m\(text)\u{1B}[0m" }
    }

    var text: String
    var level: Level
    var colour: Colour

    init(_ text: String, _ level: Level = .normal, _ colour: Colour = .plain) {
        self.text = text
        self.level = level
        self.colour = colour
    }

    /// The same, said of somebody.
    func about(_ name: String) -> PlainMessage { PlainMessage("\(name): \(text)", level, colour) }

    /// An attempt that went wrong, or left something running; nothing for one that did not, whose task's end follows.
    init?(_ record: AttemptRecord) {
        let attempt = "\(record.isFallback ? "fallback, " : "")attempt \(record.number)"
        let time = "after \(record.duration.brief)"
        switch record.outcome {
        case .success:
            let leaks = LeakedProcess.words(record.leaks.first, of: record.leaks.count)
            let notes = [record.warning, leaks.map { "left running: \($0.cleaned)" }].compactMap(\.self)
            guard !notes.isEmpty else { return nil }
            self.init("\(attempt) \(notes.joined(separator: "; "))", .normal, .warning)
        case .failure(let failure):
            self.init("\(attempt) failed \(time): \(failure.words)", .normal, .warning)
        case .rateLimited(let failure, _):
            self.init("\(attempt) rate-limited \(time): \(failure.words)", .normal, .warning)
        case .cancelled(let cause): self.init("\(attempt) cancelled \(time): \(cause.words)", .normal, .warning)
        case .rejected(let cause): self.init("\(attempt) rejected: \(cause.words)", .normal, .warning)
        }
    }

    /// A file that does not have all of an attempt's output; nothing for one that has.
    init?(_ spill: SpillFile, of record: AttemptRecord) {
        guard let reason = spill.missingReason else { return nil }
        self.init(
            "attempt \(record.number): \(spill.missingBytes) bytes of \(spill.stream.rawValue) are missing in "
                + "\(spill.path.cleaned): \(reason.cleaned)", .important, .warning)
    }

    /// The end of a task.
    ///
    /// - Parameters:
    ///   - result: How it ended.
    ///   - permissions: What its agent may do; `nil` where that is left to its tool.
    init(_ result: SpawnResult, permissions: Permission? = nil) {
        let time = "in \(result.executionTime.brief)"
        let reason = result.error.map { ": \($0.cleaned)" } ?? ""
        switch result.ending {
        case .firstTry: self.init("done \(time)", .normal, .success)
        case .recoveredByRetry:
            let retries = result.retryCount == 1 ? "1 retry" : "\(result.retryCount) retries"
            self.init("done \(time), recovered after \(retries)", .normal, .success)
        case .recoveredByFallback:
            let agent = result.originalAgent.map { " in place of \($0.cleaned)" } ?? ""
            self.init("done \(time), by the plain LLM\(agent)", .normal, .success)
        case .failed: self.init("failed \(time)\(reason)", .important, .failure)
        case .rejected: self.init("rejected\(reason)", .important, .failure)
        case .blocked: self.init("blocked\(reason)", .important, .failure)
        case .rateLimited:
            let until = result.resetAt.map { " until \(UTCTime.text($0))" } ?? ""
            self.init("rate-limited\(until)\(reason)", .important, .failure)
        case .cancelled: self.init("cancelled\(reason)", .important, .warning)
        case .skipped: self.init("already done", .detail)
        case .carriedOver: self.init("carried over from \(result.carriedFrom ?? "an earlier run")", .detail)
        }
        if let denied = Self.denied(result, permissions) {
            text += (result.success ? ", but " : "; ") + denied
            level = .important
            if result.success { colour = .warning }
        }
    }

    /// What the agent was not allowed to do, and what would allow it.
    private static func denied(_ result: SpawnResult, _ permissions: Permission?) -> String? {
        guard let first = result.denied.first else { return nil }
        let calls = result.deniedCount == 1 ? "a call was" : "\(result.deniedCount) calls were"
        let remedy =
            switch permissions {
            case nil, .askNothing: "--permissions edit or full allows more"
            case .edit: "--permissions full allows more"
            case .full: "its permissions are full already, so settings of the tool's own forbid it"
            }
        return "\(calls) not allowed (\(first.words.cleaned)); \(remedy)"
    }

    /// The last line of a run.
    ///
    /// - Parameters:
    ///   - metrics: Its figures.
    ///   - moment: When it ended.
    ///   - denied: How many tasks were not allowed all they wanted to do.
    init(_ metrics: RecoveryMetrics, after moment: Moment, denied: Int = 0) {
        // A rate of nothing is not told.
        let rates = metrics.rates
        let success = rates.success.map { " (\($0.fixed(1)) %)" } ?? ""
        var parts = ["\(metrics.succeeded) of \(metrics.finished) tasks succeeded\(success)"]
        for (ending, word) in [
            (TaskEnding.failed, "failed"), (.rejected, "rejected"), (.blocked, "blocked"),
            (.rateLimited, "rate-limited"), (.cancelled, "cancelled"), (.skipped, "already done"),
            (.carriedOver, "carried over"),
        ] where metrics.count(ending) > 0 {
            parts.append("\(metrics.count(ending)) \(word)")
        }
        if denied > 0 { parts.append("\(denied) not allowed all \(denied == 1 ? "it" : "they") wanted") }
        if let rate = rates.recovery {
            parts.append("\(metrics.recovered) recovered (\(rate.fixed(1)) % of those that needed it)")
        }
        if let cost = metrics.total.cost.amount {
            parts.append("$\(cost.value.fixed(4))")
        } else if metrics.total.usage.total > 0 {
            parts.append("cost unknown")
        }
        if metrics.total.usage.total > 0 { parts.append("\(metrics.total.usage.total) tokens") }
        self.init(
            parts.joined(separator: ", ") + " in \((moment - .start).brief)", .important,
            metrics.succeeded == metrics.finished ? .success : .failure)
    }
}
