import Glibc
import SpawnTestKit
import Testing

/// How the agent treats signals, streams and children of its own.
struct SampleAgentProcessTests {
    private func start(_ script: String, mark: String = "") throws -> RunningProgram {
        try RunningProgram(
            BuiltProgram.path("sample-agent"), ["-p"], input: script, environment: ["AURORA_TEST_MARK": mark])
    }

    private func waitForOutput(of program: RunningProgram) async throws {
        try #require(try await Waiting.until(timeout: .seconds(10)) { program.stdout.isEmpty ? nil : true } != nil)
    }

    @Test func `a hanging agent dies of TERM`() async throws {
        let agent = try start("@print here\n@hang")
        try await waitForOutput(of: agent)
        agent.send(SIGTERM)
        #expect(try await agent.wait().signal == SIGTERM)
    }

    @Test func `an agent that ignores TERM dies of KILL alone`() async throws {
        let agent = try start("@ignore-term\n@print here\n@sleep 0.2\n@print still here\n@hang")
        try await waitForOutput(of: agent)
        agent.send(SIGTERM)
        let lived = try await Waiting.until(timeout: .seconds(10)) { agent.stdout.contains("still here") ? true : nil }
        #expect(lived != nil)
        agent.send(SIGKILL)
        #expect(try await agent.wait().signal == SIGKILL)
    }

    @Test(arguments: [false, true])
    func `a fork outlives the agent, in its session or out of it`(escapes: Bool) async throws {
        let mark = "fork-\(getpid())-\(escapes)"
        let agent = try start("@fork 600\(escapes ? " escape" : "")\n@print forked", mark: mark)
        #expect(try await agent.wait().exitCode == 0)
        // One that is just being started shows no environment for a moment.
        let found = try await Waiting.until(timeout: .seconds(20)) {
            let survivors = Survivors().withEnvironment("AURORA_TEST_MARK=\(mark)")
            return survivors.count == 1 ? survivors : nil
        }
        let survivors = try #require(found)
        #expect(survivors[0].command == "sample-agent --linger 600.0")
        #expect((survivors[0].session == agent.pid) == !escapes)
        kill(survivors[0].pid, SIGKILL)
        #expect(try await Survivors.outliving(.seconds(5), environment: "AURORA_TEST_MARK=\(mark)").isEmpty)
    }

    @Test func `a fork holds the agent's stdout open`() async throws {
        let agent = try BuiltProgram.path("sample-agent")
        let run = try await ProgramRun.of("sh", ["-c", "echo '@fork 0.3' | \(agent) -p | cat; echo closed"])
        #expect(run.output == "closed\n")
        let start = ContinuousClock.now
        _ = try await ProgramRun.of("sh", ["-c", "echo '@fork 0.3' | \(agent) -p | cat"])
        #expect(ContinuousClock.now - start >= .milliseconds(300))
    }

    @Test func `a closed stdout is closed while the agent lives on`() async throws {
        let agent = try BuiltProgram.path("sample-agent")
        let script = "@print said\\n@close-stdout\\n@print unsaid\\n@sleep 0.2\\n@stderr alive\\n@exit 3\\n"
        let run = try await ProgramRun.of(
            "sh", ["-c", "(printf '\(script)' | \(agent) -p 2>&3; echo $? >&3) 3>&2 | cat; echo closed >&2"])
        #expect(run.output == "said\n")
        #expect(run.errors.split(separator: "\n").sorted() == ["3", "alive", "closed"])
    }

    @Test func `a closed stdin leaves the rest of a long prompt unread`() async throws {
        let agent = try BuiltProgram.path("sample-agent")
        let writer = "(echo @close-stdin; echo @print done; head -c 300000 /dev/zero; echo $? >&2)"
        let run = try await ProgramRun.of("sh", ["-c", "(trap '' PIPE; \(writer)) | \(agent) -p"])
        #expect(run.exitCode == 0)
        #expect(run.errors.contains("Broken pipe") || run.errors.contains("1\n"))
    }

    @Test func `a long prompt is still unread while its first lines are performed`() async throws {
        let agent = try BuiltProgram.path("sample-agent")
        let writer =
            "(echo @lines 1; echo @stderr performed; echo @sleep 0.3; head -c 300000 /dev/zero; echo written >&2)"
        let run = try await ProgramRun.of("sh", ["-c", "\(writer) | \(agent) -p"])
        #expect(run.errors == "performed\nwritten\n")
    }
}
