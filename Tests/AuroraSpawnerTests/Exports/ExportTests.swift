import AuroraSpawner
import Testing

@Suite struct ExportTests {
    static let failure = Failure(
        category: .permanent, kind: .authError, rule: #"\b401\b"#, message: "401 \"no\"\n")

    static var failed: SpawnResult {
        var result = SpawnResult(taskIndex: 1, taskID: "b", prompt: "do\tit \u{1}", agent: "coder", ending: .failed)
        result.output = CapturedOutput(head: [0x61, 0xFF, 0x62])
        result.error = "401"
        result.exitCode = 1
        result.executionTime = .seconds(1.5)
        result.attempts = [
            AttemptRecord(
                number: 1, agent: "coder", tool: "claude", isFallback: false,
                startedAt: Moment(nanoseconds: 250_000_000),
                duration: .seconds(1.5), exit: .signalled(9), outcome: .failure(failure), termination: .timeout)
        ]
        return result
    }

    func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    @Test func `the results document has every key in a fixed order`() {
        var metrics = RecoveryMetrics()
        metrics.record(Self.failed)
        let document = ResultsDocument(
            runID: "r1", results: [Self.failed], metrics: metrics, duration: .milliseconds(2500))
        #expect(
            text(document.json()) == """
                {"run_id":"r1","summary":{"total":1,"succeeded":0,"failed":1,"rejected":0,"blocked":0,"rate_limited":0,\
                "cancelled":0,"skipped":0,"recovered":0,"used_fallback":0,"success_rate":0.0,"recovery_rate":100.0,\
                "duration":2.5},"results":[
                {"task_index":1,"task_id":"b","prompt":"do\\tit \\u0001","agent":"coder","success":false,\
                "ending":"failed","output":"a\u{FFFD}b","output_truncated":false,"output_bytes":3,"error":"401",\
                "exit_code":1,"fallback":false,"original_agent":null,"retry_count":0,"termination_reason":"timeout",\
                "timeout_extended":false,"execution_time":1.5,"category":"permanent","kind":"auth_error",\
                "reset_at":null,"attempts":[{"number":1,"agent":"coder","tool":"claude","fallback":false,"start":0.25,\
                "duration":1.5,"exit_code":null,"signal":9,"outcome":"failure","cause":null,"category":"permanent",\
                "kind":"auth_error","rule":"\\\\b401\\\\b","message":"401 \\"no\\"\\n","termination_reason":"timeout"}]}]}

                """)
    }

    @Test(arguments: [0, 1])
    func `a long output keeps 32 KiB of its head and of its tail`(missing: Int) throws {
        var result = Self.failed
        let head = [UInt8](repeating: 0x68, count: 65_536)
        let tail = [UInt8](repeating: 0x74, count: 65_536)
        result.output = CapturedOutput(head: head, tail: tail, byteCount: 131_072 + missing)
        let document = ResultsDocument(runID: "", results: [result], metrics: RecoveryMetrics(), duration: .zero)
        let json = text(document.json())
        #expect(json.contains("\"output_truncated\":true,\"output_bytes\":\(131_072 + missing)"))
        let output = String(repeating: "h", count: 32_768) + "\\n[… \(65_536 + missing) bytes left out …]\\n"
        #expect(json.contains("\"\(output)\(String(repeating: "t", count: 32_768))\""))
    }

    /// One event of every kind, with every payload that differs in shape.
    static var kinds: [SpawnEvent.Kind] {
        let moment = Moment(nanoseconds: 2_000_000_000)
        let snapshot = BreakerSnapshot(
            agent: "coder", state: .halfOpen, failures: 2, threshold: 2, failureVelocity: 1.5, risk: .high,
            recentKinds: [.crash], trippedBy: [.init(task: 1, attempt: 1, moment: moment, kind: .crash)],
            probeAt: nil, probeTask: 1, rejections: 3)
        let waits: [WaitReason] = [
            .slot, .dependencies(count: 2, first: "a"), .cooldown(tool: "claude", until: moment),
            .backoff(until: moment, retry: 1, of: 2, failure: failure), .stagger(until: moment),
            .exhausted(until: moment, message: "m"), .fallback(reason: "r"), .paused,
        ]
        let commands: [UserCommand] = [
            .cancel(tasks: [1, 2]), .retry(tasks: []), .retryWithFallback(tasks: [1]), .setMaxConcurrent(2), .pause,
            .resume, .breaker(agent: "coder", .forceOpen), .stop(.user), .close,
        ]
        return [
            .runStarted(RunDescription(runID: "r1", taskCount: 2, maxConcurrent: 4)),
            .taskAdded(task: 1, .init(id: "b", title: "t", prompt: "p", agent: "coder", dependsOn: ["a"])),
            .attemptStarted(
                task: 1,
                .init(
                    number: 2, tryNumber: 1, tryLimit: 1, agent: nil, tool: "claude", isFallback: true, isProbe: false,
                    pid: 42, deadline: moment)),
            .attemptOutput(task: 1, OutputUpdate(number: 1, byteCount: 5, line: "hé")),
            .timeoutExtended(task: 1, until: moment), .attemptTerminating(task: 1, .noActivity),
            .attemptEnded(task: 1, failed.attempts[0]), .taskEnded(failed), .taskReopened(task: 1),
            .breakerChanged(snapshot), .slotsChanged(8), .pauseChanged(isPaused: true), .runStopping(.signal(15)),
            .runStopping(.user), .runStopping(.deadline), .allTasksEnded, .runEnded(RecoveryMetrics()),
        ] + waits.map { .taskWaiting(task: 1, $0) } + commands.map { .commandRefused($0, reason: "no") }
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
            #expect(members.prefix(4).map(\.key) == ["v", "run", "t", "event"])
            #expect(Set(members.map(\.key)).count == members.count, "a key is there twice: \(text(line))")
        }
    }

    @Test func `lines about a task name its id and agent`() {
        var writer = EventLineWriter()
        let lines = Self.kinds.map { text(writer.line(for: SpawnEvent($0, at: Moment(nanoseconds: 1_500_000_000)))) }
        let about = #""task":1,"task_id":"b","agent":"coder""#
        #expect(lines[0] == #"{"v":1,"run":"r1","t":1.5,"event":"run_started","tasks":2,"max_concurrent":4}"# + "\n")
        #expect(
            lines[3]
                == #"{"v":1,"run":"r1","t":1.5,"event":"attempt_output",\#(about),"attempt":1,"bytes":5,"line":"hé"}"#
                + "\n")
        #expect(
            lines.last { $0.contains("paused") }
                == #"{"v":1,"run":"r1","t":1.5,"event":"task_waiting",\#(about),"reason":"paused"}"# + "\n")
    }
}
