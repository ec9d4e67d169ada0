import SpawnCore
import SpawnTestKit
import Testing

@testable import Dashboard

/// What the dashboard shows of agents that report as data.
struct AgentReportTests {
    private func story(_ columns: Int = 120) -> Story {
        var story = Story(Size(columns: columns, rows: 40))
        story.begin([.task("1", "Build it", "coder"), .task("2", "Test it", "tester")])
        return story
    }

    private func report(_ change: (inout AgentReport) -> Void) -> AgentReport {
        var report = AgentReport()
        change(&report)
        return report
    }

    private func screen(_ story: Story) -> String { story.frame.text }

    @Test func `a row tells what the agent does, not what it wrote`() {
        var story = story()
        story.start("1", 1)
        let activity = report {
            $0.activity = "Bash: make test"
            $0.progress = AgentReport.Progress(done: 2, total: 5)
            $0.children = 1
        }
        story.writes("1", 2, #"{"type":"assistant"}"#, report: activity)
        #expect(screen(story).contains("2/5 · Bash: make test · 1 helper"))
        #expect(!screen(story).contains(#"{"type""#))
        story.writes("1", 3, "{}", report: report { $0.question = "Bash: git push" })
        #expect(screen(story).contains("asks: Bash: git push"))
        story.writes("1", 4, "{}", report: report { $0.waiting = .init(retry: 3, limit: 10, status: 529) })
        #expect(screen(story).contains("waits for its service, retry 3 of 10: HTTP 529"))
    }

    @Test func `a row that is done tells the first line of the answer, and what was not allowed`() {
        var story = story()
        story.start("1", 1)
        let account = AgentAccount(
            session: "s-7", model: "m", usage: TokenUsage(input: 1200, cachedInput: 9000, output: 300),
            cost: .reported(USDollars(nanodollars: 214_300_000)),
            denied: [DeniedCall(tool: "Bash", input: "git push")], deniedCount: 2)
        let record = story.end("1", 9, after: 8, .success, account: account)
        story.finish("1", 9, .firstTry, [record], output: "\nAll is well.\nMore.")
        let screen = screen(story)
        #expect(screen.contains("2 calls not allowed · All is well."))
        #expect(screen.contains("10.5k  $0.2143"))
        #expect(screen.contains("10.5k tokens (1.2k read, 9.0k cached, 300 written), $0.2143"))
        #expect(screen.contains("not allowed: Bash: git push and 1 more"))
    }

    @Test func `what was denied counts on where the next attempt goes on, and not where it begins anew`() {
        for continues in [1, nil] {
            var story = story()
            story.start("1", 1)
            let denied = AgentAccount(session: "s", denied: [DeniedCall(tool: "Bash", input: "git push")])
            let first = story.end(
                "1", 2, after: 1, .failure(Failure(category: .transient, kind: .rateLimit, message: "reset")),
                account: denied)
            #expect(screen(story).contains("not allowed: Bash: git push"))
            story.start("1", 3)
            let second = story.end(
                "1", 4, number: 2, after: 1, .success, account: AgentAccount(session: "s", continues: continues))
            story.finish("1", 5, .recoveredByRetry, [first, second], output: "Done.")
            #expect(screen(story).contains("1 call not allowed · after") == (continues != nil))
            #expect(story.model.run.tasks[0].result?.denied.count == (continues == nil ? 0 : 1))
        }
    }

    @Test func `tokens and money have columns only where an agent tells of them, and the sum is that of the rows`() {
        var story = story()
        #expect(!screen(story).contains("TOKENS") && !screen(story).contains("COST"))
        story.start("1", 1)
        story.writes("1", 2, "{}", report: report { $0.usage = TokenUsage(input: 400) })
        #expect(screen(story).contains("TOKENS") && !screen(story).contains("COST"))
        #expect(screen(story).contains("400 tokens"))
        story.writes("1", 3, "{}", report: report { $0.usage = TokenUsage(input: 700) })
        for (id, cost) in [("1", 100_000_000), ("2", 50_000_000)] {
            if id == "2" { story.start(id, 4) }
            let account = AgentAccount(
                usage: TokenUsage(input: 700), cost: .reported(USDollars(nanodollars: cost)))
            story.finish(id, 5, .firstTry, [story.end(id, 5, after: 1, .success, account: account)])
        }
        #expect(screen(story).contains("COST"))
        #expect(screen(story).contains("$0.1500   1.4k tokens"))
        #expect(story.model.run.metrics.total.cost == story.model.run.spending.cost)
        #expect(story.model.run.metrics.total.usage.total == story.model.run.spending.tokens)
    }

    @Test func `the metrics tell what agents and models cost, and nothing of what nobody knows`() {
        var story = story()
        for id in ["1", "2"] { story.start(id, 1) }
        story.finish("1", 5, .firstTry, [story.end("1", 5, after: 4, .success)])
        story.press(.character("m"))
        for word in ["SPENT", "BY MODEL", "TOKENS", "COST"] { #expect(!screen(story).contains(word), "\(word)") }
        let account = AgentAccount(usage: TokenUsage(input: 700, cachedInput: 300))
        story.finish("2", 6, .firstTry, [story.end("2", 6, after: 5, .success, account: account)])
        #expect(screen(story).contains("SPENT") && screen(story).contains("TOKENS"))
        #expect(
            !screen(story).contains("COST  ") && !screen(story).contains("UNPRICED") && !screen(story).contains("$"))
        let models = screen(story).split(separator: "\n").drop { !$0.contains("BY MODEL") }.dropFirst()
        #expect(models.first?.contains("–") == true, "no name is none")
    }

    @Test func `a row of a task that has cost most of what it may stands out`() throws {
        var story = Story(Size(columns: 120, rows: 40))
        var task = SpawnTask.task("1", "Build it", "coder")
        task.budget = USDollars(nanodollars: 1_000_000_000)
        story.begin([task])
        for (cents, role) in [(79, Role.dim), (80, .warning)] {
            story.start("1", 1)
            let account = AgentAccount(cost: .reported(USDollars(nanodollars: cents * 10_000_000)))
            story.finish("1", 9, .firstTry, [story.end("1", 9, after: 8, .success, account: account)])
            let frame = story.frame
            let rows = frame.glyphRows
            let row = try #require(
                rows.indices.first { rows[$0].contains(" $0.\(cents)00  ") && rows[$0].contains("Build it") })
            let column = try #require(Array(rows[row]).firstIndex(of: "$"))
            #expect(frame[column, row].style.role == role, "\(cents)")
            story.tell(10, .taskReopened(task: 0))
        }
    }

    @Test func `windows of a limit have gauges`() {
        var story = story(200)
        story.start("1", 1)
        let window = AgentReport.Window(name: "five_hour", used: 0.83, resetsAt: Story.wallStart + 3_601)
        story.writes("1", 1, "{}", report: report { $0.windows = [window] })
        story.tick(1)
        #expect(screen(story).contains("claude 5 hours"))
        #expect(screen(story).contains("83 % · resets in 60 min"))
        // Another attempt, which meets another window, takes none away, and tells the newest of the same.
        story.start("2", 2)
        let others = [
            AgentReport.Window(name: "seven_day", used: 0.3), AgentReport.Window(name: "five_hour", used: 0.91),
        ]
        story.writes("2", 3, "{}", report: report { $0.windows = others })
        story.writes("1", 4, "{}", report: report { $0.windows = [] })
        #expect(screen(story).contains("claude 7 days") && screen(story).contains("91 %"))
        #expect(!screen(story).contains("83 %"))
    }

    @Test(arguments: [
        (0, "$0.0000"), (2_100_000, "$0.0021"), (999_950_000, "$1.0000"), (1_000_000_000, "$1.00"),
        (12_345_000_000, "$12.35"),
    ])
    func `money has cents, and less than a dollar hundredths of them`(nanodollars: Int, words: String) {
        #expect(Wording.money(USDollars(nanodollars: nanodollars)) == words)
    }

    @Test(arguments: [(950, "950"), (12_449, "12.4k"), (999_949, "999.9k"), (999_950, "1.0M"), (3_149_999, "3.1M")])
    func `tokens are counted in thousands`(count: Int, words: String) { #expect(Wording.tokens(count) == words) }
}
