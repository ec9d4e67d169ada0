import SpawnCore

/// The attempts of a task, a line each: what is over, then what runs.
struct AttemptLines {
    private let model: DashboardModel
    private let row: TaskRow

    init(_ model: DashboardModel, _ row: TaskRow) {
        self.model = model
        self.row = row
    }

    var all: [[(String, Style)]] {
        row.attempts.map(line) + (row.state.group == .running ? row.attempt.map { [runningLine($0)] } ?? [] : [])
    }

    private func line(_ record: AttemptRecord) -> [(String, Style)] {
        head(record.number, record.agent, record.duration) + outcome(record)
    }

    private func head(_ number: Int, _ agent: String?, _ duration: Duration) -> [(String, Style)] {
        [
            (Wording.padded("#\(number)", to: 3) + " ", Style(.dim)), ((agent ?? "llm") + " ", Style(.text)),
            (Wording.elapsed(duration) + "  ", Style(.dim)),
        ]
    }

    private func outcome(_ record: AttemptRecord) -> [(String, Style)] {
        let glyphs = model.glyphs
        switch record.outcome {
        case .success: return [(glyphs.sign(of: .done) + " succeeded", Style(.success))]
        case .failure(let failure): return failed(failure, record, .failed)
        case .rateLimited(let failure, _): return failed(failure, record, .limited)
        case .cancelled(let cause):
            return [(glyphs.sign(of: .cancelled) + " cancelled (\(cause.rawValue))", Style(.dim))]
        case .rejected(let cause):
            return [(glyphs.sign(of: .rejected) + " not started (\(cause.rawValue))", Style(.dim))]
        }
    }

    private func failed(_ failure: Failure, _ record: AttemptRecord, _ state: TaskState) -> [(String, Style)] {
        let glyphs = model.glyphs
        let end =
            switch record.exit {
            case .exited(let code): " (exit \(code))"
            case .signalled(let signal): " (signal \(signal))"
            case nil: ""
            }
        return [
            (glyphs.sign(of: state) + " " + RowWording.classified(failure, glyphs), Style(state.role)),
            (": " + failure.message + end, Style(.text)),
        ]
    }

    private func runningLine(_ start: AttemptStart) -> [(String, Style)] {
        let state = row.state
        var words = model.glyphs.sign(of: state) + " " + state.word
        if start.isFallback { words += ", in place of \(row.description.agent ?? "the agent")" }
        if start.isProbe { words += ", probing for the breaker" }
        return head(start.number, start.agent, model.now - row.attemptStartedAt) + [(words, Style(state.role))]
    }
}
