import AuroraSpawner
import SpawnCore
import SpawnTestKit
import Testing

/// What a person asks for while a run runs, in every state a task can be in.
@Suite(.timeLimit(.minutes(1)))
struct CommandTests {
    /// At 2 s: 0 is done, 1 has failed, 2 is in backoff, 3 runs, 4 waits for its turn, 5 needs 3, 6 was blocked by 1,
    /// 7 is ticked.
    private func run(_ command: UserCommand, at moment: Double = 2) async throws -> FakeRun {
        var tasks: [SpawnTask] = [
            .named("done"), .named("failed", agent: "a"), .named("backoff", agent: "b"), .named("running"),
            .named("ready"), .named("needs", needs: "running"), .named("blocked", needs: "failed"), .named("ticked"),
        ]
        tasks[7].isDone = true
        let settings = RunSettings.exact(retries: 1) {
            $0.maxConcurrent = 1
            $0.recovery?.backoff.base = .seconds(30)
            $0.recovery?.backoff.maximum = .seconds(30)
        }
        return try await FakeRun.of(tasks, settings, commands: [(moment, command)]) { attempt, spec in
            switch (attempt.task, attempt.number) {
            case (0, 1): .succeeds(after: 0.1)
            case (1, 1): .fails(.permanent, after: 0.1)
            case (2, 1): .fails(.transient, after: 0.1)
            case (3, _): .succeeds(after: 9)
            default: .succeeds()
            }
        }
    }

    @Test(arguments: [
        (0, "done is already over"), (1, "failed is already over"), (6, "blocked is already over"),
        (7, "ticked is already over"), (8, "there is no such task"), (-1, "there is no such task"),
    ])
    func `what is over or unknown cannot be cancelled`(task: Int, reason: String) async throws {
        let run = try await run(.cancel(tasks: [task]))
        #expect(run.refusals == [reason])
        #expect(run.accepted.isEmpty)
    }

    @Test(arguments: [2, 3, 4, 5])
    func `everything else can be, and never runs again`(task: Int) async throws {
        let run = try await run(.cancel(tasks: [task]))
        #expect(run.results[task].ending == .cancelled)
        #expect(run.results[task].error == "cancelled by user")
        #expect(run.starts(of: task).allSatisfy { $0 <= 2 })
        #expect(run.accepted == [.cancel(tasks: [task])])
        let ends = run.told { if case .taskEnded(let result) = $0, result.taskIndex == task { true } else { nil } }
        #expect(ends.map(\.seconds) == [2])
        if task == 3 { #expect(run.results[5].error == "needs running, which was cancelled") }
        if task == 2 {
            #expect(run.results[2].attempts.count == 1)
            #expect(run.results[2].exitCode == 1)
        }
    }

    @Test func `of several tasks a command is carried out on those it can be`() async throws {
        let run = try await run(.cancel(tasks: [0, 3, 5, 4, 99]))
        #expect(run.refusals == ["done is already over"])
        #expect(run.accepted == [.cancel(tasks: [3, 5, 4])])
        #expect([3, 4].map { run.results[$0].ending } == [.cancelled, .cancelled])
    }

    @Test(arguments: [
        (3, false, "running is running"), (4, false, "ready waits for its turn already"),
        (5, false, "needs waits for its turn already"), (7, false, "ticked is ticked in the task file"),
        (8, false, "there is no such task"), (3, true, "running has no agent to stand in for"),
        (0, true, "done has no agent to stand in for"),
    ])
    func `what has not run or runs cannot be retried`(task: Int, withFallback: Bool, reason: String) async throws {
        let run = try await run(withFallback ? .retryWithFallback(tasks: [task]) : .retry(tasks: [task]))
        #expect(run.refusals == [reason])
    }

    @Test(arguments: [(0, TaskEnding.firstTry), (1, .firstTry), (2, .recoveredByRetry)])
    func `what is over or in backoff runs again, at once`(task: Int, ending: TaskEnding) async throws {
        let run = try await run(.retry(tasks: [task]))
        #expect(run.refusals.isEmpty)
        #expect(run.results[task].ending == ending)
        // The one slot is free at 9.3 s.
        #expect(run.starts(of: task).last.map { (9...14).contains($0) } == true)
        #expect(run.results[task].attempts.map(\.number) == (task == 2 ? [1, 2] : [2]))
    }

    @Test func `with a task that succeeds at last, what was blocked because of it runs too`() async throws {
        let run = try await run(.retry(tasks: [1]))
        #expect(run.results[6].ending == .firstTry)
        #expect(run.report.isSuccess)
        let reopened = run.told { if case .taskReopened(let task) = $0 { task } else { nil } }
        #expect(reopened.map(\.value) == [1, 6])
    }

    @Test func `the plain LLM stands in where a person asks for it`() async throws {
        for task in [1, 2] {
            let run = try await run(.retryWithFallback(tasks: [task]))
            let result = run.results[task]
            #expect(result.ending == .recoveredByFallback)
            #expect(result.fallback)
            #expect(result.originalAgent == (task == 1 ? "a" : "b"))
            #expect(result.retryCount == 0)
            #expect(result.attempts.last?.agent == nil)
        }
    }

    @Test func `a retried task that fails again blocks its dependents again, and the run ends`() async throws {
        let tasks: [SpawnTask] = [.named("a"), .named("b"), .named("c", needs: "a", "b"), .clock]
        let run = try await FakeRun.of(
            tasks, .exact(retries: 0), commands: [(3, .retry(tasks: [1]))],
            children: [[.fails()], [.fails(), .succeeds()], [.succeeds()], [.succeeds(after: 20)]])
        // c needs a too, which has failed for good: it must not wait for ever.
        #expect(run.results.endings == [.failed, .firstTry, .blocked, .firstTry])
        #expect(run.starts(of: 2).isEmpty)
    }

    @Test func `slots can be added, and taken away without ending anything`() async throws {
        let run = try await FakeRun.of(
            .some(8), .exact { $0.maxConcurrent = 2 },
            commands: [(1, .setMaxConcurrent(4)), (11, .setMaxConcurrent(1)), (12, .setMaxConcurrent(0))],
            children: Array(repeating: [.succeeds(after: 10)], count: 8))
        // Of the four that run at 11 s two end at that moment, two at 20 s.
        #expect(run.world.starts.map(\.moment.seconds) == [0, 0, 1, 1, 10, 10, 20, 30])
        #expect(run.world.terminations.isEmpty)
        #expect(run.refusals == ["there must be at least 1 slot"])
        #expect(run.told { if case .slotsChanged(let slots) = $0 { slots } else { nil } }.map(\.value) == [4, 1])
    }

    @Test func `nothing starts while starting is paused, and those who would say so`() async throws {
        let run = try await FakeRun.of(
            .some(5), .exact { $0.maxConcurrent = 2 }, commands: [(0.5, .pause), (5, .resume)],
            children: Array(repeating: [.succeeds()], count: 5))
        #expect(run.world.starts.map(\.moment.seconds) == [0, 0, 5, 5, 6])
        #expect(run.waits(of: 2).map(\.value) == [.paused])
        #expect(run.waits(of: 3).map(\.seconds) == [1])
        #expect(run.waits(of: 4).isEmpty)
    }

    @Test func `the next to start says that starts are spread out`() async throws {
        let run = try await FakeRun.of(
            .some(4), .exact { $0.staggerDelay = .seconds(5) },
            children: Array(repeating: [.succeeds(after: 8)], count: 4))
        #expect((1..<4).map { run.waits(of: $0).map(\.seconds) } == [[0], [5], [10]])
        #expect(run.waits(of: 2).map(\.value) == [.stagger(until: Moment(at: 10))])
    }

    @Test func `a task says how much it still needs`() async throws {
        let run = try await FakeRun.of(
            [.named("a"), .named("b"), .named("c"), .named("d", needs: "b", "a", "c")], .exact(),
            children: [[.succeeds(after: 1)], [.succeeds(after: 2)], [.succeeds(after: 3)], [.succeeds()]])
        #expect(
            run.waits(of: 3).map(\.value) == [
                .dependencies(count: 3, first: "b"), .dependencies(count: 2, first: "b"),
                .dependencies(count: 1, first: "c"),
            ])
    }

    @Test func `a run that stays open ends when it is closed, and a task can be retried before`() async throws {
        let settings = RunSettings.exact { $0.staysOpen = true }
        let run = try await FakeRun.of(
            .some(1), settings, commands: [(5, .retry(tasks: [0])), (9, .close)],
            children: [[.fails(.permanent), .succeeds()]])
        #expect(run.results.endings == [.firstTry])
        #expect(run.report.duration == .seconds(9))
        #expect(run.told { $0 == .allTasksEnded ? true : nil }.map(\.seconds) == [1, 6])
    }
}
