import SpawnCore

/// The attempts of a task, a line each: what is over, then what runs.
struct AttemptLines {
    private let model: DashboardModel
    private let row: TaskRow
    private let numberWidth: Int
    private let agentWidth: Int

    init(_ model: DashboardModel, _ row: TaskRow) {
        self.model = model
        self.row = row
        numberWidth = 1 + "\(row.attempt?.number ?? row.attempts.last?.number ?? 1)".utf8.count
        let agents = row.attempts.map(\.agent) + [row.attempt?.agent]
        agentWidth = min(16, agents.map { ScalarWidth.columns(of: $0 ?? "llm") }.max() ?? 3)
    }

    var all: [Pieces] {
        row.attempts.flatMap { [line($0)] + Self.notes($0) }
            + (row.attempt.map { [runningLine($0)] + Self.notes(row.progress.report, of: $0) } ?? [])
    }

    /// How many lines there are.
    static func count(_ row: TaskRow) -> Int {
        let running = row.attempt.map { 1 + notes(row.progress.report, of: $0).count } ?? 0
        return row.attempts.reduce(running) { $0 + 1 + notes($1).count }
    }

    private func line(_ record: AttemptRecord) -> Pieces {
        head(record.number, record.agent, Wording.length(record.duration)) + outcome(record)
    }

    /// What is to be said of an attempt beside how it ended.
    private static func notes(_ record: AttemptRecord) -> [Pieces] {
        record.spills.compactMap(missing) + [warning(record), leaks(record)].compactMap(\.self)
            + (record.account.map(notes) ?? []) + [memory(record)].compactMap(\.self)
    }

    private static func notes(_ report: AgentReport?, of start: AttemptStart) -> [Pieces] {
        report.map { notes(AgentAccount($0, continues: start.continues)) } ?? []
    }

    /// What its agent told of it as data: the conversation, what it used, and what it was not allowed to do.
    private static func notes(_ account: AgentAccount) -> [Pieces] {
        var facts: [String] = []
        if let usage = account.usage {
            facts.append(
                "\(Wording.tokens(usage.total)) tokens (\(Wording.tokens(usage.input + usage.cacheWrite)) read, "
                    + "\(Wording.tokens(usage.cachedInput)) cached, \(Wording.tokens(usage.output)) written)")
        }
        switch account.cost {
        case .reported(let amount): facts.append(Wording.money(amount))
        case .computed(let amount): facts.append(Wording.money(amount) + " by its tokens")
        case .unknown: break
        }
        if let model = account.model { facts.append(model) }
        if let session = account.session { facts.append("session \(session)") }
        if let attempt = account.continues {
            facts.append(attempt == 0 ? "goes on from an earlier run" : "goes on from #\(attempt)")
        }
        var notes: [Pieces] = facts.isEmpty ? [] : [[("    " + facts.joined(separator: ", "), Style(.dim))]]
        if let first = account.denied.first {
            let more = account.deniedCount > 1 ? " and \(account.deniedCount - 1) more" : ""
            notes.append([
                ("    not allowed: ", Style(.warning)),
                (first.words + more, Style(.text)),
            ])
        }
        return notes
    }

    /// The memory of its largest process; nothing where that is not known.
    private static func memory(_ record: AttemptRecord) -> Pieces? {
        record.peakMemory.map { [("    its largest process held \(MemorySize.words($0)) of memory", Style(.dim))] }
    }

    /// What was wrong with a success; nothing where all was well.
    private static func warning(_ record: AttemptRecord) -> Pieces? {
        record.warning.map { [("    " + $0, Style(.warning))] }
    }

    /// What it left running; nothing for one that left nothing.
    private static func leaks(_ record: AttemptRecord) -> Pieces? {
        LeakedProcess.words(record.leaks.first, of: record.leaks.count).map {
            [("    left running: ", Style(.warning)), ($0, Style(.text))]
        }
    }

    /// What a file lacks of the output; nothing for one that has all of it.
    private static func missing(_ spill: SpillFile) -> Pieces? {
        guard let reason = spill.missingReason else { return nil }
        let words = "    \(Wording.bytes(spill.missingBytes)) of \(spill.stream.rawValue) missing: "
        return [(words, Style(.warning)), (reason, Style(.text)), (", in \(spill.path)", Style(.dim))]
    }

    private func head(_ number: Int, _ agent: String?, _ duration: String) -> Pieces {
        [
            ("#\(number)".padded(to: numberWidth) + " ", Style(.dim)),
            ((agent ?? "llm").fitted(to: agentWidth) + " ", Style(.text)),
            (duration.aligned(to: 6) + "  ", Style(.dim)),
        ]
    }

    private func outcome(_ record: AttemptRecord) -> Pieces {
        let glyphs = model.glyphs
        switch record.outcome {
        case .success: return [(glyphs.sign(of: .done) + " succeeded", Style(.success))]
        case .failure(let failure): return failed(failure, record, .failed)
        case .rateLimited(let failure, _): return failed(failure, record, .limited)
        case .cancelled(let cause):
            return [(glyphs.sign(of: .cancelled) + " cancelled " + Self.words(cause), Style(.dim))]
        case .rejected(let cause):
            return [(glyphs.sign(of: .rejected) + " not started: " + Self.words(cause), Style(.dim))]
        }
    }

    private static func words(_ cause: CancelCause) -> String {
        switch cause {
        case .user: "by user"
        case .shutdown: "as the run was stopped"
        case .deadline: "at the deadline of the run"
        }
    }

    private static func words(_ cause: RejectCause) -> String {
        switch cause {
        case .breaker: "the breaker of its agent is open"
        case .cooldown: "its tool cools down"
        case .dependency: "a task it needs did not succeed"
        case .budget: "the retry budget is spent"
        case .tool: "its tool fails whoever asks"
        case .overBudget: "the budget of the run is spent"
        }
    }

    private func failed(_ failure: Failure, _ record: AttemptRecord, _ state: TaskState) -> Pieces {
        let glyphs = model.glyphs
        let end =
            switch record.exit {
            case .exited(let code): " (exit \(code))"
            case .signalled(let signal): " (signal \(signal))"
            case nil: ""
            }
        return [
            (glyphs.sign(of: state) + " " + RowWording.classified(failure, glyphs), Style(state.role)),
            (": " + ErrorWords.plain(failure.message) + end, Style(.text)),
        ]
    }

    private func runningLine(_ start: AttemptStart) -> Pieces {
        let state = row.state
        var words = model.glyphs.sign(of: state) + " " + state.word
        if start.isFallback { words += ", in place of \(row.description.agent ?? "the agent")" }
        if start.isProbe { words += ", probing for the breaker" }
        let elapsed = Wording.elapsed(model.now - row.progress.attemptStartedAt)
        return head(start.number, start.agent, elapsed) + [(words, Style(state.role))]
    }
}
