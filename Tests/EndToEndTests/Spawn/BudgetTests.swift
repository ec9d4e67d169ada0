import AuroraSpawner
import SpawnCore
import SpawnTestKit
import Testing

@testable import Dashboard

/// What a run may cost, with agents that tell what they cost.
@Suite(.timeLimit(.minutes(2)))
struct BudgetTests {
    private let place: Workplace

    init() throws { place = try Workplace("budget") }

    private func spawn(_ count: Int, _ script: String, _ options: [String]) async throws -> (ProgramRun, JSONValue) {
        let tasks = (1...count).map { "{\"id\": \"\($0)\", \"prompt\": \"\(script)\"}" }
        try place.files.write("tasks.json", "[\(tasks.joined(separator: ","))]")
        let run = try await place.run(
            ["spawn", "tasks.json", "--ui", "plain", "--results", "results.json", "--events", "events.jsonl"] + options,
            environment: ["XDG_STATE_HOME": place.files["state"]])
        return (run, try place.document())
    }

    @Test func `twenty tasks at ten cents stop at a dollar, and every sum is the same`() async throws {
        let (run, document) = try await spawn(
            20, "@cost 0.05\\n@tool Read a\\n@print b", ["--tool", "sample-claude", "--budget", "1", "-j", "4"])
        #expect(run.exitCode == 1)
        let results = document["results"]?.items ?? []
        #expect(results.count { $0["success"]?.bool == true } == 10)
        let rejected = results.filter { $0["rejected_by"]?.string == "over_budget" }
        #expect(rejected.count == 10)
        #expect(rejected.first?["error"]?.string == "the budget of the run is spent")
        #expect(document["summary"]?["cost"]?["usd"]?.number == 1)
        #expect(results.compactMap { $0["cost"]?["usd"]?.number }.allSatisfy { $0 == 0.1 })
        #expect(run.errors.contains("80 % of the budget are used: $0.8000 of $1.0000"))
        #expect(run.errors.contains("the budget is spent, nothing more is started: $1.0000 of $1.0000"))
        #expect(run.errors.contains("10 rejected, $1.0000, "))
        // The events say the same, and so does what a dashboard makes of them.
        let log = try #require(Files.bytes(place.files["events.jsonl"]))
        let events = try EventLineReader.read(log, file: nil).events
        let dime = Cost.reported(USDollars(nanodollars: 100_000_000))
        let ends = events.compactMap {
            if case .attemptEnded(_, let record) = $0.kind { record.account?.cost } else { nil }
        }
        #expect(ends == Array(repeating: dime, count: 10))
        var picture = RunPicture()
        for event in events { picture.apply(event) }
        let dollar = Cost.reported(USDollars(nanodollars: 1_000_000_000))
        #expect(picture.spending.cost == dollar && picture.metrics.total.cost == dollar)
        #expect(picture.budget.spent == dollar.amount)
        #expect(picture.metrics.models["sample-1"]?.cost == dollar)
        let rows = (0..<20).map { picture.tasks[$0].cost }
        #expect(rows.count { $0 == dime } == 10)
        #expect(rows.count { $0 == .unknown } == 10)
    }

    @Test func `a task may cost what it says, over all its attempts, and its agent is told what is left`() async throws
    {
        try place.files.write(
            "tasks.md",
            """
            - [ ] 1 @cost 0.25
              @fail connection 1
              @tool Read a
              @tool Read b
              @tool Read c
              @print d
              - Budget: $0.60
            - [ ] 2 @cost 0.25
              @tool Read a
              @print b
              <!-- budget: 0.6 -->
            """)
        let run = try await place.run(
            ["spawn", "tasks.md", "--tool", "sample-claude", "--ui", "plain", "--results", "results.json"],
            environment: ["XDG_STATE_HOME": place.files["state"]])
        #expect(run.exitCode == 1, "\(run.errors)")
        let results = try place.document()["results"]?.items ?? []
        #expect(results.map { $0["success"]?.bool } == [false, true])
        #expect(results.first?["rejected_by"]?.string == "over_budget")
        #expect(
            results.first?["error"]?.string
                == "Reached maximum budget ($0.600000); not tried again: its budget is spent, $0.75 of $0.60 (Budget)")
        #expect(results.first?["category"]?.string == "permanent")
        #expect(results.first?["kind"]?.string == "over_budget")
        let dry = try await place.run(["spawn", "tasks.md", "--tool", "sample-claude", "--budget", "0.5", "--dry-run"])
        #expect(dry.output.contains("--max-budget-usd 0.5  ("), "\(dry.output)")
        let other = try await place.run(["spawn", "tasks.md", "--tool", "sample-claude", "--budget", "2", "--dry-run"])
        #expect(other.output.contains("--max-budget-usd 0.6  ("), "\(other.output)")
    }

    @Test func `a retry is not started either, and says so`() async throws {
        let (run, document) = try await spawn(
            1, "@cost 0.60\\n@tool Read a\\n@fail connection", ["--tool", "sample-claude", "--budget", "0.5"])
        #expect(run.exitCode == 1)
        let result = document["results"]?.items.first
        #expect(result?["attempts"]?.items.count == 1)
        #expect(result?["error"]?.string?.hasSuffix("not tried again: the budget of the run is spent") == true)
    }

    @Test func `tokens are bounded, and cost what their model asks for`() async throws {
        let (run, document) = try await spawn(
            4, "@usage 1000 100 8000\\n@print b",
            ["--tool", "sample-codex", "--model", "gpt-5", "--token-budget", "18000", "-j", "1"])
        #expect(run.exitCode == 1)
        let results = document["results"]?.items ?? []
        #expect(results.count { $0["success"]?.bool == true } == 2)
        #expect(results.first?["cost"]?["source"]?.string == "computed")
        // 1000 · 1.25 + 8000 · 0.125 + 100 · 10 millionths
        #expect(results.first?["cost"]?["usd"]?.number == 0.00325)
    }

    @Test(
        "budget: the dashboard asks, and does what is answered", arguments: [("l", 1, 10), ("a", 0, 12), ("h", 1, 10)])
    func asks(key: String, status: Int, successes: Int) async throws {
        let directory = try TemporaryDirectory()
        let tasks = (1...12).map { "{\"id\": \"\($0)\", \"prompt\": \"@cost 0.05\\n@tool Read a\\n@print b\"}" }
        try directory.write("tasks.json", "[\(tasks.joined(separator: ","))]")
        let arguments = [
            "spawn", "tasks.json", "--tool", "sample-claude", "--budget", "1", "-j", "4", "--events", "events",
        ]
        try await DashboardTerminal.run(arguments, in: directory, size: .init(120, 40)) { terminal in
            let screen = try await terminal.session.waitForText("The budget is spent")
            #expect(screen.contains("$1.00 of $1.00"), "\(screen)")
            try await terminal.session.type(key)
            if key != "h" {
                // The log may be ahead of the screen.
                try await terminal.session.waitForText("12/12")
                try await terminal.session.type("q")
            }
            try await terminal.expectEnd(status: status)
            #expect(
                terminal.events.split(separator: "\n").count { $0.contains("\"ending\":\"first_try\"") } == successes)
            #expect(terminal.events.contains("over_budget") == (key == "l"))
        }
    }
}
