import SpawnCore

/// How the run has fared, agent by agent: rates with bars, times with percentiles, failures over time.
struct MetricsPage {
    private let model: DashboardModel
    private let run: RunPicture
    private let glyphs: Glyphs

    init(_ model: DashboardModel) {
        self.model = model
        run = model.run
        glyphs = model.glyphs
    }

    func draw(into grid: inout CellGrid, in area: Rect) {
        let total = run.metrics.total
        let sum = "\(total.succeeded) of \(Wording.count(total.finished, "task")) succeeded"
        grid.putRule([("metrics", .title), (sum, .dim)], in: area, row: 0, glyphs)
        let rows = MetricsRow.rows(of: run)
        for (line, row) in rows.dropFirst(model.metricsList.top).prefix(model.layout.listRows).enumerated() {
            grid.put(pieces(row, area.columns - 4), in: area.inset(left: 2, right: 1), row: 2 + line)
        }
    }

    private func pieces(_ row: MetricsRow, _ width: Int) -> Pieces {
        switch row {
        case .blank: []
        case .heading(let block): [(heading(block, width), Style(.dim))]
        case .agent(let agent):
            figures(agent ?? "llm", run.metrics.agents[agent] ?? RecoveryFigures(), run.agentEndings[agent], width)
        case .total: figures("all", run.metrics.total, run.endings, width, .title)
        case .times(let agent): times(agent, width)
        case .ending(let ending):
            counted(words(ending), run.metrics.count(ending), of: run.tasks.count, role(ending), nil, width)
        case .trouble(let category):
            counted(
                category.rawValue, run.troubles[category]?.total ?? 0,
                of: run.troubles.values.reduce(0) { $0 + $1.total }, .warning, run.troubles[category], width)
        }
    }

    private var nameWidth: Int { max(12, min(18, run.tasks.longestAgent)) }

    private func heading(_ block: MetricsBlock, _ width: Int) -> String {
        func columns(_ name: String, _ others: String) -> String { name.padded(to: nameWidth) + others }
        return switch block {
        case .agents:
            columns("AGENTS", "  TASKS  SUCCESS  RECOVERED  ALONE")
                + (width >= 76 ? "  " + "SUCCEEDED, FAILED, NOT RUN".padded(to: barWidth(width)) : "")
                + (width >= 100 ? "  ENDED OVER TIME" : "")
        case .times:
            columns("ATTEMPTS", "  COUNT  FAILED      p50      p90      p99") + (width >= 76 ? "  p50 TO p99" : "")
        case .endings: columns("ENDINGS", "  TASKS")
        case .troubles: columns("FAILURES", "  TIMES")
        }
    }

    /// As wide as the words above it, and twice that where there is room.
    private func barWidth(_ width: Int) -> Int { width >= 160 ? 52 : 26 }

    private func figures(
        _ name: String, _ figures: RecoveryFigures, _ series: EventSeries?, _ width: Int, _ role: Role = .text
    ) -> Pieces {
        var pieces: Pieces = [
            (name.padded(to: nameWidth) + "  ", Style(role)), ("\(figures.finished)".aligned(to: 5), Style(.text)),
            (Wording.percent(figures.successRate()).aligned(to: 9), Style(.text)),
            ("\(figures.recovered)".aligned(to: 11), Style(figures.recovered > 0 ? .text : .dim)),
            (Wording.percent(figures.agentOnlySuccessRate()).aligned(to: 7), Style(.dim)),
        ]
        guard width >= 76 else { return pieces }
        let failed = figures.count(.failed)
        let parts: [(Int, String, Role)] = [
            (figures.succeeded, glyphs.barDone, .success), (failed, glyphs.barFailed, .danger),
            (figures.finished - figures.succeeded - failed, glyphs.barStopped, .warning),
        ]
        pieces += [("  ", Style(.text))] + Bar.pieces(parts, of: figures.finished, width: barWidth(width), glyphs)
        guard width >= 100, let series else { return pieces }
        let room = min(80, width - barWidth(width) - nameWidth - 38)
        return pieces + [("  ", Style(.text))] + sparkline(series, room)
    }

    private func times(_ agent: String?, _ width: Int) -> Pieces {
        guard let health = run.metrics.health[agent] else { return [] }
        var latency = health.latency
        if latency.count == 0 { latency = health.detectionLatency }
        func time(_ percent: Double) -> Duration? { latency.percentile(percent) }
        func words(_ percent: Double) -> String { (time(percent).map(Wording.length) ?? glyphs.none).aligned(to: 9) }
        let pieces: Pieces = [
            ((agent ?? "llm").padded(to: nameWidth) + "  ", Style(.text)),
            ("\(health.attempts)".aligned(to: 5), Style(.text)),
            ("\(health.failures)".aligned(to: 8), Style(health.failures > 0 ? .danger : .dim)),
            (words(50), Style(.text)), (words(90), Style(.text)), (words(99), Style(.text)),
        ]
        guard width >= 76, let most = longest, let middle = time(50), let last = time(99) else { return pieces }
        let bar = barWidth(width)
        let start = Int(middle.inSeconds / most * Double(bar - 1))
        let end = Int(last.inSeconds / most * Double(bar - 1))
        return pieces + [
            ("  " + String(repeating: " ", count: start), Style(.text)),
            (String(repeating: glyphs.span, count: end - start + 1), Style(.active)),
        ]
    }

    /// The longest of the times that are drawn, which all are drawn to the scale of.
    private var longest: Double? {
        let most = run.metrics.health.values.compactMap { $0.latency.percentile(99)?.inSeconds }.max()
        return most.flatMap { $0 > 0 ? $0 : nil }
    }

    private func counted(
        _ name: String, _ count: Int, of whole: Int, _ role: Role, _ series: EventSeries?, _ width: Int
    ) -> Pieces {
        let pieces: Pieces =
            [(name.padded(to: nameWidth) + "  ", Style(.text)), ("\(count)".aligned(to: 5) + "  ", Style(.text))]
            + Bar.pieces([(count, glyphs.barDone, role)], of: whole, width: barWidth(width), glyphs)
        guard let series, width >= 76 else { return pieces }
        return pieces + [("  ", Style(.text))]
            + sparkline(series, min(80, width - barWidth(width) - nameWidth - 11), role)
    }

    private func sparkline(_ series: EventSeries, _ columns: Int, _ role: Role = .active) -> Pieces {
        Sparkline.pieces(series.columns(max(1, columns), until: .start + model.elapsed).counts, glyphs, role)
    }

    private func words(_ ending: TaskEnding) -> String {
        switch ending {
        case .firstTry: "first try"
        case .recoveredByRetry: "by retry"
        case .recoveredByFallback: "by fallback"
        case .failed, .rejected, .blocked, .cancelled, .skipped: ending.rawValue
        case .rateLimited: "rate limited"
        }
    }

    private func role(_ ending: TaskEnding) -> Role {
        switch ending {
        case .firstTry, .recoveredByRetry, .recoveredByFallback, .skipped: .success
        case .failed: .danger
        case .rejected, .blocked, .rateLimited, .cancelled: .warning
        }
    }
}
