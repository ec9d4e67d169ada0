import AuroraSpawner
import SpawnCore
import SpawnTestKit
import Testing

/// What subscribers see of a run.
@Suite(.timeLimit(.minutes(1)))
struct EventTests {
    private let children: [[FakeChild]] = [
        [.fails(.transient), .succeeds().writing(at: [0.2, 0.4])], [.fails(.permanent)], [.succeeds()],
    ]
    private let tasks: [SpawnTask] = [.named("a"), .named("b", agent: "coder"), .named("c", needs: "a", "b")]

    @Test func `every subscriber sees every event, in the same order, until the run ends`() async throws {
        let children = children
        let host = FakeHost(FakeWorld { attempt, _ in children[attempt.task][min(attempt.number, 2) - 1] })
        let plan = try RunPlan.fake(tasks, .exact { $0.maxConcurrent = 1 })
        let spawner = try Spawner(plan: plan, host: host)
        let recorders = (0..<5).map { _ in EventRecorder(spawner) }
        _ = await spawner.run()
        let seen = await recorders[0].events
        for recorder in recorders { #expect(await recorder.events == seen) }
        #expect(seen.first?.kind == .runStarted(RunDescription(runID: "fake", taskCount: 3, maxConcurrent: 1)))
        if case .runEnded = seen.last?.kind {
        } else {
            Issue.record("the last event is \(String(describing: seen.last))")
        }
        #expect(zip(seen, seen.dropFirst()).allSatisfy { $0.moment <= $1.moment })
        #expect(await EventRecorder(spawner).events.isEmpty, "a stream of a run that is over ends at once")
    }

    @Test func `the same run tells the same story`() async throws {
        let settings = RunSettings.exact(retries: 1) { $0.recovery?.backoff.jitter = .full }
        let runs = try await [
            FakeRun.of(.some(40, agent: "coder"), settings) { attempt, _ in
                attempt.task % 3 == 0 ? .fails() : .succeeds()
            },
            FakeRun.of(.some(40, agent: "coder"), settings) { attempt, _ in
                attempt.task % 3 == 0 ? .fails() : .succeeds()
            },
        ]
        #expect(runs[0].events == runs[1].events)
    }

    @Test func `results and metrics are those of the events, each task once`() async throws {
        let run = try await FakeRun.of(
            tasks, .exact { $0.maxConcurrent = 1 }, commands: [(6, .retry(tasks: [1]))],
            children: [
                children[0], [.fails(.permanent), .succeeds()], children[2],
            ])
        var results: [Int: SpawnResult] = [:]
        var metrics = RecoveryMetrics()
        for event in run.events {
            switch event.kind {
            case .taskEnded(let result):
                #expect(results.updateValue(result, forKey: result.taskIndex) == nil)
                metrics.record(result)
            case .taskReopened(let task):
                if let old = results.removeValue(forKey: task) { metrics.withdraw(old) }
            default: break
            }
        }
        #expect(run.results == (0..<3).compactMap { results[$0] })
        #expect(run.report.metrics == metrics)
        #expect(run.events.last?.kind == .runEnded(metrics))
    }

    @Test func `the queue wait is from the time a task could start to its first child`() async throws {
        let run = try await FakeRun.of(
            [.named("a"), .named("b"), .named("c", needs: "a"), .named("d", needs: "a")],
            .exact { $0.maxConcurrent = 1 },
            children: [
                [.succeeds(after: 3)], [.fails(after: 2), .succeeds()], [.succeeds(after: 5)], [.fails(.permanent)],
            ])
        #expect(run.results.map(\.queueWait) == [0, 3, 2, 8].map { Duration.seconds($0) })
    }
}
