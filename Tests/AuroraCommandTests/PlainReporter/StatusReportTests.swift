import AuroraCommand
import SpawnCore
import SpawnTestKit
import Testing

/// What is told of a run to whoever asks how it stands.
struct StatusReportTests {
    private func at(_ seconds: Double) -> Moment { .start + Duration(inSeconds: seconds) }

    private func state(_ tasks: [SpawnTask], slots: Int = 2, retries: Int = 1) throws -> RunState {
        var settings = RunSettings()
        settings.maxConcurrent = slots
        settings.recovery = .default
        settings.recovery?.backoff.jitter = .none
        settings.maxRetries = retries
        var state = RunState(plan: try RunPlan.fake(tasks, settings))
        state.begin(at: .start)
        state.take(ProcessBatch(moment: .start))
        return state
    }

    private func happen(_ state: inout RunState, _ task: Int, _ seconds: Double, _ kind: ProcessEvent.Kind) {
        let event = ProcessEvent(attempt: AttemptID(task: task, number: 1), moment: at(seconds), kind: kind)
        state.take(ProcessBatch(moment: at(seconds), events: [event]))
    }

    @Test func `what runs is told with its process, its age and its last line, and the rest with its reason`() throws {
        let tasks =
            [SpawnTask(id: "build", prompt: "x", agent: "coder"), SpawnTask(id: "flaky", prompt: "x")]
            + (1...8).map { SpawnTask(id: "t\($0)", prompt: "x") }
            + [SpawnTask(id: "deploy", prompt: "x", dependsOn: ["build", "flaky", "t1"])]
        var state = try state(tasks)
        happen(&state, 0, 0.5, .started(pid: 42))
        happen(
            &state, 0, 1,
            .output(
                OutputProgress(
                    stdoutBytes: 9, stderrBytes: 0, lastActivity: at(1), lastStdout: at(1), line: "al\u{1B}[2Jmost")))
        happen(&state, 1, 1, .started(pid: 43))
        happen(
            &state, 1, 2,
            .ended(ProcessReport(exit: .exited(1), stdout: CapturedOutput(), stderr: CapturedOutput())))
        state.take(ProcessBatch(moment: at(2.5)))
        #expect(
            StatusReport(state.status).lines == [
                "run fake after 2.50 s: 0 of 11 tasks over (0 succeeded), 2 running, 9 waiting",
                "  build runs: coder with fake, attempt 1, pid 42, for 2.00 s",
                "    | almost",
                "  t1 runs: plain LLM with fake, attempt 1, starting",
                "  flaky: retry 1 of 1 in 0.50 s",
                "  t2, t3, t4, t5, t6 and 2 more: waits for a slot",
                "  deploy: waits for build and 2 more",
            ])
    }

    @Test func `a run that is being stopped says so`() throws {
        var state = try state([SpawnTask(id: "1", prompt: "x"), SpawnTask(id: "2", prompt: "x")], slots: 1)
        happen(&state, 0, 0, .started(pid: 42))
        state.take(ProcessBatch(moment: at(1), signals: [15]))
        #expect(
            StatusReport(state.status).lines == [
                "run fake after 1.00 s, stopping: signal 15: 1 of 2 tasks over (0 succeeded), 1 running, 0 waiting",
                "  1 runs: plain LLM with fake, attempt 1, pid 42, for 1.00 s, being ended: the run stops",
            ])
    }

    @Test func `a pause is told, and reasons that are too many are counted`() throws {
        let chains = (1...30).flatMap { number in
            [
                SpawnTask(id: "a\(number)", prompt: "x"),
                SpawnTask(id: "b\(number)", prompt: "x", dependsOn: ["a\(number)"]),
            ]
        }
        var state = try state(chains, slots: 1)
        state.take(ProcessBatch(moment: .start), [.pause])
        let lines = StatusReport(state.status).lines
        #expect(lines.contains("  a2, a3, a4, a5, a6 and 24 more: waits: starting is paused"))
        #expect(lines.count == 1 + 1 + 20 + 1)
        #expect(lines.last == "  … and 11 more tasks for other reasons")
    }
}
