import SpawnCore

/// What a question says, as the run stands now.
struct DialogText {
    let title: String
    let lines: [String]

    init(_ subject: Dialog.Subject, _ model: DashboardModel) {
        switch subject {
        case .cancel(let tasks):
            title = "Cancel \(Wording.count(tasks.count, "task"))?"
            lines = Self.lines(tasks, model)
        case .retry(let tasks):
            title = "Run \(Wording.count(tasks.count, "task")) again?"
            lines = Self.lines(tasks, model)
        case .retryWithFallback(let tasks):
            title = "Let the plain LLM run \(Wording.count(tasks.count, "task"))?"
            lines = Self.lines(tasks, model)
        case .breaker(let agent, let action):
            (title, lines) = Self.operation(agent, action)
        case .budget:
            title = "The budget is spent"
            lines = Self.budget(model.run)
        case .quit, .stopping:
            let running = model.run.tasks.count(StateGroup.running)
            let waiting = model.run.tasks.count - model.run.tasks.over - running
            let isStopping = subject == .stopping
            title =
                running > 0
                ? "\(Wording.count(running, "task")) \(isStopping ? "being ended" : "still running")"
                : "\(Wording.count(waiting, "task")) still waiting"
            lines = Self.blockers(model) + (waiting > 0 && running > 0 ? ["and \(waiting) waiting"] : [])
        }
    }

    private static func budget(_ run: RunPicture) -> [String] {
        let money = run.budget.dollars.map { "\(Wording.money(run.budget.spent)) of \(Wording.money($0))" }
        let tokens = run.budget.tokens.map { "\(Wording.tokens(run.budget.used)) of \(Wording.tokens($0)) tokens" }
        let running = run.tasks.count(StateGroup.running)
        let waiting = run.tasks.count - run.tasks.over - running
        return [
            [money, tokens].compactMap(\.self).joined(separator: ", "),
            "\(running) running, \(waiting) waiting: nothing new starts until you say so",
        ]
    }

    /// The most tasks named.
    private static let most = 6

    private static func lines(_ tasks: [Int], _ model: DashboardModel) -> [String] {
        let all = model.run.tasks
        if tasks.count == 1, let row = tasks.first.map({ all[$0] }) {
            let words =
                row.attempt.map { "attempt \($0.number), pid \($0.pid), of \($0.agent ?? "llm")" } ?? row.state.word
            return ["\(row.description.id)  \(row.title)", words]
        }
        let running = tasks.count { all[$0].state.group == .running }
        let counts = running > 0 ? ["\(running) of them running"] : []
        return counts + [Wording.list(tasks.prefix(most).map(all.id), most: most) + more(tasks.count)]
    }

    /// Who is still at work, and how far the ladder is that ends it.
    private static func blockers(_ model: DashboardModel) -> [String] {
        let running = model.run.tasks.running
        let rows = running.prefix(most).map { model.run.tasks[$0] }
        let pids = rows.map { $0.attempt.map { "\($0.pid)" } ?? "" }
        let width = min(14, rows.map { ScalarWidth.columns(of: $0.description.id) }.max() ?? 0)
        let digits = pids.map(\.utf8.count).max() ?? 0
        return zip(rows, pids).map { row, pid in
            row.description.id.fittedID(to: width) + "  pid " + pid.aligned(to: digits) + "  "
                + (row.state == .stopping ? RowWording(model, row).last.0 : row.title)
        } + (running.count > most ? ["and \(running.count - most) more"] : [])
    }

    private static func more(_ count: Int) -> String { count > most ? " and \(count - most) more" : "" }

    private static func operation(_ agent: String, _ action: BreakerAction) -> (String, [String]) {
        switch action {
        case .probe: ("Probe \(agent) now?", ["One attempt is let through; whether it succeeds decides."])
        case .reset: ("Reset the breaker of \(agent)?", ["It closes and forgets its failures."])
        case .forceOpen:
            ("Force the breaker of \(agent) open?", ["Its tasks fall back or fail until it is reset."])
        case .disable: ("Disable the breaker of \(agent)?", ["Everything passes, and no failure is counted."])
        }
    }
}
