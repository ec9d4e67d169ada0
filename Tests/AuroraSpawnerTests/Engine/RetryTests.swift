import AuroraSpawner
import SpawnCore
import SpawnTestKit
import Testing

/// How often an agent runs again, and when.
@Suite(.timeLimit(.minutes(1)))
struct RetryTests {
    @Test func `an agent runs once and as many times again as it may, after exactly the delays of the backoff`()
        async throws
    {
        let run = try await FakeRun.of([.named("a")], .exact(retries: 6), children: [[.fails(after: 10)]])
        // 1, 2, 4, 8, 16, and 30 in place of 32.
        #expect(run.starts(of: 0) == [0, 11, 23, 37, 55, 81, 121])
        #expect(run.results[0].retryCount == 6)
        #expect(run.results[0].attempts.count == 7)
        #expect(run.results.endings == [.failed])
    }

    @Test(arguments: [0, 1, 2, 3])
    func `retries are counted as they really happened`(failures: Int) async throws {
        let run = try await FakeRun.of(
            [.named("a")], .exact(retries: 3),
            children: [Array(repeating: .fails(.transient), count: failures) + [.succeeds(saying: "done")]])
        let result = run.results[0]
        #expect(result.retryCount == failures)
        #expect(result.attempts.map(\.number) == Array(1...failures + 1))
        #expect(result.ending == (failures == 0 ? .firstTry : .recoveredByRetry))
        #expect(result.output.text == "done")
        #expect(result.exitCode == 0)
        #expect(result.error == nil)
    }

    @Test(arguments: [
        (ErrorCategory.transient, 3), (.timeout, 3), (.resource, 3), (.unknown, 3), (.permanent, 1),
    ])
    func `every category but permanent is retried`(category: ErrorCategory, runs: Int) async throws {
        let run = try await FakeRun.of([.named("a")], .exact(), children: [[.fails(category)]])
        #expect(run.world.starts.count == runs)
        #expect(run.results[0].retryCount == runs - 1)
        #expect(run.results[0].attempts.last?.outcome.failure?.category == category)
    }

    @Test(arguments: [
        (RecoveryPolicy.Strategy.retryThenFallback, 3, true), (.retrySame, 3, false), (.fallbackOnly, 1, true),
        (.noRecovery, 1, false),
    ])
    func `a strategy is what a run does`(strategy: RecoveryPolicy.Strategy, runs: Int, fallsBack: Bool) async throws {
        for preset in [RecoveryPolicy.default, .noRecovery] {
            var settings = RunSettings()
            settings.recovery = preset
            settings.recovery?.strategy = strategy
            #expect(settings.recovery?.strategy == strategy)
            let run = try await FakeRun.of([.named("a", agent: "coder")], settings, children: [[.fails()]])
            #expect(
                run.results[0].attempts.map(\.isFallback) == (0..<runs).map { _ in false } + (fallsBack ? [true] : []))
        }
    }

    @Test func `a waiting retry says when it comes and why`() async throws {
        let run = try await FakeRun.of([.named("a")], .exact(retries: 1), children: [[.fails(.transient)]])
        let failure = Failure(
            category: .transient, kind: .transientError, rule: "fake", message: "transient_error of a fake child")
        #expect(
            run.waits(of: 0).first?.value == .backoff(until: .start + .seconds(2), retry: 1, of: 1, failure: failure))
    }

    @Test func `the spawn policy says how often and when, unless a recovery policy is named`() async throws {
        let settings = RunSettings.exact {
            $0.recovery = nil
            $0.maxRetries = nil
            $0.policy = .default
            $0.policy.backoff.jitter = .none
        }
        let run = try await FakeRun.of([.named("a")], settings, children: [[.fails()]])
        #expect(run.starts(of: 0) == [0, 2, 5])
    }

    @Test(arguments: [(0.0, 10.0...11.0), (0.5, 10.5...11.5), (60, 70...71), (300, 310...311)])
    func `a hint is waited for, and no more than a second longer`(
        hint: Double, moments: ClosedRange<Double>
    ) async throws {
        for failure in [FakeChild.isLimited(after: 10, hint: hint), .fails(.transient, after: 10, hint: hint)] {
            let run = try await FakeRun.of([.named("a")], .exact(), children: [[failure, .succeeds()]])
            #expect(run.starts(of: 0).count == 2)
            #expect(moments.contains(run.starts(of: 0)[1]))
        }
    }

    @Test func `a rate limit whose end is too far away ends the task, with the time it says`() async throws {
        let run = try await FakeRun.of([.named("a")], .exact(), children: [[.isLimited(hint: 301)]])
        #expect(run.results.endings == [.rateLimited])
        #expect(run.results[0].resetAt == 1_000_301)
        #expect(run.world.starts.count == 1)
        #expect(run.report.duration == .seconds(1))
    }

    @Test func `no sleep crosses the deadline of the run`() async throws {
        let settings = RunSettings.exact(retries: 9) { $0.deadline = .seconds(10) }
        let failing = try await FakeRun.of([.named("a")], settings, children: [[.fails()]])
        // The attempts end at 1, 3, 6; the next delay of 4 s would end with the deadline.
        #expect(failing.starts(of: 0) == [0, 2, 5])
        #expect(failing.report.duration == .seconds(6))
        let limited = try await FakeRun.of([.named("a")], settings, children: [[.isLimited(hint: 9)]])
        #expect(limited.results.endings == [.rateLimited])
        #expect(limited.report.duration == .seconds(1))
    }

    @Test func `a machine that is short of something delays starts and charges nobody`() async throws {
        var world = FakeWorld { attempt, _ in attempt.number == 1 ? .fails() : .succeeds() }
        world.startFailure = { $0 % 2 == 1 ? .cannotStart(isExhaustion: true) : nil }
        let run = await FakeRun.of(try RunPlan.fake([.named("a", agent: "coder")], .exact(retries: 1)), in: world)
        let result = run.results[0]
        #expect(result.ending == .recoveredByRetry)
        #expect(result.retryCount == 1)
        #expect(result.attempts.map(\.number) == [1, 2])
        #expect(run.world.starts.map(\.attempt.number) == [1, 1, 2, 2])
        let delays = run.waits(of: 0).compactMap { wait -> Double? in
            if case .exhausted(let until, 1, "no processes left") = wait.value {
                until.seconds - wait.seconds
            } else {
                nil
            }
        }
        #expect(delays.count == 2)
        #expect(delays.allSatisfy { (0.025...0.05).contains($0) })
        #expect(run.report.metrics.health["coder"]?.attempts == 2)
        #expect(result.startRetries == 2)
    }

    @Test func `a machine that stays short of something is asked ever less often`() async throws {
        let run = try await FakeRun.of([.named("a")], .exact { $0.deadline = .seconds(60) }) { _, _ in
            .cannotStart(isExhaustion: true)
        }
        let starts = run.starts(of: 0)
        #expect((12...24).contains(starts.count))
        #expect(zip(starts, starts.dropFirst()).allSatisfy { $1 - $0 <= 5 })
        #expect(run.results.endings == [.cancelled])
        #expect(run.results[0].attempts.isEmpty)
        #expect(run.results[0].startRetries == starts.count)
        let told = run.waits(of: 0).compactMap { if case .exhausted(_, let retry, _) = $0.value { retry } else { nil } }
        #expect(told == Array(1...starts.count))
        #expect(run.report.duration == .seconds(60))
    }

    @Test func `a program that cannot be started has failed for good`() async throws {
        let run = try await FakeRun.of(
            [.named("a", agent: "coder")], .exact(fallback: true), children: [[.cannotStart(isExhaustion: false)]])
        let result = run.results[0]
        #expect(result.ending == .failed)
        #expect(result.retryCount == 0)
        #expect(result.error == "no such program")
        #expect(result.attempts.map(\.outcome.failure?.kind) == [.notFound])
        #expect(result.attempts.map(\.exit) == [nil])
    }
}
