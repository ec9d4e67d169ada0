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

    /// All lines there are to say about a run.
    static func rows(of run: RunPicture) -> [MetricsRow] {
        let agents = run.metrics.agents.keys.sorted { ($0 ?? "") < ($1 ?? "") }
        let timed = run.metrics.health.keys.sorted { ($0 ?? "") < ($1 ?? "") }
        let endings = TaskEnding.allCases.filter { run.metrics.count($0) > 0 }
        let troubles = ErrorCategory.allCases.filter { run.troubles[$0] != nil }
        return [.heading(.agents)] + agents.map { .agent($0) } + [.total, .blank, .heading(.times)]
            + timed.map { .times($0) } + [.blank, .heading(.endings)] + endings.map { .ending($0) }
            + [.blank, .heading(.troubles)] + troubles.map { .trouble($0) }
    }
}

/// What lines of the metrics are about.
enum MetricsBlock { case agents, times, endings, troubles }
