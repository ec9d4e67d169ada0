import AuroraSpawner
import SpawnCore
import SpawnTestKit
import Testing

/// Stopping a run: what runs is ended, what waits never starts, and every task has a result.
@Suite(.timeLimit(.minutes(1)))
struct StopTests {
    private let tasks: [SpawnTask] = .some(3) + [.named("4", needs: "1")]
    private let children: [[FakeChild]] = [[.hangs.ignoringTerm()], [.fails(), .hangs], [.hangs], [.succeeds()]]
    private let settings = RunSettings.exact { $0.maxConcurrent = 2 }

    @Test(arguments: [UserCommand.stop(.user), .stop(.signal(15))])
    func `said once, everything is asked to end`(stop: UserCommand) async throws {
        let run = try await FakeRun.of(tasks, settings, commands: [(1.5, stop)], children: children)
        #expect(run.results.endings == [.cancelled, .cancelled, .cancelled, .cancelled])
        #expect(run.results.map(\.attempts.count) == [1, 1, 1, 0])
        #expect(run.results[0].attempts[0].termination == .shutdown)
        #expect(run.results[0].attempts[0].outcome == .cancelled(by: .shutdown))
        let sentence = stop == .stop(.user) ? "the run was stopped" : "the run was stopped by signal 15"
        #expect(run.results.prefix(3).allSatisfy { $0.error == sentence })
        #expect(run.world.terminations.map(\.manner) == [.polite, .polite])
        #expect(run.report.duration == .seconds(3.5))
        #expect(run.world.alive == 0)
    }

    @Test func `said twice, at once; and a third time there is nothing left to hasten`() async throws {
        let run = try await FakeRun.of(
            tasks, settings,
            commands: [(1.5, .stop(.user)), (2, .stop(.signal(2))), (2, .stop(.signal(2)))], children: children)
        #expect(run.world.terminations.map(\.manner) == [.polite, .polite, .immediate])
        #expect(run.report.duration == .seconds(2))
        #expect(run.report.stopCause == .user)
        #expect(run.refusals == ["everything is being ended at once already"])
    }

    @Test func `a deadline that passes while the run is being stopped hastens nothing`() async throws {
        var settings = settings
        settings.deadline = .seconds(2)
        let run = try await FakeRun.of(tasks, settings, commands: [(1.5, .stop(.user))], children: children)
        #expect(run.world.terminations.map(\.manner) == [.polite, .polite])
        #expect(run.report.duration == .seconds(3.5))
    }

    @Test func `a signal in a batch is a stop`() async throws {
        var world = FakeWorld { [children] attempt, _ in children[attempt.task][0] }
        world.plan(signal: 1, at: 0.5)
        let run = await FakeRun.of(try RunPlan.fake(tasks, settings), in: world)
        #expect(run.report.stopCause == .signal(1))
        #expect(run.report.duration == .seconds(2.5))
    }

    @Test func `a run that is stopped before it begins starts nothing`() async throws {
        let run = try await FakeRun.of(tasks, settings, commands: [(0, .stop(.user))], children: children)
        #expect(run.results.endings == [.cancelled, .cancelled, .cancelled, .cancelled])
        #expect(run.report.duration == .zero)
    }

    @Test func `cancelling the surrounding Swift task stops the run`() async throws {
        var world = FakeWorld { _, _ in .hangs }
        world.end = Moment(at: 1)
        let host = FakeHost(world)
        let spawner = try Spawner(plan: try RunPlan.fake(.some(2)), host: host)
        let events = spawner.events()
        let running = Task { await spawner.run() }
        for await event in events {
            if case .attemptStarted(task: 1, _) = event.kind { running.cancel() }
        }
        let report = await running.value
        #expect(report.results.endings == [.cancelled, .cancelled])
        #expect(report.stopCause == .user)
        #expect(host.isClosed)
        #expect(host.world.alive == 0)
    }

    @Test func `nothing can be retried while the run is being stopped, and cancelling again changes nothing`()
        async throws
    {
        let run = try await FakeRun.of(
            tasks, settings, commands: [(1.5, .stop(.user)), (1.6, .retry(tasks: [1])), (1.7, .cancel(tasks: [0]))],
            children: children)
        #expect(run.refusals == ["the run is being stopped"])
        #expect(run.report.duration == .seconds(3.5))
    }
}
