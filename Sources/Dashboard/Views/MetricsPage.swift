import SpawnCore

/// How the run has fared, agent by agent: rates with bars, times with percentiles, failures over time.
struct MetricsPage {
    private let model: DashboardModel
    private let run: RunPicture
    private let glyphs: Glyphs
    /// In seconds, the longest of the times that are drawn, which all are drawn to the scale of.
    private let longest: Double

    init(_ model: DashboardModel) {
        self.model = model
        run = model.run
        glyphs = model.glyphs
        longest = run.metrics.health.values.compactMap { Self.latency($0).percentile(99)?.inSeconds }.max() ?? 0
    }

    func draw(into grid: inout CellGrid, in area: Rect) {
        let total = run.metrics.total
        let sum = "\(total.succeeded) of \(Wording.count(total.finished, "task")) succeeded"
        let rows = MetricsRow.rows(of: run)
        let shown = model.metricsList.rows(count: rows.count, visible: model.layout.listRows)
        grid.putRule(
            [("metrics", .title), (sum, .dim)], right: Wording.shown(shown, of: rows.count, glyphs), in: area, row: 0,
            glyphs)
        for (line, row) in rows[shown].enumerated() {
            grid.put(pieces(row, area.columns - 4), in: area.inset(left: 2, right: 1), row: 2 + line)
        }
    }

    private func pieces(_ row: MetricsRow, _ width: Int) -> Pieces {
        switch row {
        case .blank: []
        case .heading(let block): heading(block, width)
        case .agent(let agent):
            figures(agent ?? "llm", run.metrics.agents[agent] ?? RecoveryFigures(), run.agentEndings[agent], width)
        case .total: figures("all", run.metrics.total, run.endings, width, .title)
        case .times(let agent): times(agent, width)
        case .spent(let agent): spent(agent ?? "llm", run.metrics.health[agent]?.expenses ?? Expenses(), width)
        case .model(let model): spent(model ?? glyphs.none, run.metrics.models[model] ?? Expenses(), width)
        case .spentInAll: spent("all", run.metrics.total.expenses, width, .title)
        case .ending(let ending):
            counted(words(ending), run.metrics.count(ending), of: run.tasks.count, role(ending), nil, width)
        case .trouble(let category):
            counted(
                category.rawValue, run.troubles[category]?.total ?? 0,
                of: run.troubles.values.reduce(0) { $0 + $1.total }, .warning, run.troubles[category], width)
        }
    }

    private func columns(_ block: MetricsBlock, _ width: Int) -> MetricsColumns {
        let longest = [.spending, .models].contains(block) ? longestSpender : run.tasks.longestAgent
        let most = longest == run.tasks.longestAgent || width < 90 ? 18 : 28
        return MetricsColumns(
            block, run.metrics.total.expenses, nameWidth: max(12, min(most, longest)), width: width)
    }

    /// Agents and models have columns of the same width.
    private var longestSpender: Int {
        let models = run.metrics.models.keys.map { ScalarWidth.columns(of: $0 ?? "") }
        return max(run.tasks.longestAgent, models.max() ?? 0)
    }

    private func heading(_ block: MetricsBlock, _ width: Int) -> Pieces {
        let columns = columns(block, width)
        return switch block {
        case .agents: columns.heading("AGENTS", bar: "DONE, FAILED, NOT RUN", chart: "ENDED OVER TIME")
        case .spending: columns.heading("SPENT", bar: isPriced ? "PART OF THE COST" : "PART OF THE TOKENS")
        case .models: columns.heading("BY MODEL", bar: isPriced ? "PART OF THE COST" : "PART OF THE TOKENS")
        case .times: columns.heading("ATTEMPTS", bar: "p50 TO p99")
        case .endings: columns.heading("ENDINGS")
        case .troubles: columns.heading("FAILURES")
        }
    }

    private func figures(
        _ name: String, _ figures: RecoveryFigures, _ series: EventSeries?, _ width: Int, _ role: Role = .text
    ) -> Pieces {
        let columns = columns(.agents, width)
        let pieces = columns.row(
            name, role,
            [
                ("\(figures.finished)", .text), (Wording.percent(figures.rates.success, glyphs), .text),
                ("\(figures.recovered)", figures.recovered > 0 ? .text : .dim),
                (Wording.percent(figures.rates.agentsAlone, glyphs), .dim),
            ])
        let failed = figures.count(.failed)
        let parts: [(Int, String, Role)] = [
            (figures.succeeded, glyphs.barDone, .success), (failed, glyphs.barFailed, .danger),
            (figures.finished - figures.succeeded - failed, glyphs.barStopped, .warning),
        ]
        return pieces + bar(parts, of: figures.finished, columns) + chart(series, columns)
    }

    private func times(_ agent: String?, _ width: Int) -> Pieces {
        guard let health = run.metrics.health[agent] else { return [] }
        let latency = Self.latency(health)
        func time(_ percent: Double) -> Duration? { latency.percentile(percent) }
        func words(_ percent: Double) -> (String, Role) { (time(percent).map(Wording.length) ?? glyphs.none, .text) }
        let columns = columns(.times, width)
        let pieces = columns.row(
            agent ?? "llm", .text,
            [
                ("\(health.attempts)", .text), ("\(health.failures)", health.failures > 0 ? .danger : .dim), words(50),
                words(90), words(99),
            ])
        guard let bar = columns.bar, longest > 0, let middle = time(50), let last = time(99) else { return pieces }
        func column(_ time: Duration) -> Int { Int(time.inSeconds / longest * Double(bar - 1)) }
        return pieces + [
            ("  " + String(repeating: " ", count: column(middle)), Style(.text)),
            (String(repeating: glyphs.span, count: column(last) - column(middle) + 1), Style(.active)),
        ]
    }

    private var isPriced: Bool { run.metrics.total.cost != .unknown }

    /// What is not known is none, and never 0.
    private func spent(_ name: String, _ expenses: Expenses, _ width: Int, _ role: Role = .text) -> Pieces {
        let (all, columns) = (run.metrics.total.expenses, columns(.spending, width))
        func tokens(_ of: KeyPath<TokenUsage, Int>) -> (String, Role) {
            (expenses.usage.map { Wording.tokens($0[keyPath: of]) } ?? glyphs.none, .text)
        }
        var figures: [(String, Role)] = [("\(expenses.attempts)", .text)]
        if all.usage != nil { figures += [tokens(\.total), tokens(\.cachedInput), tokens(\.output)] }
        if isPriced {
            figures.append((expenses.cost.amount.map(Wording.money) ?? glyphs.none, .text))
            figures.append(("\(expenses.unpriced)", expenses.unpriced > 0 ? .warning : .dim))
        }
        let (part, whole) =
            isPriced
            ? (expenses.cost.amount?.nanodollars ?? 0, all.cost.amount?.nanodollars ?? 0)
            : (expenses.usage?.total ?? 0, all.usage?.total ?? 0)
        return columns.row(name, role, figures) + bar([(part, glyphs.barDone, .active)], of: whole, columns)
    }

    /// The times of the attempts that succeeded; where there are none, of those that failed.
    private static func latency(_ health: AgentHealth) -> DurationHistogram {
        health.latency.count > 0 ? health.latency : health.detectionLatency
    }

    private func counted(
        _ name: String, _ count: Int, of whole: Int, _ role: Role, _ series: EventSeries?, _ width: Int
    ) -> Pieces {
        let columns = columns(.endings, width)
        return columns.row(name, .text, [("\(count)", .text)])
            + bar([(count, glyphs.barDone, role)], of: whole, columns) + chart(series, columns, role)
    }

    private func bar(_ parts: [(Int, String, Role)], of whole: Int, _ columns: MetricsColumns) -> Pieces {
        guard let width = columns.bar else { return [] }
        return [("  ", Style(.text))] + Bar.pieces(parts, of: whole, width: width, glyphs)
    }

    private func chart(_ series: EventSeries?, _ columns: MetricsColumns, _ role: Role = .active) -> Pieces {
        guard let series, let width = columns.chart else { return [] }
        return [("  ", Style(.text))]
            + Sparkline.pieces(series.columns(width, until: .start + model.elapsed).counts, glyphs, role)
    }

    private func words(_ ending: TaskEnding) -> String {
        switch ending {
        case .firstTry: "first try"
        case .recoveredByRetry: "by retry"
        case .recoveredByFallback: "by fallback"
        case .failed, .rejected, .blocked, .cancelled, .skipped: ending.rawValue
        case .rateLimited: "rate limited"
        case .carriedOver: "carried over"
        }
    }

    private func role(_ ending: TaskEnding) -> Role {
        switch ending {
        case .firstTry, .recoveredByRetry, .recoveredByFallback, .skipped, .carriedOver: .success
        case .failed: .danger
        case .rejected, .blocked, .rateLimited, .cancelled: .warning
        }
    }
}
