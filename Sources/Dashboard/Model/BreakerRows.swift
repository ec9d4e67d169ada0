import SpawnCore

/// Which line of the panel shows which breaker: one that is open has a second line that says why.
struct BreakerRows {
    /// The breakers that have room, each with its first line below the heading and how many it takes.
    let shown: [(breaker: Int, line: Int, height: Int)]

    /// Fits the breakers into so many lines, the heading left out.
    init(_ model: DashboardModel, lines: Int) {
        let heights = model.run.breakers.map { Self.height($0) }
        // The selected breaker stays in sight, whatever is before it.
        var first = 0
        if model.focus == .breakers {
            var needed = heights.prefix(model.breakerList.selection + 1).reduce(0, +)
            while needed > lines, first < model.breakerList.selection {
                needed -= heights[first]
                first += 1
            }
        }
        var line = 0
        var shown: [(breaker: Int, line: Int, height: Int)] = []
        for breaker in first..<max(first, heights.count) where line < lines {
            shown.append((breaker, line, min(heights[breaker], lines - line)))
            line += heights[breaker]
        }
        self.shown = shown
    }

    func breaker(at line: Int) -> Int? {
        shown.first { $0.line <= line && line < $0.line + $0.height }?.breaker
    }

    /// Lines taken in all.
    var lines: Int { shown.last.map { $0.line + $0.height } ?? 0 }

    private static func height(_ breaker: BreakerSnapshot) -> Int {
        breaker.state == .open || breaker.state == .forcedOpen ? 2 : 1
    }
}
