import AuroraSpawner
import Testing

@Suite struct EventLineTests {
    func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    /// One event of every kind, with every payload that differs in shape.
    static var kinds: [SpawnEvent.Kind] {
        let failed = ResultsDocumentTests.failed
        let failure = ResultsDocumentTests.failure
        let moment = Moment(nanoseconds: 2_000_000_000)
        let snapshot = BreakerSnapshot(
            agent: "coder", state: .halfOpen, failures: 2, threshold: 2, failureVelocity: 1.5, risk: .high,
            recentKinds: [.crash], trippedBy: [.init(task: 1, attempt: 1, moment: moment, kind: .crash)],
            probeAt: nil, probeTask: 1, rejections: 3)
        let waits: [WaitReason] = [
            .slot, .dependencies(count: 2, first: "a"), .cooldown(tool: "claude", until: moment),
            .backoff(until: moment, retry: 1, of: 2, failure: failure), .stagger(until: moment),
            .exhausted(until: moment, retry: 1, message: "m"), .fallback(reason: "r"), .paused,
        ]
        let commands: [UserCommand] = [
            .cancel(tasks: [1, 2]), .retry(tasks: []), .retryWithFallback(tasks: [1]), .setMaxConcurrent(2), .pause,
            .resume, .breaker(agent: "coder", .forceOpen), .stop(.user), .close,
        ]
        return [
            .runStarted(RunDescription(runID: "r1", taskCount: 2, maxConcurrent: 4)),
            .taskAdded(task: 1, SpawnTask(id: "b", prompt: "p", agent: "coder", displayName: "t", dependsOn: ["a"])),
            .attemptStarted(
                task: 1,
                .init(
                    number: 2, tryNumber: 1, tryLimit: 1, agent: nil, tool: "claude", isFallback: true, isProbe: false,
                    pid: 42, deadline: moment)),
            .attemptOutput(task: 1, OutputUpdate(number: 1, byteCount: 5, line: "hé")),
            .timeoutExtended(task: 1, until: moment), .attemptTerminating(task: 1, .noActivity),
            .attemptEnded(task: 1, failed.attempts[0]), .taskEnded(failed), .taskReopened(task: 1),
            .breakerChanged(snapshot), .slotsChanged(8), .pauseChanged(isPaused: true), .runStopping(.signal(15)),
            .runStopping(.user), .runStopping(.deadline),
            .cooldownChanged(tool: "claude", model: nil, until: nil, trouble: nil),
            .allTasksEnded, .runEnded(RecoveryMetrics()),
        ] + waits.map { .taskWaiting(task: 1, $0) } + commands.map { .commandAccepted($0) }
            + commands.map { .commandRefused($0, reason: "no") }
    }

    @Test func `every event is one line of JSON with version, run, time and name`() throws {
        var writer = EventLineWriter()
        for kind in Self.kinds {
            let line = writer.line(for: SpawnEvent(kind, at: Moment(nanoseconds: 1_500_000_000)))
            #expect(line.count { $0 == UInt8(ascii: "\n") } == 1)
            #expect(line.last == UInt8(ascii: "\n"))
            guard case .object(let members) = try JSONParser.parse(line, file: nil).content else {
                Issue.record("no object: \(text(line))")
                continue
            }
            #expect(members.prefix(5).map(\.key) == ["v", "seq", "run", "t", "event"])
            #expect(Set(members.map(\.key)).count == members.count, "a key is there twice: \(text(line))")
        }
    }

    @Test func `lines about a task name its id and agent`() {
        var writer = EventLineWriter()
        let lines = Self.kinds.map { text(writer.line(for: SpawnEvent($0, at: Moment(nanoseconds: 1_500_000_000)))) }
        let about = #""task":1,"task_id":"b","agent":"coder""#
        #expect(
            lines[0] == #"{"v":1,"seq":1,"run":"r1","t":1.5,"event":"run_started","tasks":2,"max_concurrent":4}"# + "\n"
        )
        #expect(
            lines[3]
                == #"{"v":1,"seq":4,"run":"r1","t":1.5,"event":"attempt_output",\#(about),"attempt":1,"bytes":5,"line":"hé"}"#
                + "\n")
        #expect(
            lines.last { $0.contains("paused") }
                == #"{"v":1,"seq":26,"run":"r1","t":1.5,"event":"task_waiting",\#(about),"attempt":1,"reason":"paused"}"#
                + "\n")
    }
}
