import SpawnCore
import SpawnTestKit
import Testing

/// A terminal whose size changes faster than anybody can draw.
struct ResizeStormTests {
    private static let tasks = (1...20).map {
        "- [ ] \($0) Write without end\n  @lines 1000000 0.1\n"
    }.joined()

    @Test func `after any storm of sizes the screen is right, the run goes on, and the terminal is given back`()
        async throws
    {
        try await DashboardTerminal.run(Self.tasks, "-j", "20") { dashboard in
            let session = dashboard.session
            try await session.waitForScreen("to show twenty tasks at work") {
                $0.matches(of: #/▶ running +llm .*line \d+/#).count == 20
            }
            var chance = SplitMix64(seed: 5)
            for (keys, size) in [
                (["Down", "m"], (1, 1)), (["Escape", "t"], (250, 80)), (["Escape", "Enter"], (3, 70)),
                (["Escape", "?"], (1, 1)), (["Escape", "Up"], (40, 9)),
            ] {
                let sizes = (1...200).map { _ in
                    TmuxSession.Size(Int.random(in: 1...250, using: &chance), Int.random(in: 1...80, using: &chance))
                }
                try await session.claim(sizes: sizes + [.init(size.0, size.1)])
                for key in keys { try await session.press(key) }
                try await session.claim(sizes: sizes.reversed() + [.init(120, 40)])
            }
            // Which keys came at a size that shows something, and which opened a page, is chance.
            for _ in 1...5 { try await session.press("Escape") }
            let calm = try await session.waitForScreen("to be that of 120 columns and 40 rows", Self.isRight)
            let line = try #require(Self.lines(calm).max())
            try await session.waitForScreen("to go on") { Self.isRight($0) && (Self.lines($0).min() ?? 0) > line }
            try await session.resize(to: .init(60, 15))
            try await session.waitForScreen("to be that of 60 columns") {
                !$0.contains("BREAKERS") && $0.contains("q quit")
            }
            try await session.resize(to: .init(120, 40))
            try await session.waitForScreen("to be that of 120 columns again", Self.isRight)
            try await session.press("q")
            try await session.waitForText("20 tasks still running")
            try await session.press("a")
            try await dashboard.expectEnd(status: 1)
        }
    }

    /// The overview of twenty tasks, whole, with nothing of another size left on it.
    private static func isRight(_ screen: String) -> Bool {
        let rows = screen.split(separator: "\n", omittingEmptySubsequences: false).prefix(40)
        return rows.count == 40 && rows[0].hasPrefix("  aurora  tasks.md") && rows[1].contains("0/20")
            && rows[3].hasPrefix("  ID  STATE") && rows[24].contains("┬─ BREAKERS ─") && rows[39].hasSuffix("q quit")
            && (1...20).allSatisfy { rows[3 + $0].wholeMatch(of: #/[▸ ] \d+ +▶ running .*line \d+/#) != nil }
            && (25...38).allSatisfy { rows[$0].contains("│") }
    }

    /// The number of the line that each task wrote last.
    private static func lines(_ screen: String) -> [Int] {
        screen.matches(of: #/▶ running +llm .* line (\d+)/#).compactMap { Int($0.1) }
    }
}
