import AuroraCommand
import SpawnCore
import Testing

@Suite struct PlainReporterTests {
    static let failure = Failure(category: .transient, kind: .rateLimit, message: "HTTP 429\u{1B}[2J slow down")

    static func record(_ number: Int, _ outcome: AttemptOutcome) -> AttemptRecord {
        AttemptRecord(
            number: number, agent: "coder", tool: "claude", isFallback: false, startedAt: .start,
            duration: .seconds(1.5), exit: .exited(outcome.isSuccess ? 0 : 1), outcome: outcome, termination: nil)
    }

    static func snapshot(_ state: BreakerState, failures: Int) -> BreakerSnapshot {
        BreakerSnapshot(
            agent: "coder", state: state, failures: failures, threshold: 2, failureVelocity: 0, risk: .low,
            recentKinds: [], trippedBy: [], probeAt: nil, probeTask: nil, rejections: 0)
    }

    /// A run in which a task recovers, one fails and a breaker opens.
    static var events: [SpawnEvent] {
        var recovered = SpawnResult(
            taskIndex: 0, taskID: "1", prompt: "x", agent: "coder", ending: .recoveredByRetry)
        recovered.retryCount = 1
        recovered.executionTime = .seconds(3.25)
        var failed = SpawnResult(taskIndex: 1, taskID: "2", prompt: "y", agent: nil, ending: .failed)
        failed.error = "exit code 1: \u{7}bad\nthings"
        failed.executionTime = .seconds(125)
        var metrics = RecoveryMetrics()
        metrics.record(recovered)
        metrics.record(failed)
        func at(_ seconds: Double, _ kind: SpawnEvent.Kind) -> SpawnEvent {
            SpawnEvent(kind, at: .start + Duration(inSeconds: seconds))
        }
        return [
            at(0, .runStarted(RunDescription(runID: "r1", taskCount: 2, maxConcurrent: 4))),
            at(0, .taskAdded(task: 0, SpawnTask(id: "1", prompt: "x", agent: "coder"))),
            at(0, .taskAdded(task: 1, SpawnTask(id: "2", prompt: "y"))),
            at(0, .taskWaiting(task: 1, .slot)),
            at(
                0.1,
                .attemptStarted(
                    task: 0,
                    .init(
                        number: 1, tryNumber: 1, tryLimit: 3, agent: "coder", tool: "claude", isFallback: false,
                        isProbe: false, pid: 42, deadline: .start))),
            at(1, .attemptOutput(task: 0, .init(number: 1, byteCount: 9, line: "\u{1B}]0;x\u{7}hi"))),
            at(1.6, .attemptEnded(task: 0, record(1, .failure(failure)))),
            at(1.6, .breakerChanged(snapshot(.closed, failures: 1))),
            at(1.6, .taskWaiting(task: 0, .backoff(until: .start + .seconds(3.6), retry: 1, of: 2, failure: failure))),
            at(2, .breakerChanged(snapshot(.open, failures: 2))),
            at(4, .attemptEnded(task: 0, record(2, .success))),
            at(4, .taskEnded(recovered)),
            at(1234.56, .taskEnded(failed)),
            at(1234.56, .allTasksEnded),
            at(1234.56, .runEnded(metrics)),
        ]
    }

    func lines(_ verbosity: RunOptions.Verbosity, colours: Bool = false) -> [String] {
        var reporter = PlainReporter(verbosity: verbosity, usesColours: colours)
        return Self.events.flatMap { reporter.lines(for: $0) }
    }

    static let important = [
        "[ 1234.6] 2: failed in 2 min 5 s: exit code 1: bad things",
        "[ 1234.6] 1 of 2 tasks succeeded (50.0 %), 1 failed, 1 recovered (100.0 % of those that needed it) in 20 min 35 s",
    ]

    @Test(arguments: [
        (Permission?.none, "--permissions edit or full allows more"),
        (.askNothing, "--permissions edit or full allows more"), (.edit, "--permissions full allows more"),
        (.full, "its permissions are full already, so settings of the tool's own forbid it"),
    ])
    func `what was not allowed is told with what would allow it, and counted at the end`(
        permissions: Permission?, remedy: String
    ) {
        var reporter = PlainReporter(verbosity: .quiet, permissions: [permissions])
        var attempt = Self.record(1, .failure(Self.failure))
        attempt.account = AgentAccount(denied: [DeniedCall(tool: "Bash", input: "git push")])
        var next = Self.record(2, .success)
        next.account = AgentAccount(continues: 1, denied: [DeniedCall(tool: "Edit", input: "x")])
        var result = SpawnResult(taskIndex: 0, taskID: "1", prompt: "x", agent: nil, ending: .firstTry)
        result.attempts = [attempt, next]
        let told = reporter.lines(for: SpawnEvent(.taskEnded(result), at: .start))
        #expect(told.count == 1 && told[0].hasSuffix(", but 2 calls were not allowed (Bash: git push); \(remedy)"))
        result.ending = .failed
        result.error = "limit"
        let failed = reporter.lines(for: SpawnEvent(.taskEnded(result), at: .start))
        #expect(
            failed.count == 1 && failed[0].hasSuffix(": limit; 2 calls were not allowed (Bash: git push); \(remedy)"))
        #expect(
            reporter.lines(for: SpawnEvent(.runEnded(RecoveryMetrics()), at: .start))[0].contains(
                "1 not allowed all it wanted"))
        _ = reporter.lines(for: SpawnEvent(.taskReopened(task: 0), at: .start))
        #expect(!reporter.lines(for: SpawnEvent(.runEnded(RecoveryMetrics()), at: .start))[0].contains("not allowed"))
    }

    @Test func `a run is told in lines with time, id and what happened`() {
        #expect(
            lines(.normal) == [
                "[    0.0] run r1: 2 tasks, 4 at once",
                "[    1.6] 1 (coder): attempt 1 failed after 1.50 s: HTTP 429 slow down (transient, rate_limit)",
                "[    1.6] 1 (coder): retry 1 of 2 in 2.00 s",
                "[    2.0] breaker of coder: closed to open, 2 of 2 failures",
                "[    4.0] 1 (coder): done in 3.25 s, recovered after 1 retry",
            ] + Self.important)
    }

    @Test func `quiet tells only failures and the summary`() {
        #expect(lines(.quiet) == Self.important)
    }

    @Test func `verbose tells starts too, and what tasks write as it is given`() {
        let more = Set(lines(.verbose)).subtracting(lines(.normal))
        #expect(more == ["[    0.1] 1 (coder): attempt 1 started: coder, try 1 of 3, pid 42"])
        var reporter = PlainReporter(verbosity: .verbose)
        for event in Self.events.prefix(3) { _ = reporter.lines(for: event) }
        #expect(
            reporter.lines(["| a", "! b"], ofTask: 0, at: .start + .seconds(1)) == [
                "[    1.0] 1 (coder): | a", "[    1.0] 1 (coder): ! b",
            ])
    }

    @Test func `colours appear only where they are allowed and no other control character ever does`() {
        #expect(PlainReporter.allowsColours(isTerminal: true, environment: [:]))
        #expect(!PlainReporter.allowsColours(isTerminal: false, environment: [:]))
        #expect(!PlainReporter.allowsColours(isTerminal: true, environment: ["NO_COLOR": "1"]))
        let text = lines(.verbose).joined()
        #expect(!text.unicodeScalars.contains { $0.properties.generalCategory == .control })
        #expect(
            lines(.quiet, colours: true)[0]
                == "[ 1234.6] \u{1B}[31m2: failed in 2 min 5 s: exit code 1: bad things\u{1B}[0m")
    }

    @Test func `a breaker that an earlier run has left open is not told as opened now`() {
        var reporter = PlainReporter()
        func lines(_ state: BreakerState, from: BreakerState, at seconds: Double) -> [String] {
            var snapshot = Self.snapshot(state, failures: 2)
            snapshot.lastChange = BreakerChange(
                from: from, to: state, cause: .threshold, moment: .start + Duration(inSeconds: seconds))
            return reporter.lines(for: SpawnEvent(.breakerChanged(snapshot), at: .start + Duration(inSeconds: 1)))
        }
        #expect(
            lines(.open, from: .closed, at: -30) == [
                "[    1.0] breaker of coder: open since before this run, 2 of 2 failures"
            ])
        #expect(lines(.open, from: .closed, at: -30) == [])
        #expect(
            lines(.halfOpen, from: .open, at: 1) == ["[    1.0] breaker of coder: open to half-open, 2 of 2 failures"])
        #expect(
            lines(.closed, from: .halfOpen, at: 1) == [
                "[    1.0] breaker of coder: half-open to closed, 2 of 2 failures"
            ])
    }

    @Test func `a rate of nothing is not told`() {
        func summary(_ endings: TaskEnding...) -> String {
            var metrics = RecoveryMetrics()
            for ending in endings {
                metrics.record(SpawnResult(taskIndex: 0, taskID: "1", prompt: "", agent: nil, ending: ending))
            }
            return PlainReporter.summary(of: metrics, after: .seconds(1))
        }
        #expect(summary() == "0 of 0 tasks succeeded in 1.00 s")
        #expect(summary(.skipped) == "0 of 0 tasks succeeded, 1 already done in 1.00 s")
        #expect(summary(.failed) == "0 of 1 tasks succeeded (0.0 %), 1 failed in 1.00 s")
        #expect(summary(.firstTry) == "1 of 1 tasks succeeded (100.0 %) in 1.00 s")
    }

    @Test func `a rate limit that lifts later is told with its time`() {
        var result = SpawnResult(taskIndex: 0, taskID: "1", prompt: "x", agent: nil, ending: .rateLimited)
        result.resetAt = 1_709_208_059
        var reporter = PlainReporter()
        #expect(
            reporter.lines(for: SpawnEvent(.taskEnded(result), at: .start))
                == ["[    0.0] task 1: rate-limited until 2024-02-29 12:00 UTC"])
    }
}
