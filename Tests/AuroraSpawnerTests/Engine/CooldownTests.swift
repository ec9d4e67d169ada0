import AuroraSpawner
import SpawnCore
import SpawnTestKit
import Testing

/// What one task's rate limit means to the others, and the retry budget of their tool.
@Suite(.timeLimit(.minutes(1)))
struct CooldownTests {
    private let other = ToolDefinition(name: "other", command: ["other"])

    private func cooldowns(of run: FakeRun) -> [String] {
        run.told { kind -> String? in
            guard case .cooldownChanged(let tool, let model, let until, nil) = kind else { return nil }
            return "\(tool) \(model ?? "-") \(until.map { String($0.seconds) } ?? "serves")"
        }.map { "\($0.seconds): \($0.value)" }
    }

    @Test func `a rate limit holds up the tool's other tasks until its hint, and no other tool's`() async throws {
        var tasks: [SpawnTask] = .some(4)
        tasks[3].tool = "other"
        let plan = try RunPlan.fake(tasks, .exact { $0.maxConcurrent = 1 }, tools: [other])
        let run = await FakeRun.of(
            plan,
            in: FakeWorld {
                $0.task == 0 && $0.number == 1 ? .isLimited(hint: 10) : .succeeds(after: $1.tool == "other" ? 4 : 1)
            })
        #expect(run.starts(of: 3) == [1])
        #expect(run.starts(of: 1) == [11])
        #expect(cooldowns(of: run) == ["1.0: fake - 11.0", "11.0: fake - serves"])
        #expect(run.results.endings == [.recoveredByRetry, .firstTry, .firstTry, .firstTry])
    }

    @Test func `models of a tool are limited each on its own`() async throws {
        var tasks: [SpawnTask] = .some(3)
        tasks[2].model = "small"
        let run = try await FakeRun.of(tasks, .exact { $0.maxConcurrent = 1 }) { attempt, _ in
            attempt.task == 0 && attempt.number == 1 ? .isLimited(hint: 10) : .succeeds()
        }
        #expect(run.starts(of: 2) == [1])
        #expect(run.starts(of: 1) == [11])
    }

    @Test func `without a hint the others wait as long as the retry does`() async throws {
        let run = try await FakeRun.of(.some(2), .exact { $0.maxConcurrent = 1 }) { attempt, _ in
            attempt.task == 0 && attempt.number == 1 ? .isLimited() : .succeeds()
        }
        #expect(cooldowns(of: run) == ["1.0: fake - 2.0", "2.0: fake - serves"])
        #expect(run.world.starts.map(\.moment.seconds) == [0, 2, 3])
    }

    @Test func `a service that says no time and refuses each try is tried by one task at a time, ever less often`()
        async throws
    {
        let run = try await refused(50, served: .max)
        let starts = run.world.starts.map(\.moment.seconds)
        #expect(starts.prefix(13) == [0, 0, 0, 0, 0, 0, 0, 0, 6, 17, 38, 79, 160])
        #expect(starts.dropFirst(14).allSatisfy { $0 > 460 })
        let told = cooldowns(of: run)
        #expect(told.first == "1.0: fake - 6.0")
        #expect(told.contains("7.0: fake - 17.0"))
        #expect(!told.contains("7.0: fake - serves"))
    }

    @Test func `when one is served, all are`() async throws {
        let run = try await refused(20, served: 10)
        #expect(run.world.starts.map(\.moment.seconds).suffix(10).prefix(4) == [38, 39, 39, 39])
    }

    /// Tasks of which the first so many are refused, for no known time.
    private func refused(_ count: Int, served first: Int) async throws -> FakeRun {
        try await FakeRun.of(
            .some(count),
            .exact(retries: 0) {
                $0.maxConcurrent = 8
                $0.holdAfter = 3
            }
        ) { attempt, _ in attempt.task < first ? .isLimited() : .succeeds() }
    }

    @Test func `a rate limit is never a breaker's failure`() async throws {
        let run = try await FakeRun.of(
            .some(2, agent: "coder"), .exact(retries: 5),
            children: [
                Array(repeating: .isLimited(hint: 1), count: 5) + [.succeeds()], [.succeeds()],
            ])
        #expect(run.results.endings == [.recoveredByRetry, .firstTry])
        let failures = run.told { if case .breakerChanged(let breaker) = $0 { breaker.failures } else { nil } }
        #expect(failures.allSatisfy { $0.value == 0 })
    }

    @Test func `those who would run but for it say so, and only those`() async throws {
        let run = try await FakeRun.of(.some(6), .exact { $0.maxConcurrent = 2 }) { attempt, _ in
            attempt.task == 0 && attempt.number == 1
                ? .isLimited(hint: 10) : attempt.task == 1 ? .succeeds(after: 5) : .succeeds()
        }
        // One slot is free from 1 s on, the other from 5 s on.
        #expect(run.waits(of: 2).map(\.value) == [.cooldown(tool: "fake", until: Moment(at: 11))])
        #expect(run.waits(of: 2).map(\.seconds) == [1])
        #expect(run.waits(of: 3).map(\.value) == [.cooldown(tool: "fake", until: Moment(at: 11))])
        #expect(run.waits(of: 3).map(\.seconds) == [5])
        #expect(run.waits(of: 4).isEmpty)
        #expect(run.starts(of: 2) == [11])
    }

    @Test func `a hint too far away ends the others too, each with the time it says`() async throws {
        let run = try await FakeRun.of(
            .some(3), .exact { $0.maxConcurrent = 1 },
            children: [
                [.isLimited(hint: 3600)], [.succeeds()], [.succeeds()],
            ])
        #expect(run.results.endings == [.rateLimited, .rateLimited, .rateLimited])
        #expect(run.results.map(\.resetAt) == [1_003_600, 1_003_600, 1_003_600])
        #expect(run.results.map(\.rejectedBy) == [nil, .cooldown, .cooldown])
        #expect(run.world.starts.count == 1)
        #expect(cooldowns(of: run) == ["1.0: fake - 3601.0"])
    }

    @Test func `a person who wants to wait for the reset gets it`() async throws {
        let run = try await FakeRun.of(
            .some(2),
            .exact {
                $0.maxConcurrent = 1
                $0.waitsForReset = true
            }
        ) { attempt, _ in attempt.task == 0 && attempt.number == 1 ? .isLimited(hint: 3600) : .succeeds() }
        #expect(run.results.endings == [.recoveredByRetry, .firstTry])
        #expect(run.starts(of: 1) == [3601])
        #expect((3601...3602).contains(run.starts(of: 0)[1]))
    }

    @Test func `a limit that lifts later than said costs one more short wait`() async throws {
        let run = try await FakeRun.of(
            .some(2),
            .exact {
                $0.maxConcurrent = 1
                $0.waitsForReset = true
            }
        ) { attempt, _ in
            guard attempt.task == 0, attempt.number < 3 else { return .succeeds() }
            return .isLimited(hint: attempt.number == 1 ? 3600 : 30)
        }
        #expect(run.results.endings == [.recoveredByRetry, .firstTry])
        #expect(run.report.duration < .seconds(3640))
    }

    @Test func `a limit that is waited for takes no retries away, but for one that never lifts`()
        async throws
    {
        func run(refusals: Int) async throws -> FakeRun {
            try await FakeRun.of(
                .some(1),
                .exact(retries: 1) { $0.waitsForReset = true }
            ) { attempt, _ in attempt.number <= refusals ? .isLimited(hint: 30) : .succeeds() }
        }
        let late = try await run(refusals: 5)
        #expect(late.results.endings == [.recoveredByRetry])
        #expect(late.world.starts.count == 6)
        let never = try await run(refusals: 1000)
        #expect(never.results.endings == [.rateLimited])
        #expect(never.world.starts.count == 22)
    }

    @Test func `but not beyond the deadline of the run`() async throws {
        let run = try await FakeRun.of(
            .some(2),
            .exact {
                $0.maxConcurrent = 1
                $0.waitsForReset = true
                $0.deadline = .seconds(3000)
            }, children: [[.isLimited(hint: 3600)], [.succeeds()]])
        #expect(run.results.endings == [.rateLimited, .rateLimited])
        #expect(run.report.duration == .seconds(1))
    }

    @Test func `a person who retries a refused task lifts the refusal`() async throws {
        let run = try await FakeRun.of(
            .some(2) + [.clock], .exact(), commands: [(5, .retry(tasks: [0])), (8, .retry(tasks: [0]))]
        ) { attempt, _ in
            attempt.task == 2 ? .succeeds(after: 10) : attempt.number == 1 ? .isLimited(hint: 3600) : .succeeds()
        }
        #expect(run.starts(of: 0) == [0, 5, 8])
        #expect(cooldowns(of: run) == ["1.0: fake - 3601.0", "5.0: fake - serves"])
    }

    @Test func `the retry budget of a tool is 10 and a fifth of its first attempts`() async throws {
        let run = try await FakeRun.of(
            .some(100), .exact(retries: 2), children: Array(repeating: [.fails()], count: 100))
        #expect(run.world.starts.count == 100 + 10 + 20)
        #expect(run.report.metrics.endings == [.failed: 100])
        #expect(run.results.last?.rejectedBy == .budget)
        #expect(
            run.results.last?.error
                == "exit 1; not tried again: the retry budget of its tool is spent (retry_budget)")
        #expect(run.results.last?.attempts.count == 1)
    }

    @Test(arguments: [(0.0, 100 + 10), (0.5, 100 + 10 + 50), (nil, 300)])
    func `another budget is a key away`(ratio: Double?, starts: Int) async throws {
        let run = try await FakeRun.of(
            .some(100), .exact(retries: 2) { $0.retryBudget = ratio },
            children: Array(repeating: [.fails()], count: 100))
        #expect(run.world.starts.count == starts)
    }

    @Test func `when it is spent the plain LLM stands in`() async throws {
        let run = try await FakeRun.of(
            .some(60, agent: "coder"),
            .exact(retries: 2, fallback: true) {
                $0.policy = .default
                $0.breaker.failureThreshold = 1000
            }
        ) { _, spec in
            spec.environment["AURORA_AGENT"] == "coder" ? .fails() : .succeeds()
        }
        #expect(run.report.metrics.total.endings == [.recoveredByFallback: 60])
        let reasons = run.told { kind -> String? in
            if case .taskWaiting(_, .fallback(let reason)) = kind { reason } else { nil }
        }
        #expect(reasons.contains { $0.value == "the retry budget is spent" })
    }
}
