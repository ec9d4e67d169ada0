import AuroraSpawner
import SpawnCore
import SpawnTestKit
import Testing

/// The breaker in a run: it stands at the admission of a task, and nowhere else.
@Suite(.timeLimit(.minutes(1)))
struct BreakerGateTests {
    private func oneByOne(
        retries: Int = 0, fallback: Bool = false, _ change: (inout RunSettings) -> Void = { _ in }
    ) -> RunSettings {
        .exact(retries: retries, fallback: fallback) {
            $0.maxConcurrent = 1
            change(&$0)
        }
    }

    /// Two tasks of the agent fail and open its breaker at 1 s, so that its probe is due at 121 s; `clock` is a task of the
    /// plain LLM that ends so many seconds later, and the rest needs it.
    private func run(
        clock: Double, then children: [FakeChild], _ settings: RunSettings = .exact(retries: 2)
    ) async throws -> FakeRun {
        let late = children.indices.map { SpawnTask.named("late\($0)", agent: "coder", needs: "clock") }
        return try await FakeRun.of(
            .some(2, agent: "coder") + [.clock] + late, settings,
            children: [[.fails(.permanent)], [.fails(.permanent)], [.succeeds(after: clock)]] + children.map { [$0] })
    }

    @Test func `two failed tasks turn away the rest, and no other agent's`() async throws {
        let run = try await FakeRun.of(
            .some(3, agent: "coder") + [.named("4", agent: "tester"), .named("5")], oneByOne()
        ) { attempt, _ in attempt.task < 3 ? .fails() : .succeeds() }
        #expect(run.results.endings == [.failed, .failed, .rejected, .firstTry, .firstTry])
        #expect(run.results[2].error == "the breaker of coder is open")
        #expect(run.results[2].rejectedBy == .breaker)
        #expect(run.results[2].attempts.isEmpty)
        #expect(run.report.metrics.total.count(rejectedBy: .breaker) == 1)
    }

    @Test func `the plain LLM stands in for an agent whose breaker is open`() async throws {
        let run = try await FakeRun.of(.some(3, agent: "coder"), oneByOne(fallback: true)) { _, spec in
            spec.environment["AURORA_AGENT"] == "coder" ? .fails() : .succeeds()
        }
        #expect(run.results.endings == [.recoveredByFallback, .recoveredByFallback, .recoveredByFallback])
        #expect(run.results[2].attempts.map(\.isFallback) == [true])
        #expect(run.results[2].originalAgent == "coder")
        #expect(run.results[2].retryCount == 0)
    }

    @Test func `a task that was admitted keeps its own retries, whatever they do to the breaker`() async throws {
        let run = try await FakeRun.of(
            [
                .clock, .named("a", agent: "coder"), .named("b", agent: "coder"),
                .named("late", agent: "coder", needs: "clock"),
            ],
            .exact(retries: 3),
            children: [
                [.succeeds(after: 5)], [.fails(), .fails(), .fails(), .succeeds()], [.fails()], [.succeeds()],
            ])
        #expect(run.results.endings == [.firstTry, .recoveredByRetry, .failed, .rejected])
        #expect(run.results[1].retryCount == 3)
    }

    @Test func `a task's own retries open no breaker, with others that succeed or without`() async throws {
        for others in [0, 7] {
            let tasks = [SpawnTask].some(1 + others, agent: "coder")
            let run = try await FakeRun.of(tasks, oneByOne(retries: 5)) { attempt, _ in
                attempt.task == 0 ? .fails() : .succeeds()
            }
            #expect(run.results.endings == [.failed] + Array(repeating: .firstTry, count: others))
            #expect(run.breakerChanges == [])
        }
    }

    @Test func `when its open time is over one probe is let through, and closes it`() async throws {
        let run = try await run(clock: 121, then: [.succeeds(), .succeeds(), .succeeds()])
        #expect(run.results.endings.suffix(3) == [.firstTry, .rejected, .rejected])
        let probes = run.told { if case .attemptStarted(let task, let start) = $0, start.isProbe { task } else { nil } }
        #expect(probes.map(\.value) == [3])
        #expect(
            run.breakerChanges == [
                "1 closed-open: threshold", "121 open-halfOpen: openTimeOver", "122 halfOpen-closed: probeSucceeded",
            ])
    }

    @Test func `a probe that fails gets no retry and opens it again`() async throws {
        let run = try await run(clock: 121, then: [.fails()])
        #expect(run.results[3].ending == .failed)
        #expect(run.starts(of: 3) == [121])
        #expect(run.breakerChanges.last == "122 halfOpen-open: probeFailed")
    }

    @Test func `a rate-limited probe gets no retry, and gives its place back`() async throws {
        let run = try await run(clock: 121, then: [.isLimited(hint: 5)])
        #expect(run.results[3].ending == .rateLimited)
        #expect(run.starts(of: 3) == [121])
        #expect(run.breakerChanges.last == "121 open-halfOpen: openTimeOver")
    }

    @Test func `a probe that the machine cannot start leaves its place to others`() async throws {
        let tasks = [.clock, SpawnTask.named("late", agent: "coder", needs: "clock")]
        var world = FakeWorld { attempt, _ in
            attempt.task == 2 ? .succeeds(after: 121) : attempt.task == 3 ? .succeeds() : .fails(.permanent)
        }
        world.startFailure = { $0 == 4 ? .cannotStart(isExhaustion: true) : nil }
        let run = await FakeRun.of(try RunPlan.fake(.some(2, agent: "coder") + tasks, .exact()), in: world)
        #expect(run.results[3].ending == .firstTry)
        let probes = run.told { if case .breakerChanged(let breaker) = $0 { breaker.probeTask } else { nil } }
        // In flight, given back, in flight again.
        #expect(probes.map(\.value).count == 2)
    }

    @Test func `a policy without breakers has none`() async throws {
        let run = try await FakeRun.of(
            .some(4, agent: "coder"), oneByOne { $0.policy = .test },
            children: [[.fails()], [.fails()], [.fails()], [.succeeds()]])
        #expect(run.results.endings == [.failed, .failed, .failed, .firstTry])
        #expect(run.told { if case .breakerChanged = $0 { true } else { nil } }.isEmpty)
    }

    @Test func `an operator who forces it open ends the retries of those it has admitted`() async throws {
        for (moment, runs) in [(0.5, 1), (1.5, 1), (2.5, 2)] {
            let run = try await FakeRun.of(
                .some(1, agent: "coder"), .exact(retries: 5),
                commands: [(moment, .breaker(agent: "coder", .forceOpen))],
                children: [[.fails(.transient)]])
            #expect(run.results.endings == [.failed])
            #expect(run.starts(of: 0).count == runs)
            #expect(run.results[0].retryCount == runs - 1)
            #expect(
                run.breakerChanges.last
                    == "\(Int(moment)) closed-forcedOpen: operator(SpawnCore.BreakerAction.forceOpen)")
        }
    }

    @Test func `operators reset, probe and disable it; what would change nothing is refused`() async throws {
        let commands: [(Double, UserCommand)] = [
            (2, .breaker(agent: "coder", .probe)), (3, .breaker(agent: "coder", .probe)),
            (4, .breaker(agent: "coder", .disable)), (5, .breaker(agent: "coder", .reset)),
            (6, .breaker(agent: "tester", .reset)),
        ]
        let run = try await FakeRun.of(
            .some(2, agent: "coder") + [.clock], .exact(retries: 0), commands: commands,
            children: [[.fails()], [.fails()], [.succeeds(after: 10)]])
        #expect(
            run.breakerChanges == [
                "1 closed-open: threshold", "2 open-halfOpen: operator(SpawnCore.BreakerAction.probe)",
                "4 halfOpen-disabled: operator(SpawnCore.BreakerAction.disable)",
                "5 disabled-closed: operator(SpawnCore.BreakerAction.reset)",
            ])
        #expect(run.accepted == [0, 2, 3].map { commands[$0].1 })
        #expect(
            run.refusals == [
                "only an open breaker is probed, and that of coder is not", "tester has no breaker in this run",
            ])
    }
}
