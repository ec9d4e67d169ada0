import AuroraSpawner
import SpawnCore
import SpawnTestKit
import Testing

/// Who starts when: slots, dependencies, the order of the input, the stagger.
@Suite(.timeLimit(.minutes(1)))
struct QueueTests {
    @Test(arguments: [1, 2, 3, 7])
    func `slots are never exceeded and never idle while a task could start`(slots: Int) async throws {
        let run = try await FakeRun.of(
            .some(12), .exact { $0.maxConcurrent = slots }, children: Array(repeating: [.succeeds()], count: 12))
        #expect(run.world.mostAlive == slots)
        #expect(run.report.duration == .seconds((12 + slots - 1) / slots))
        #expect(run.report.isSuccess)
    }

    @Test func `a tool that allows few at once holds up only its own tasks`() async throws {
        var few = ToolDefinition(name: "few", command: ["few"])
        few.maxConcurrent = 2
        var tasks = [SpawnTask].some(8)
        for index in 0..<6 { tasks[index].tool = "few" }
        let run = await FakeRun.of(
            try RunPlan.fake(tasks, .exact { $0.maxConcurrent = 5 }, tools: [few]),
            in: FakeWorld { attempt, _ in .succeeds(after: attempt.task < 6 ? 4 : 1) })
        #expect((0..<8).map { run.starts(of: $0) } == [[0], [0], [4], [4], [8], [8], [0], [0]])
    }

    @Test func `tasks start in the order of the input and results keep it, whoever ends first`() async throws {
        let run = try await FakeRun.of(
            .some(4), .exact { $0.maxConcurrent = 4 },
            children: [[.succeeds(after: 4)], [.succeeds(after: 3)], [.fails(.permanent, after: 2)], [.succeeds()]])
        #expect(run.world.starts.map(\.attempt.task) == [0, 1, 2, 3])
        #expect(
            run.told { if case .taskEnded(let result) = $0 { result.taskIndex } else { nil } }.map(\.value)
                == [3, 2, 1, 0])
        #expect(run.results.map(\.taskIndex) == [0, 1, 2, 3])
        #expect(run.results.endings == [.firstTry, .firstTry, .failed, .firstTry])
    }

    @Test func `a task starts as soon as all it needs has succeeded, not in waves`() async throws {
        let run = try await FakeRun.of(
            [.named("a"), .named("b"), .named("c", needs: "a"), .named("d", needs: "a", "b"), .named("e", needs: "c")],
            .exact { $0.maxConcurrent = 8 },
            children: [[.succeeds(after: 1)], [.succeeds(after: 9)], [.succeeds()], [.succeeds()], [.succeeds()]])
        #expect((0..<5).map { run.starts(of: $0) } == [[0], [0], [1], [9], [2]])
    }

    @Test func `what needs a failed task never runs, however long the chain`() async throws {
        let run = try await FakeRun.of(
            [.named("a"), .named("b", needs: "a"), .named("c", needs: "b"), .named("d")], .exact(retries: 0),
            children: [[.fails()], [.succeeds()], [.succeeds()], [.succeeds()]])
        #expect(run.results.endings == [.failed, .blocked, .blocked, .firstTry])
        #expect(run.results[1].error == "needs a, which did not succeed")
        #expect(run.world.starts.map(\.attempt.task) == [0, 3])
    }

    @Test func `a task that is ticked does not run and holds nobody up`() async throws {
        var done = SpawnTask.named("a")
        done.isDone = true
        let run = try await FakeRun.of(
            [.named("b", needs: "a"), done], children: [[.succeeds()], [.succeeds()]])
        #expect(run.results.endings == [.firstTry, .skipped])
        #expect(run.world.starts.count == 1)
    }

    @Test func `a ticked task stands in for no other that is needed`() async throws {
        var done = SpawnTask.named("done")
        done.isDone = true
        let run = try await FakeRun.of(
            [.named("a", needs: "done", "b"), done, .named("b")], .exact(retries: 0),
            children: [[.succeeds()], [.succeeds()], [.succeeds(after: 3)]])
        #expect(run.starts(of: 0) == [3])
    }

    @Test func `outputs of what it needs and its context precede the prompt`() async throws {
        var task = SpawnTask.named("sum", needs: "a", "b")
        task.context = "Be brief."
        let run = try await FakeRun.of(
            [.named("a"), .named("b"), task],
            children: [[.succeeds(saying: "one\n")], [.succeeds(saying: "two")], [.succeeds()]])
        let prompt = run.world.starts.last.map { String(decoding: $0.spec.input, as: UTF8.self) } ?? ""
        let mark = prompt.split(separator: "<output ").dropFirst().first?.prefix(16) ?? ""
        #expect(mark.count == 16)
        #expect(
            prompt == """
                Context:
                Be brief.

                Context from completed dependencies:
                [Task a] output:
                <output \(mark)>
                one
                </output \(mark)>
                [Task b] output:
                <output \(mark)>
                two
                </output \(mark)>

                sum
                """)
    }

    @Test func `starts are at least the stagger apart, and no further`() async throws {
        let run = try await FakeRun.of(
            .some(5), .exact { $0.staggerDelay = .seconds(3) }, children: Array(repeating: [.succeeds()], count: 5))
        #expect(run.world.starts.map(\.moment.seconds) == [0, 3, 6, 9, 12])
        #expect(run.report.duration == .seconds(13))
    }

    @Test func `a task in backoff holds no slot, and goes first when its time has come`() async throws {
        let run = try await FakeRun.of(
            .some(4), .exact { $0.maxConcurrent = 1 },
            children: [[.fails(), .succeeds()], [.succeeds()], [.succeeds()], [.succeeds()]])
        #expect(run.world.starts.map(\.attempt.task) == [0, 1, 0, 2, 3])
        #expect(run.report.duration == .seconds(5))
    }

    @Test func `a child is told which run, task, attempt and agent it works for`() async throws {
        let run = try await FakeRun.of(
            [.named("a", agent: "coder")], .exact(retries: 1), children: [[.fails(), .succeeds()]])
        let variables = run.world.starts.last?.spec.environment
        #expect(variables?["AURORA_RUN_ID"] == "fake")
        #expect(variables?["AURORA_TASK_ID"] == "a")
        #expect(variables?["AURORA_ATTEMPT"] == "2")
        #expect(variables?["AURORA_AGENT"] == "coder")
    }

    @Test func `a run without tasks is over at once`() async throws {
        let run = try await FakeRun.of([], commands: [(0, .pause)], children: [])
        #expect(run.results.isEmpty)
        #expect(run.events.last?.kind == .runEnded(RecoveryMetrics()))
    }
}
