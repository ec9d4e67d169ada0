import AuroraSpawner
import SpawnCore
import SpawnTestKit
import Testing

/// What a task may cost, and what its children are told of it.
@Suite(.timeLimit(.minutes(1)))
struct MoneyTests {
    /// A tool that is told what it may cost, one that has it in its arguments, and one that cannot be told.
    private static let tools = [
        tool("told", ["told"], budget: ["--most", "{budget}"]),
        tool("own", ["own", "--most=7"], budget: ["--most", "{budget}"]),
        tool("untold", ["untold"], budget: []),
    ]

    private static func tool(_ name: String, _ command: [String], budget: [String]) -> ToolDefinition {
        var tool = ToolDefinition(name: name, command: command)
        tool.budgetArguments = budget
        return tool
    }

    private func run(
        _ tasks: [SpawnTask], _ settings: RunSettings = .exact(), commands: [(Double, UserCommand)] = [],
        children: [[FakeChild]]
    ) async throws -> FakeRun {
        var world = FakeWorld { attempt, _ in
            let row = children[attempt.task]
            return row[min(attempt.number, row.count) - 1]
        }
        for (moment, command) in commands { world.plan(command, at: moment) }
        return await FakeRun.of(try RunPlan.fake(tasks, settings, tools: Self.tools), in: world)
    }

    private func task(_ id: String, _ dollars: Double?, tool: String? = nil) -> SpawnTask {
        var task = SpawnTask.named(id)
        task.budget = dollars.map { USDollars(nanodollars: Int(($0 * 1e9).rounded())) }
        task.tool = tool
        return task
    }

    @Test("money: no attempt of a task starts once all before have cost what it may, and it says so")
    func retries() async throws {
        let failing = FakeChild.fails(.transient).costing(0.3, at: 1)
        let run = try await run(
            [task("a", 0.6), task("b", nil)], .exact(retries: 5),
            children: [[failing], [failing, failing, .succeeds()]])
        #expect(run.starts(of: 0).count == 2)
        let result = run.results[0]
        #expect(result.ending == .failed)
        #expect(result.rejectedBy == .overBudget)
        #expect(
            result.error
                == "transient_error of a fake child; not tried again: its budget is spent, $0.60 of $0.60 (Budget)")
        #expect(result.cost == .reported(USDollars(nanodollars: 600_000_000)))
        #expect(run.results[1].ending == .recoveredByRetry)
    }

    @Test("money: nor does the plain LLM stand in")
    func fallback() async throws {
        var it = task("a", 0.2)
        it.agent = "coder"
        let run = try await run(
            [it], .exact(retries: 0, fallback: true), children: [[.fails().costing(0.25, at: 1), .succeeds()]])
        #expect(run.starts(of: 0).count == 1)
        #expect(run.results[0].error?.hasSuffix("its budget is spent, $0.25 of $0.20 (Budget)") == true)
    }

    @Test("money: an attempt that tells its cost is ended when its task has cost what it may")
    func ended() async throws {
        let run = try await run(
            [task("a", 0.5)],
            children: [[.fails(.transient).costing(0.2, at: 1), .hangs.costing(0.1, at: 1).costing(0.31, at: 3)]])
        let result = run.results[0]
        #expect(result.attempts.map(\.termination) == [nil, .overBudget])
        #expect(result.attempts.last?.duration == .seconds(3))
        #expect(result.attempts.last?.outcome.failure?.kind == .overBudget)
        #expect(result.attempts.last?.outcome.failure?.category == .permanent)
        #expect(result.rejectedBy == .overBudget)
        #expect(result.error == "its budget is spent, $0.51 of $0.50 (Budget)")
    }

    @Test("money: what has succeeded is a success, whatever it cost")
    func success() async throws {
        let run = try await run(
            [task("a", 0.5), task("b", 0.5)], children: [[.succeeds().costing(2, at: 1)], [.succeeds()]])
        #expect(run.results.endings == [.firstTry, .firstTry])
    }

    @Test("money: a person who has the task run again allows as much again")
    func again() async throws {
        let failing = FakeChild.fails(.transient).costing(0.6, at: 1)
        let run = try await run(
            [task("a", 0.5), .clock], commands: [(10, .retry(tasks: [0]))],
            children: [[failing, .fails(.transient).costing(0.1, at: 1), .succeeds()], [.succeeds(after: 60)]])
        #expect(run.starts(of: 0).count == 3)
        #expect(run.results[0].ending == .recoveredByRetry)
    }

    @Test(
        "money: a child is told the less of what is left for its task and for the run, unless its arguments say something"
    )
    func told() async throws {
        let failing = FakeChild.fails(.transient).costing(0.25, at: 1)
        let settings = RunSettings.exact {
            $0.budget = USDollars(nanodollars: 1_000_000_000)
            $0.maxConcurrent = 1
        }
        let run = try await run(
            [
                task("a", 0.6, tool: "told"), task("b", nil, tool: "told"), task("c", 0.3, tool: "own"),
                task("d", 0.3, tool: "untold"),
            ], settings,
            children: [[failing, .succeeds().costing(0.05, at: 1)], [.succeeds()], [.succeeds()], [.succeeds()]])
        func arguments(_ task: Int) -> [[String]] {
            run.world.starts.filter { $0.attempt.task == task }.map(\.spec.arguments)
        }
        #expect(arguments(0) == [["--most", "0.6"], ["--most", "0.35"]])
        #expect(arguments(1) == [["--most", "0.75"]])
        #expect(arguments(2) == [["--most=7"]])
        #expect(arguments(3) == [[]])
        let free = try await self.run([task("a", nil, tool: "told")], children: [[.succeeds()]])
        #expect(free.world.starts.map(\.spec.arguments) == [[]])
    }

    @Test("money: agents that stop for a budget are not broken, and their tool is not either")
    func neutral() async throws {
        let stopped = FakeChild.fails(.permanent, .overBudget).costing(0.5, at: 1)
        var tasks = (1...5).map { task("\($0)", 0.5) }
        for index in tasks.indices { tasks[index].agent = "coder" }
        let run = try await run(
            tasks,
            .exact {
                $0.maxConcurrent = 1
                $0.holdAfter = 2
            }, children: Array(repeating: [stopped], count: 5))
        #expect(run.world.starts.count == 5)
        #expect(run.breakerChanges == [])
        #expect(
            run.results.allSatisfy {
                $0.error == "over_budget of a fake child; not tried again: its budget is spent, $0.50 of $0.50 (Budget)"
            })
    }

    @Test("money: who stops for what is left of the run's goes on when a person allows more, and ends where nobody is")
    func goesOn() async throws {
        let stopped = FakeChild.fails(.permanent, .overBudget).costing(1, at: 1)
        func settings(open: Bool) -> RunSettings {
            .exact {
                $0.budget = USDollars(nanodollars: 1_000_000_000)
                $0.staysOpen = open
            }
        }
        let alone = try await run(
            [task("a", nil, tool: "told")], settings(open: false), children: [[stopped, .succeeds()]])
        #expect(
            alone.results[0].error == "over_budget of a fake child; not tried again: the budget of the run is spent")
        let watched = try await run(
            [task("a", nil, tool: "told")], settings(open: true), commands: [(50, .resume), (60, .close)],
            children: [[stopped, .succeeds()]])
        #expect(watched.starts(of: 0) == [0, 50])
        #expect(watched.results[0].ending == .recoveredByRetry)
    }

    @Test(
        "money: amounts have all their digits, and none that say nothing",
        arguments: [
            (0, "0", "$0.00"), (500_000_000, "0.5", "$0.50"), (12_000_000_000, "12", "$12.00"),
            (1, "0.000000001", "$0.000000001"),
            (1_230_000_000, "1.23", "$1.23"), (100_000_000, "0.1", "$0.10"), (2_100_000, "0.0021", "$0.0021"),
        ])
    func amounts(nanodollars: Int, digits: String, words: String) {
        let amount = USDollars(nanodollars: nanodollars)
        #expect(amount.words == words)
        let spec = Self.tools[0].makeSpec(agent: nil, model: nil, budget: amount, prompt: "")
        #expect(spec.arguments == ["--most", digits])
    }
}
