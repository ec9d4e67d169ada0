import AuroraSpawner
import SpawnCore
import SpawnTestKit
import Testing

/// When an attempt has had its time, in a whole run: the numbers are those of the spawn policies.
@Suite(.timeLimit(.minutes(1)))
struct TimeoutTests {
    private func run(
        _ child: FakeChild, under policy: SpawnPolicy, _ change: (inout RunSettings) -> Void = { _ in }
    ) async throws -> FakeRun {
        try await FakeRun.of(
            [.named("a")],
            .exact(retries: 0) {
                $0.policy = policy
                change(&$0)
            }, children: [[child]])
    }

    private func hanging(writingEvery seconds: Int) -> FakeChild {
        FakeChild.hangs.writing(at: stride(from: seconds, to: 4000, by: seconds).map(Double.init))
    }

    @Test(arguments: SpawnPolicy.presets)
    func `a silent attempt ends with its first limit`(policy: SpawnPolicy) async throws {
        let run = try await run(.hangs, under: policy)
        #expect(run.world.terminations.map(\.moment) == [.start + policy.timeout.first])
        #expect(run.results[0].attempts[0].termination == .timeout)
        #expect(run.results[0].attempts[0].outcome.failure?.category == .timeout)
        #expect(!run.results[0].timeoutExtended)
    }

    @Test(arguments: [
        (SpawnPolicy.default, 300), (.production, 600), (.patient, 600), (.failFast, 60), (.development, 1800),
        (.agent, 3600),
        (.test, 30),
    ])
    func `a busy attempt has the last limit`(policy: SpawnPolicy, seconds: Double) async throws {
        let run = try await run(hanging(writingEvery: 5), under: policy)
        #expect(run.world.terminations.map(\.moment.seconds) == [seconds])
        #expect(run.results[0].timeoutExtended == (policy.timeout.mode == .progressive))
    }

    @Test func `a limit grows by half whenever it expires on an attempt that was just active`() async throws {
        let run = try await run(hanging(writingEvery: 9), under: .patient)
        let extensions = run.told { if case .timeoutExtended(_, let until) = $0 { until.seconds } else { nil } }
        #expect(extensions.map(\.seconds) == [120, 180, 270, 405])
        #expect(extensions.map(\.value) == [180, 270, 405, 600])
    }

    @Test(arguments: [140.0, 2400])
    func `an agent may work for an hour and be silent before it answers, unless somebody says otherwise`(
        seconds: Double
    ) async throws {
        let run = try await FakeRun.of([.named("a")], children: [[.succeeds(after: seconds, saying: "done")]])
        #expect(run.results.endings == [.firstTry])
        #expect(run.results[0].attempts[0].duration.inSeconds == seconds)
    }

    @Test func `an attempt that was not active just before is not given more time`() async throws {
        let run = try await run(FakeChild.hangs.writing(at: [109]), under: .patient)
        #expect(run.world.terminations.map(\.moment.seconds) == [120])
        #expect(!run.results[0].timeoutExtended)
    }

    @Test(arguments: [
        (SpawnPolicy.default, 5.0, 35.0), (.failFast, 5, 20), (.test, 5, 15), (.production, 5, 120), (.patient, 5, 120),
        (.agent, 5, 605),
        (.development, 5, 1800),
    ])
    func `silence after the first byte ends an attempt where the policy says so`(
        policy: SpawnPolicy, lastByte: Double, end: Double
    ) async throws {
        let run = try await run(FakeChild.hangs.writing(at: [1, lastByte], to: .stderr), under: policy)
        #expect(run.world.terminations.map(\.moment.seconds) == [end])
        let reason = run.results[0].attempts[0].termination
        #expect(reason == (policy.timeout.killsOnIdle ? .noActivity : .timeout))
    }

    @Test(arguments: [
        ([:], SpawnPolicy.agent, [], "timed out after 3600 s: first_timeout of policy agent"),
        ([:], .patient, Array(stride(from: 5, to: 600, by: 5)), "timed out after 600 s: max_timeout of policy patient"),
        ([:], .patient, [115], "timed out after 180 s: first_timeout, extended, of policy patient"),
        ([:], .agent, [5], "no activity for 600 s: idle_timeout of policy agent"),
        (["run": 7.5], .agent, [5], "timed out after 7.5 s: timeout of the run"),
        (["run": 700], .agent, [5], "no activity for 600 s: idle_timeout of policy agent"),
        (["run": 7.5, "task": 9], .agent, [5], "timed out after 9 s: timeout of its task"),
        (["run": 9000], .agent, [], "timed out after 3600 s: first_timeout of policy agent"),
    ])
    func `an attempt says which limit ended it, and which key changes that`(
        limits: [String: Double], policy: SpawnPolicy, writes: [Int], message: String
    ) async throws {
        var task = SpawnTask.named("a")
        task.timeout = limits["task"].map { .milliseconds(Int($0 * 1000)) }
        let run = try await FakeRun.of(
            [task],
            .exact(retries: 0) {
                $0.policy = policy
                $0.timeout = limits["run"].map { .milliseconds(Int($0 * 1000)) }
            }, children: [[FakeChild.hangs.writing(at: writes.map(Double.init))]])
        #expect(run.results[0].error == message)
    }

    @Test func `silence from the start counts where it was asked for`() async throws {
        var policy = SpawnPolicy.default
        policy.timeout.idleFromStart = true
        #expect(try await run(.hangs, under: policy).world.terminations.map(\.moment.seconds) == [30])
    }

    @Test(arguments: [
        (FakeChild.hangs.complaining(at: 5), 7.0, TerminationReason?.some(.errorPattern)),
        (.succeeds(after: 6.5).complaining(at: 5), 6.5, nil),
        (.succeeds(after: 20).complaining(at: 5).writing(at: [6]), 20, nil),
        (.succeeds(after: 20).complaining(at: 5).writing(at: [6], to: .stderr), 7, .errorPattern),
        (.succeeds(after: 20).complaining(at: 5).writing(at: [6]).complaining(at: 10), 12, .errorPattern),
        (.succeeds(after: 20).writing(at: [4]).complaining(at: 5), 7, .errorPattern),
    ])
    func `an error on stderr gives 2 s, which only new output on stdout takes back`(
        child: FakeChild, end: Double, reason: TerminationReason?
    ) async throws {
        let run = try await run(child, under: .patient)
        #expect(run.report.duration == Duration(inSeconds: end))
        #expect(run.results[0].attempts[0].termination == reason)
        #expect(run.results[0].success == (reason == nil))
    }

    @Test func `an attempt ended for an error that exits 0 has recovered by itself`() async throws {
        var child = FakeChild.hangs.complaining(at: 5)
        child.exitWhenAsked = .exited(0)
        let run = try await run(child, under: .patient)
        #expect(run.results.endings == [.firstTry])
    }

    @Test func `an error on stderr is nothing to a policy that does not care`() async throws {
        let run = try await run(FakeChild.succeeds(after: 20).complaining(at: 5), under: .development)
        #expect(run.results.endings == [.firstTry])
    }

    @Test(arguments: [SpawnPolicy.patient, .development])
    func `a task's own limit is the last word`(policy: SpawnPolicy) async throws {
        var task = SpawnTask.named("a")
        task.timeout = .seconds(50)
        let run = try await FakeRun.of(
            [task], .exact(retries: 0) { $0.policy = policy }, children: [[hanging(writingEvery: 1)]])
        #expect(run.world.terminations.map(\.moment.seconds) == [50])
        #expect(!run.results[0].timeoutExtended)
    }

    @Test func `an adaptive limit follows the agent's last successes`() async throws {
        var policy = SpawnPolicy.default
        policy.timeout = TimeoutPolicy(
            mode: .adaptive, first: .seconds(20), maximum: .seconds(100), idle: .seconds(30), killsOnIdle: false)
        let times = [10.0, 12, 40]
        let run = try await FakeRun.of(
            .some(4, agent: "coder"),
            .exact(retries: 0) {
                $0.maxConcurrent = 1
                $0.policy = policy
            }
        ) { attempt, _ in attempt.task < 3 ? .succeeds(after: times[attempt.task] / 2) : .hangs }
        // Of 5, 6 and 20 s the 90th percentile is 20 s.
        #expect(run.results[3].attempts[0].duration == .seconds(30))
    }

    @Test func `an attempt that ignores TERM is killed after the grace`() async throws {
        let run = try await run(FakeChild.hangs.ignoringTerm(), under: .test)
        #expect(run.report.duration == .seconds(32))
        #expect(run.results[0].attempts[0].exit == .signalled(9))
        #expect(run.results[0].attempts[0].outcome.failure?.kind == .timeout)
    }

    @Test(arguments: [(SpawnPolicy.patient, 3), (.failFast, 1), (.test, 1)])
    func `what was ended for its time is tried again unless the policy says no`(
        policy: SpawnPolicy, runs: Int
    ) async throws {
        for child in [FakeChild.hangs, .hangs.complaining(at: 1)] {
            let run = try await FakeRun.of([.named("a")], .exact { $0.policy = policy }, children: [[child]])
            #expect(run.world.starts.count == runs)
        }
    }

    @Test func `the deadline of the run ends everything`() async throws {
        let run = try await FakeRun.of(
            .some(3),
            .exact {
                $0.maxConcurrent = 2; $0.deadline = .seconds(10)
            },
            children: [[.succeeds(after: 4)], [.hangs.ignoringTerm()], [.hangs]])
        #expect(run.results.endings == [.firstTry, .cancelled, .cancelled])
        #expect(run.results[1].attempts[0].termination == .deadline)
        #expect(run.results[1].attempts[0].outcome == .cancelled(by: .deadline))
        #expect(run.report.stopCause == .deadline)
        #expect(run.report.duration == .seconds(12))
    }
}
