/// How the room beside the selected task is divided: into one column or two, and each into panels. What stands at the bottom of a
/// column never moves, whatever happens in the run.
struct SideLayout {
    /// The columns, each with a wall at its left.
    let columns: [Rect]
    /// Breakers, and below them cooldowns.
    private(set) var breakers: Rect
    /// How the run fares; `nil` where there is no room.
    private(set) var rates: Rect?
    /// What fails; `nil` where there is no room.
    private(set) var failures: Rect?
    /// What just happened; `nil` where there is no room.
    private(set) var recent: Rect?

    /// Divides it.
    ///
    /// - Parameters:
    ///   - side: The room.
    ///   - agents: How many agents may have a breaker. They come first.
    init(_ side: Rect, agents: Int) {
        var rest = side
        let isWide = side.columns >= 100
        let first = isWide ? rest.takeLeft(side.columns / 2) : rest
        columns = isWide ? [first, rest] : [first]
        breakers = first.inset(left: 1, right: 1)
        // The heading, and some lines for why a breaker is open or a tool cools down.
        let needed = 1 + max(1, agents) + 3
        func take(_ most: Int, least: Int, from area: inout Rect, keeping: Int) -> Rect? {
            let rows = min(most + 1, area.rows - keeping)
            guard rows >= least + 1 else { return nil }
            var panel = area.takeBottom(rows)
            _ = panel.takeTop(1)
            return panel
        }
        rates = take(6, least: 3, from: &breakers, keeping: needed)
        guard isWide else {
            failures = take(6, least: 3, from: &breakers, keeping: needed)
            recent = take(12, least: 4, from: &breakers, keeping: needed)
            return
        }
        var second = rest.inset(left: 1, right: 1)
        failures = take(6, least: 3, from: &second, keeping: 8)
        recent = second
    }
}

extension DashboardModel {
    /// Where the panels are on the overview; `nil` where they are not.
    var sideLayout: SideLayout? { layout.side.map { SideLayout($0, agents: run.tasks.agentCount) } }

    /// Where the breakers are drawn on the overview; `nil` where they are not.
    var breakerArea: Rect? {
        if let sideLayout { return sideLayout.breakers }
        return focus == .breakers ? layout.table.inset(left: 0, right: 1) : nil
    }

    /// The breakers that have room in their area.
    var breakerRows: BreakerRows {
        let cooldowns = run.cooldowns.isEmpty ? 0 : run.cooldowns.count + 2
        let windows = run.windows.isEmpty ? 0 : run.windows.values.reduce(2) { $0 + $1.count }
        return BreakerRows(self, lines: max(0, (breakerArea?.rows ?? 0) - 1 - cooldowns - windows))
    }
}
