import SpawnCore

/// A line of the metrics.
enum MetricsRow {
    case blank
    case heading(MetricsBlock)
    /// `nil` is the plain LLM.
    case agent(String?)
    case total
    case ending(TaskEnding)
    case trouble(ErrorCategory)
    case times(String?)
    /// What the attempts of an agent cost; `nil` is the plain LLM.
    case spent(String?)
    case spentInAll
    /// What those cost that a model answered; `nil` where that is not known.
    case model(String?)

    /// All lines there are to say about a run.
    static func rows(of run: RunPicture) -> [MetricsRow] {
        let agents = run.metrics.agents.keys.sorted { ($0 ?? "") < ($1 ?? "") }
        let timed = run.metrics.health.keys.sorted { ($0 ?? "") < ($1 ?? "") }
        let endings = TaskEnding.allCases.filter { run.metrics.count($0) > 0 }
        let troubles = ErrorCategory.allCases.filter { run.troubles[$0] != nil }
        let models = run.metrics.models.keys.sorted { ($0 ?? "~") < ($1 ?? "~") }
        // Agents that tell nothing of it have no lines.
        let spenders = timed.filter { run.metrics.health[$0]?.expenses.isKnown == true }
        let spent: [MetricsRow] =
            spenders.isEmpty
            ? []
            : [.heading(.spending)] + spenders.map { .spent($0) } + [.spentInAll, .blank, .heading(.models)]
                + models.map { .model($0) } + [.blank]
        return [.heading(.agents)] + agents.map { .agent($0) } + [.total, .blank] + spent + [.heading(.times)]
            + timed.map { .times($0) } + [.blank, .heading(.endings)] + endings.map { .ending($0) }
            + [.blank, .heading(.troubles)] + troubles.map { .trouble($0) }
    }
}

/// What lines of the metrics are about.
enum MetricsBlock { case agents, spending, models, times, endings, troubles }

extension Expenses {
    /// Whether anything is known but that attempts ran.
    var isKnown: Bool { usage != nil || cost != .unknown }
}
