import AuroraSpawner
import SpawnCore
import SpawnTestKit
import Testing

/// A tool that fails whoever asks is tried by one task at a time, after a growing while, rather than by all of them at once.
@Suite(.timeLimit(.minutes(1)))
struct HeldToolTests {
    private func settings(retries: Int = 1, _ change: (inout RunSettings) -> Void = { _ in }) -> RunSettings {
        .exact(retries: retries) {
            $0.holdAfter = 3
            change(&$0)
        }
    }

    /// What was told of a tool that is held: when, what is wrong, and when it is tried.
    private func holds(of run: FakeRun) -> [String] {
        run.told { kind -> String? in
            guard case .cooldownChanged(_, _, let until, let trouble) = kind else { return nil }
            return "\(trouble?.kind.rawValue ?? "serves") \(until.map { String($0.seconds) } ?? "-")"
        }.map { "\($0.seconds): \($0.value)" }
    }

    // MARK: - Failures that are alike

    @Test func `a limit in words that nobody knows does not burn the attempts of all tasks`() async throws {
        let run = try await FakeRun.of(.some(50), settings()) { attempt, _ in
            attempt.task < 10
                ? .succeeds(after: 0.1) : .fails(saying: "the well is dry until 17:\(attempt.task)", after: 0.1)
        }
        let refused = run.world.starts.filter { $0.attempt.task >= 10 }
        #expect(refused.filter { $0.moment < Moment(at: 3) }.count <= 6)
        #expect(refused.count <= 6 + 5)
        #expect(run.report.metrics.count(.firstTry) == 10)
        #expect(
            run.report.metrics.count(.firstTry) + run.report.metrics.count(.failed)
                + run.report.metrics.count(.rejected) == 50)
        let last = try #require(run.results.last)
        #expect(last.ending == .rejected)
        #expect(last.rejectedBy == .tool)
        #expect(last.attempts.isEmpty)
        #expect(last.error?.hasPrefix("different tasks of fake fail alike: the well is dry until 17:") == true)
        #expect((150...160).contains(run.report.duration.inSeconds), "the try after that would be beyond max_hint_wait")
    }

    @Test
    func `it is tried by one task after 5 s, then after twice as long, and the first that works lets all others in`()
        async throws
    {
        // Three fail at once; so does the first retry of the first, and its second works.
        let run = try await FakeRun.of(.some(12), settings(retries: 2) { $0.maxConcurrent = 3 }) { attempt, _ in
            attempt.task < 3 && attempt.number == 1 || attempt.task == 0 && attempt.number == 2
                ? .fails(saying: "no more today") : .succeeds()
        }
        #expect(holds(of: run) == ["1.0: alike 6.0", "7.0: alike 17.0", "18.0: serves -"])
        #expect(run.starts(of: 0) == [0, 6, 17])
        #expect(run.world.starts.filter { $0.moment > Moment(at: 1) && $0.moment < Moment(at: 18) }.count == 2)
        #expect(run.results.allSatisfy { $0.success })
        #expect(run.report.duration.inSeconds < 30)
    }

    @Test func `one that runs for half a minute shows that the tool works, long before it ends`() async throws {
        let run = try await FakeRun.of(.some(8), settings()) { attempt, _ in
            attempt.number == 1 && attempt.task < 4 ? .fails(saying: "no more today") : .succeeds(after: 600)
        }
        #expect(run.results.allSatisfy { $0.success })
        #expect(run.world.starts.map(\.moment.seconds) == [0, 0, 0, 0, 6, 36, 36, 36, 606, 636, 636, 636])
    }

    @Test func `failures of one task, in other words, or after a while hold nothing`() async throws {
        let scripts: [FakeWorld.Script] = [
            { attempt, _ in attempt.task == 0 ? .fails(saying: "alike") : .succeeds(after: 100) },
            { attempt, _ in .fails(saying: ["one", "two", "three", "four"][attempt.task] + " is wrong") },
            { attempt, _ in .fails(saying: "alike", after: 31) },
        ]
        for script in scripts {
            let run = try await FakeRun.of(.some(4), settings(retries: 3), script: script)
            #expect(holds(of: run).isEmpty)
        }
    }

    @Test func `a success between them ends the row`() async throws {
        let run = try await FakeRun.of(.some(12), settings(retries: 0) { $0.maxConcurrent = 1 }) { attempt, _ in
            attempt.task % 3 == 2 ? .succeeds() : .fails(saying: "alike")
        }
        #expect(holds(of: run).isEmpty)
        #expect(run.report.duration == .seconds(12))
    }

    @Test func `where somebody is there nothing is given up, and a person may have it tried at once`() async throws {
        let run = try await FakeRun.of(
            .some(6), settings(retries: 0) { $0.staysOpen = true },
            commands: [(2000, .retry(tasks: [5])), (3000, .close)]
        ) { attempt, _ in
            attempt.task < 4 ? .fails(saying: "alike") : attempt.task == 4 ? .isLimited(hint: 1) : .succeeds()
        }
        #expect(run.starts(of: 4).first == 6)
        #expect(run.results[5].ending == .firstTry)
    }

    // MARK: - Logins

    @Test func `a login error is tried by one more task, and ends what waits with what to do`() async throws {
        let run = try await FakeRun.of(.some(44), settings()) { _, _ in .fails(.permanent, .authError) }
        #expect(run.world.starts.count == 4 + 1)
        #expect(run.report.metrics.endings == [.failed: 5, .rejected: 39])
        #expect(
            run.results[43].error
                == "fake is not logged in; log in with it, then try again: auth_error of a fake child")
        #expect(run.report.duration.inSeconds < 10)
    }

    @Test func `a login error in one task's words only delays the others`() async throws {
        let run = try await FakeRun.of(.some(8), settings { $0.maxConcurrent = 1 }) { attempt, _ in
            attempt.task == 0 ? .fails(.permanent, .authError) : .succeeds()
        }
        #expect(run.report.metrics.endings == [.failed: 1, .firstTry: 7])
        #expect(run.starts(of: 1) == [6])
        #expect(run.starts(of: 2) == [7])
    }

    @Test func `where somebody is there what waits for a login waits until they ask for another try`() async throws {
        let run = try await FakeRun.of(
            .some(6),
            settings {
                $0.staysOpen = true; $0.maxConcurrent = 1
            },
            commands: [(500, .retry(tasks: [2])), (900, .close)]
        ) { attempt, _ in attempt.task < 2 ? .fails(.permanent, .authError) : .succeeds() }
        #expect(run.accepted == [.retry(tasks: [2]), .close])
        #expect(run.starts(of: 2) == [500])
        #expect(run.report.metrics.endings == [.failed: 2, .firstTry: 4])
        #expect(holds(of: run) == ["1.0: login 6.0", "7.0: login -", "500.0: login 500.0", "501.0: serves -"])
    }

    @Test func `who leaves then leaves nothing waiting`() async throws {
        let run = try await FakeRun.of(
            .some(6),
            settings {
                $0.staysOpen = true; $0.maxConcurrent = 1
            }, commands: [(500, .close)]
        ) { _, _ in .fails(.permanent, .authError) }
        #expect(run.report.metrics.endings == [.failed: 2, .rejected: 4])
        #expect(run.report.duration == .seconds(500))
    }

    @Test func `a fallback tool takes over from one that is given up`() async throws {
        let plan = try RunPlan.fake(
            .some(10), settings { $0.fallbackToLLM = true }, tools: [ToolDefinition(name: "other", command: ["other"])],
            fallback: "other")
        let run = await FakeRun.of(
            plan, in: FakeWorld { _, spec in spec.executable == "other" ? .succeeds() : .fails(.permanent, .authError) }
        )
        #expect(run.report.metrics.endings == [.failed: 5, .recoveredByFallback: 5])
    }

    // MARK: - Limits that are only said

    @Test func `a limit that one task's words claim is tried once before the tool is held for it`() async throws {
        let run = try await FakeRun.of(.some(6), settings { $0.maxConcurrent = 1 }) { attempt, _ in
            attempt.task == 0 && attempt.number == 1 ? .claimsLimit(hint: 10_800) : .succeeds()
        }
        #expect(holds(of: run) == ["1.0: claimed_limit 6.0", "7.0: serves -"])
        #expect(run.starts(of: 1) == [6])
        #expect(run.report.metrics.endings == [.recoveredByRetry: 1, .firstTry: 5])
    }

    @Test(arguments: [1, 2, 4])
    func `a task that goes on claiming a limit stops no other`(slots: Int) async throws {
        let run = try await FakeRun.of(.some(6), settings(retries: 3) { $0.maxConcurrent = slots }) { attempt, _ in
            attempt.task == 0 ? .claimsLimit(hint: 10_800) : .succeeds(after: 2)
        }
        #expect(run.results.endings == [.rateLimited, .firstTry, .firstTry, .firstTry, .firstTry, .firstTry])
    }

    @Test func `who claims it confirms it where nobody else waits for the tool`() async throws {
        let run = try await FakeRun.of(.some(1), settings { $0.maxConcurrent = 1 }) { _, _ in
            .claimsLimit(hint: 10_800)
        }
        #expect(run.starts(of: 0) == [0, 6])
        #expect(run.results.endings == [.rateLimited])
    }

    @Test func `another task tries it where the one that claims it may not`() async throws {
        let run = try await FakeRun.of(.some(3), settings(retries: 0) { $0.maxConcurrent = 1 }) { attempt, _ in
            attempt.task == 0 ? .claimsLimit(hint: 10_800) : .succeeds()
        }
        #expect(run.results.endings == [.rateLimited, .firstTry, .firstTry])
        #expect(run.results[0].resetAt == 1_010_800)
        #expect(run.starts(of: 1) == [6])
    }

    @Test func `a limit that another attempt claims too is one`() async throws {
        let run = try await FakeRun.of(.some(9), settings { $0.maxConcurrent = 1 }) { _, _ in .claimsLimit(hint: 10_800)
        }
        #expect(run.world.starts.count == 2)
        #expect(run.report.metrics.endings == [.rateLimited: 9])
        let waiting = try await FakeRun.of(
            .some(2),
            settings {
                $0.maxConcurrent = 1; $0.waitsForReset = true
            }
        ) {
            attempt, _ in attempt.number == 1 && attempt.task == 0 ? .claimsLimit(hint: 10_800) : .succeeds()
        }
        #expect(waiting.results.endings == [.recoveredByRetry, .firstTry])
        #expect(waiting.starts(of: 1) == [6], "the other tries it; the last retry of the first waits for the reset")
    }

    @Test func `a limit that the service reports as data needs no second opinion`() async throws {
        let run = try await FakeRun.of(.some(9), settings { $0.maxConcurrent = 1 }) { _, _ in .isLimited(hint: 10_800) }
        #expect(run.world.starts.count == 1)
    }

    // MARK: - Limits that should be over

    @Test func `at the end of a limit one task tries, and the others start when it works`() async throws {
        let run = try await FakeRun.of(.some(8), settings { $0.maxConcurrent = 4 }) { attempt, _ in
            attempt.number == 1 && attempt.task < 4 ? .isLimited(hint: 10) : .succeeds(after: 5)
        }
        #expect(run.results.allSatisfy { $0.success })
        #expect(run.world.starts.filter { (2..<16).contains($0.moment.seconds) }.map(\.moment.seconds) == [11])
        #expect(run.world.starts.filter { $0.moment == Moment(at: 16) }.count == 4)
        #expect(holds(of: run).prefix(3) == ["1.0: serves 11.0", "11.0: limit_over 11.0", "16.0: serves -"])
    }

    @Test func `one that lifts later than said costs one attempt each time, in its words or as data`() async throws {
        for (isData, wait) in [(true, 20.0), (false, 100)] {
            let run = try await FakeRun.of(.some(20), settings(retries: 3) { $0.maxConcurrent = 5 }) { attempt, _ in
                guard attempt.number == 1, attempt.task < 6 else { return .succeeds() }
                return attempt.task < 5 || isData
                    ? .isLimited(hint: attempt.task < 5 ? 10 : wait) : .claimsLimit(hint: wait)
            }
            #expect(run.results.allSatisfy { $0.success })
            #expect(run.world.starts.filter { (2..<11 + wait).contains($0.moment.seconds) }.count == 1)
        }
    }

    @Test func `one that works for half a minute has shown that it is over`() async throws {
        let run = try await FakeRun.of(.some(6), settings { $0.maxConcurrent = 3 }) { attempt, _ in
            attempt.number == 1 && attempt.task < 3 ? .isLimited(hint: 10) : .succeeds(after: 600)
        }
        #expect(run.results.allSatisfy { $0.success })
        #expect(run.world.starts.map(\.moment.seconds).prefix(6) == [0, 0, 0, 11, 41, 41])
    }

    // MARK: - Programs that are away

    @Test func `a program that is away for a moment is waited for, and nobody's fault`() async throws {
        var world = FakeWorld { _, _ in .succeeds() }
        world.startFailure = { $0 > 4 && $0 <= 12 ? .isAway : nil }
        let run = await FakeRun.of(try RunPlan.fake(.some(22, agent: "coder"), settings()), in: world)
        #expect(run.report.metrics.endings == [.firstTry: 22])
        #expect(run.report.metrics.health["coder"]?.attempts == 22)
        #expect(run.breakerChanges.isEmpty)
        #expect(run.results.allSatisfy { $0.attempts.map(\.number) == [1] })
        let reasons = run.told { if case .taskWaiting(_, .held(_, _, let trouble)) = $0 { trouble } else { nil } }
        #expect(reasons.first?.value == ToolTrouble(.programAway, message: "no such program"))
        // Four at once, then one after a quarter of a second, half a second, one, two.
        #expect(run.world.starts.map(\.moment.seconds)[4..<13] == [1, 1, 1, 1, 1.25, 1.75, 2.75, 4.75, 8.75])
        #expect(run.report.duration.inSeconds < 15)
    }

    @Test func `one that does not come back within a minute is not found, for all tasks alike`() async throws {
        let run = try await FakeRun.of(.some(18), settings()) { _, _ in .isAway }
        #expect(run.results.endings == Array(repeating: .failed, count: 18))
        #expect(run.results.allSatisfy { $0.error == "no such program" && $0.attempts.count == 1 })
        #expect(run.results[17].attempts[0].outcome.failure?.kind == .notFound)
        #expect(run.report.duration == .seconds(60))
        #expect(run.world.starts.count < 50)
    }
}
