import SpawnCore

/// Which line of the panel shows which breaker: one that is open has a second line that says why.
///
/// Where there is no room for all, those that are not closed come first, then those that count failures; unless somebody moves about
/// in them: then they scroll. Their order is always the same.
struct BreakerRows {
    /// The breakers that have room, each with its first line below the heading and how many it takes.
    let shown: [(breaker: Int, line: Int, height: Int)]

    /// Fits the breakers into so many lines, the heading left out.
    init(_ model: DashboardModel, lines: Int) {
        let breakers = model.run.breakers
        let wanted =
            model.focus == .breakers
            ? Self.around(model.breakerList.selection, breakers, lines) : Self.pressing(breakers, lines)
        var line = 0
        var shown: [(breaker: Int, line: Int, height: Int)] = []
        for breaker in wanted where line < lines {
            let height = Self.height(breakers[breaker])
            shown.append((breaker, line, min(height, lines - line)))
            line += height
        }
        self.shown = shown
    }

    func breaker(at line: Int) -> Int? {
        shown.first { $0.line <= line && line < $0.line + $0.height }?.breaker
    }

    /// Lines taken in all.
    var lines: Int { shown.last.map { $0.line + $0.height } ?? 0 }

    /// All from the first on with which the selected one is in sight.
    private static func around(_ selection: Int, _ breakers: [BreakerSnapshot], _ lines: Int) -> [Int] {
        var first = 0
        var needed = breakers.prefix(selection + 1).reduce(0) { $0 + height($1) }
        while needed > lines, first < selection {
            needed -= height(breakers[first])
            first += 1
        }
        return Array(breakers.indices.dropFirst(first))
    }

    /// Those that matter most.
    private static func pressing(_ breakers: [BreakerSnapshot], _ lines: Int) -> [Int] {
        var left = lines
        var isShown = Array(repeating: false, count: breakers.count)
        for urgency in 0...2 {
            for index in breakers.indices where left > 0 && self.urgency(breakers[index]) == urgency {
                isShown[index] = true
                left -= height(breakers[index])
            }
        }
        return breakers.indices.filter { isShown[$0] }
    }

    private static func urgency(_ breaker: BreakerSnapshot) -> Int {
        breaker.state != .closed ? 0 : breaker.failures > 0 ? 1 : 2
    }

    private static func height(_ breaker: BreakerSnapshot) -> Int {
        breaker.state == .open || breaker.state == .forcedOpen ? 2 : 1
    }
}
