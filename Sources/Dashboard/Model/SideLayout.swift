/// How the panel at the right is divided. What stands at its bottom never moves; breakers have the rest.
struct SideLayout {
    /// Breakers, and below them cooldowns.
    let breakers: Rect
    /// What just happened; `nil` where there is no room.
    let recent: Rect?
    /// `nil` where there is no room.
    let failures: Rect?
    let rates: Rect?

    init(_ side: Rect) {
        var rest = side.inset(left: 2, right: 1)
        rates = side.rows >= 16 ? rest.takeBottom(7) : nil
        failures = side.rows >= 22 ? rest.takeBottom(6) : nil
        recent = side.rows >= 34 ? rest.takeBottom(10) : nil
        breakers = rest
    }
}

extension DashboardModel {
    /// Where the breakers are drawn on the overview; `nil` where they are not.
    var breakerArea: Rect? {
        if let side = layout.side { return SideLayout(side).breakers }
        return focus == .breakers ? layout.table.inset(left: 0, right: 1) : nil
    }

    /// The breakers that have room in their area.
    var breakerRows: BreakerRows {
        let cooldowns = run.cooldowns.isEmpty ? 0 : run.cooldowns.count + 2
        return BreakerRows(self, lines: max(0, (breakerArea?.rows ?? 0) - 1 - cooldowns))
    }
}
