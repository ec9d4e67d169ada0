import SpawnCore

/// The line above a task: its name, and what is known about it now.
enum TaskTitle {
    static func pieces(_ model: DashboardModel, _ row: TaskRow) -> [(String, Role)] {
        let glyphs = model.glyphs
        var pieces: [(String, Role)] = [
            (row.description.id, .title), (row.description.agent ?? "llm", .text),
            (glyphs.sign(of: row.state) + " " + row.state.word, row.state.role),
        ]
        if let attempt = row.attempt {
            if row.isFallback {
                pieces.append(("llm in its place", .warning))
            } else {
                pieces.append(("try \(attempt.tryNumber) of \(attempt.tryLimit)", .dim))
            }
            pieces.append(("timeout in \(Wording.left(attempt.deadline - model.now))", .dim))
            pieces.append(("pid \(attempt.pid)", .dim))
        } else if let elapsed = row.elapsed(at: model.now) {
            pieces.append((Wording.length(elapsed), .dim))
        }
        return pieces
    }
}
