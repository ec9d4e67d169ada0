internal import SpawnCore

/// The columns of a block of the metrics: a name, figures, then a bar and a chart, as many of them as there is room for.
struct MetricsColumns {
    private let nameWidth: Int
    private let figures: [(name: String, width: Int)]
    private let width: Int
    /// Columns of the bar: as many as the words above it, and twice that where there is room; `nil` where there is none.
    let bar: Int?
    /// Columns of the chart right of the bar; `nil` where there is no room for it.
    let chart: Int?

    /// - Parameters:
    ///   - block: What they are about.
    ///   - expenses: What is known of those of all attempts: what is not known of any has no column.
    ///   - nameWidth: The columns of the name.
    ///   - width: All columns there are.
    init(_ block: MetricsBlock, _ expenses: Expenses, nameWidth: Int, width: Int) {
        self.nameWidth = nameWidth
        self.width = width
        figures =
            switch block {
            case .agents: [("TASKS", 7), ("SUCCESS", 9), ("RECOVERED", 11), ("ALONE", 8)]
            case .spending, .models:
                [("ATTEMPTS", 10)]
                    + (expenses.usage == nil ? [] : [("TOKENS", 9), ("CACHED", 9), ("WRITTEN", 9)])
                    + (expenses.cost == .unknown
                        ? [] : [("COST", 10)] + (expenses.unpriced > 0 ? [("UNPRICED", 10)] : []))
            case .times: [("COUNT", 7), ("FAILED", 8), ("p50", 9), ("p90", 9), ("p99", 9)]
            case .endings: [("TASKS", 7)]
            case .troubles: [("TIMES", 7)]
            }
        let forBar = width - figures.reduce(nameWidth + 2) { $0 + $1.width }
        bar = forBar < 12 ? nil : min(forBar, width >= 160 ? 52 : 26)
        let forChart = bar.map { forBar - $0 - 2 } ?? 0
        chart = forChart < 16 ? nil : min(80, forChart)
    }

    /// What stands above a block.
    func heading(_ name: String, bar words: String = "", chart moreWords: String = "") -> Pieces {
        row(name, .dim, figures.map { ($0.name, .dim) })
            + (bar.map { [("  " + words.fitted(to: $0), Style(.dim))] } ?? [])
            + (chart == nil ? [] : [("  " + moreWords, Style(.dim))])
    }

    /// A name, and each figure against the right edge of its column.
    func row(_ name: String, _ role: Role, _ figures: [(String, Role)]) -> Pieces {
        var pieces: Pieces = [(name.fitted(to: nameWidth), Style(role))]
        var used = nameWidth
        for (column, (figure, role)) in zip(self.figures, figures) {
            used += column.width
            guard used <= width else { break }
            pieces.append((figure.aligned(to: column.width), Style(role)))
        }
        return pieces
    }
}
