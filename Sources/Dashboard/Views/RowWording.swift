import SpawnCore

/// What a row says about its task in words: the last thing it wrote, or why it is not running.
struct RowWording {
    private let model: DashboardModel
    private let row: TaskRow

    init(_ model: DashboardModel, _ row: TaskRow) {
        self.model = model
        self.row = row
    }

    var last: (String, Role) {
        switch row.state {
        case .waiting, .backoff, .cooldown: (row.waits.map(reason) ?? "", row.state == .waiting ? .dim : .text)
        case .running: row.line.isEmpty ? ("nothing written yet", .dim) : (row.line, .text)
        case .stopping: ("ending it: \(row.termination.map(Self.words) ?? "asked to")", .text)
        case .done: (row.line, .dim)
        case .recovered: (recovery, .dim)
        case .failed: (failure, .text)
        case .limited: (limit, .text)
        case .blocked, .rejected, .cancelled: (row.error ?? "", .dim)
        case .skipped: ("already done in the task file", .dim)
        }
    }

    func reason(_ reason: WaitReason) -> String {
        switch reason {
        case .slot: "waits for a slot"
        case .dependencies(let count, let first): "needs \(first)" + (count > 1 ? " and \(count - 1) more" : "")
        case .backoff(let until, let retry, let limit, let failure):
            "retry \(retry) of \(limit) in \(left(until)): \(failure.message) (\(failure.category.rawValue))"
        case .cooldown(let tool, let until): "\(tool) refuses everyone for \(left(until))"
        case .stagger(let until): "starts are spread out: \(left(until))"
        case .exhausted(let until, let message): "tries again in \(left(until)): \(message)"
        case .fallback(let reason): "the plain LLM is next: \(reason)"
        case .paused: "starting is paused"
        }
    }

    private func left(_ until: Moment) -> String { Wording.left(until - model.now) }

    private var recovery: String {
        let how =
            row.ending == .recoveredByFallback
            ? "fallback to llm" : "after \(Wording.count(max(0, row.attempts.count - 1), "retry", "retries"))"
        return row.line.isEmpty ? how : how + model.glyphs.separator + row.line
    }

    private var failure: String {
        guard let failure = row.failure else { return row.error ?? "" }
        return Self.classified(failure, model.glyphs) + ": " + failure.message
    }

    private var limit: String {
        guard let resetAt = row.resetAt else { return row.error ?? "" }
        return "serves again in \(Wording.left(Duration(inSeconds: resetAt - model.wall)))"
    }

    /// The category, and the rule that decided it.
    static func classified(_ failure: Failure, _ glyphs: Glyphs) -> String {
        failure.category.rawValue + (failure.rule.map { glyphs.separator + $0 } ?? "")
    }

    static func words(_ reason: TerminationReason) -> String {
        switch reason {
        case .timeout: "its time is up"
        case .noActivity: "it was silent for too long"
        case .errorPattern: "an error on its stderr"
        case .user: "cancelled"
        case .shutdown: "the run is stopped"
        case .deadline: "the deadline of the run"
        }
    }
}
