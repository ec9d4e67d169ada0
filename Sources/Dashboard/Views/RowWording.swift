import SpawnCore

/// What a row says about its task in words: the last thing it wrote, or why it is not running.
struct RowWording {
    /// The time every child has between TERM and KILL.
    private static let killGrace = ProcessSpec(executable: "").killGrace

    private let model: DashboardModel
    private let row: TaskRow

    init(_ model: DashboardModel, _ row: TaskRow) {
        self.model = model
        self.row = row
    }

    var last: (String, Role) {
        switch row.state {
        case .waiting: (waiting, .dim)
        case .backoff, .cooldown: (row.progress.waits.map(reason) ?? "", .text)
        case .running: marked(running)
        case .stopping: (stopping, .text)
        case .done: marked((row.line, .dim))
        case .recovered: marked((recovery, .dim))
        case .failed: marked((failure, .text))
        case .limited: (limit, .text)
        case .blocked, .rejected, .cancelled: (row.result?.error ?? "", .dim)
        case .skipped: (done(before: row.result), .dim)
        }
    }

    private func done(before result: SpawnResult?) -> String {
        guard result?.carriedFrom != nil else { return "already done in the task file" }
        return "done in an earlier run" + (row.line.isEmpty ? "" : model.glyphs.separator + row.line)
    }

    private var running: (String, Role) {
        let report = row.progress.report
        if report?.question != nil { return (row.line, .warning) }
        var line = row.line.isEmpty ? "nothing written yet" : row.line
        if let progress = report?.progress {
            line = "\(progress.done)/\(progress.total)" + model.glyphs.separator + line
        }
        if let children = report?.children, children > 0 {
            line += model.glyphs.separator + Wording.count(children, "helper")
        }
        guard row.isFallback else { return (line, row.line.isEmpty ? .dim : .text) }
        return ("llm in its place" + model.glyphs.separator + line, .text)
    }

    /// What was not allowed all it wanted to do needs somebody to look, however it ends.
    private func marked(_ words: (String, Role)) -> (String, Role) {
        guard row.deniedCount > 0 else { return words }
        return ("\(Wording.count(row.deniedCount, "call")) not allowed" + model.glyphs.separator + words.0, .warning)
    }

    // MARK: - Why it is not running

    /// What a waiting task waits for. The tasks it needs are looked up, for they go on while it waits.
    private var waiting: String {
        if let needs { return needs }
        if model.run.isPaused, model.run.budget.isSpent {
            return "the budget is spent" + (model.options.isReadOnly ? "" : "; p allows as much again")
        }
        if model.run.isPaused { return "starting is paused" + (model.options.isReadOnly ? "" : "; p goes on") }
        if let waits = row.progress.waits, waits != .slot { return reason(waits) }
        let running = model.run.tasks.count(StateGroup.running)
        guard running < model.run.slots else { return "waits for one of \(Wording.count(model.run.slots, "slot"))" }
        if model.run.isShortOfMemory { return "waits for memory" }
        // While a tool is held, those who would fill the free slots say so, and those behind them wait for these.
        return model.run.cooldowns.isEmpty ? "starts next" : "waits for its turn"
    }

    private var needs: String? {
        let open = row.description.dependsOn.compactMap { model.run.tasks.place(of: $0) }
            .filter { ![.done, .recovered, .skipped].contains(model.run.tasks[$0].state) }
        guard let first = open.first else { return nil }
        let it = model.run.tasks[first]
        let state = it.state == .waiting ? "" : ", which is \(it.state.word)"
        let rest = Wording.list(open.dropFirst().map(model.run.tasks.id), most: 3)
        return "needs \(it.description.id)" + state + (rest.isEmpty ? "" : "; and \(rest)")
    }

    private func reason(_ reason: WaitReason) -> String {
        switch reason {
        case .slot: "waits for a slot"
        case .dependencies(let count, let first): "needs \(first)" + (count > 1 ? " and \(count - 1) more" : "")
        case .backoff(let until, let retry, let limit, let failure):
            "retry \(retry) of \(limit) in \(left(until)): \(ErrorWords.plain(failure.message)) (\(failure.category.rawValue))"
        case .cooldown(let tool, let until): "\(tool) refuses everyone for \(left(until))"
        case .held(let tool, let until, let trouble):
            trouble.words(of: tool) + (until.map { "; tried again in \(left($0))" } ?? "")
        case .stagger(let until): "starts are spread out: \(left(until))"
        case .memory(let available, let needed):
            "waits for memory: \(MemorySize.words(available)) available, \(MemorySize.words(needed)) needed"
        case .exhausted(let until, let retry, let message): "start retry \(retry) in \(left(until)): \(message)"
        case .fallback(let reason): "the plain LLM is next: \(reason)"
        case .paused: "starting is paused"
        }
    }

    private func left(_ until: Moment) -> String { Wording.left(until - model.now) }

    // MARK: - How it ends

    private var stopping: String {
        let reason = row.progress.termination.map(Self.words) ?? "asked to end"
        let kill = row.changedAt + Self.killGrace - model.now
        return (kill > .zero ? "TERM sent, KILL in \(Wording.left(kill))" : "TERM and KILL sent") + ": " + reason
    }

    private var recovery: String {
        let how =
            row.result?.ending == .recoveredByFallback
            ? "fallback to llm" : "after \(Wording.count(row.result?.retryCount ?? 0, "retry", "retries"))"
        return row.line.isEmpty ? how : how + model.glyphs.separator + row.line
    }

    private var failure: String {
        guard let failure = row.failure else { return row.result?.error ?? "" }
        return failure.category.rawValue + ": " + ErrorWords.plain(failure.message)
            + (failure.rule.map { model.glyphs.separator + $0 } ?? "")
    }

    private var limit: String {
        guard let resetAt = row.result?.resetAt else { return row.result?.error ?? "" }
        return "serves again in \(Wording.left(Duration(inSeconds: resetAt - model.wall)))"
    }

    /// The category, and the rule that decided it.
    static func classified(_ failure: Failure, _ glyphs: Glyphs) -> String {
        failure.category.rawValue + (failure.rule.map { glyphs.separator + $0 } ?? "")
    }

    private static func words(_ reason: TerminationReason) -> String {
        switch reason {
        case .timeout: "its time is up"
        case .noActivity: "silent for too long"
        case .errorPattern: "an error on its stderr"
        case .result: "its result is out"
        case .maxOutput: "more output than max_output"
        case .overBudget: "the budget of its task is spent"
        case .user: "cancelled"
        case .shutdown: "the run is stopped"
        case .deadline: "the deadline of the run"
        }
    }
}
