import AuroraSpawner
import SpawnTestKit
import Testing

/// How real agent command lines behave, each played by a script of the same name.
@Suite struct AgentCommandLineTests {
    private static let task = "- [ ] 1 work\n"

    private func failure(of tool: String, _ script: String, options: [String] = []) async throws -> Failure? {
        try await RecognitionRun.of(Self.task, tool: tool, programs: [tool: script], options: options).firstFailure
    }

    @Test func `claude reports errors on stdout`() async throws {
        let failure = try await failure(of: "claude", "echo 'API Error: 401 unauthorized'; exit 1")
        #expect(failure?.kind == .authError)
    }

    @Test func `codex repeats the prompt on stderr, and only its error lines count`() async throws {
        let script = """
            cat > /dev/null
            printf 'user\\nwhy is there a rate limit, 429?\\ncodex\\n' >&2
            echo 'ERROR: unexpected status 401 Unauthorized' >&2
            exit 1
            """
        #expect(try await failure(of: "codex", script)?.kind == .authError)
        let quiet = "printf 'user\\nwhy is there a rate limit, 429?\\n' >&2; exit 1"
        #expect(try await failure(of: "codex", quiet)?.category == .unknown)
    }

    @Test(arguments: [("claude", "echo"), ("llm", "echo"), ("claude", ":"), ("llm", "printf ' \\n'")])
    func `an empty answer is a failure though the exit code is 0`(tool: String, script: String) async throws {
        #expect(try await failure(of: tool, script)?.kind == .inference)
    }

    @Test func `aider exits 0 on every error`() async throws {
        let script = "echo 'litellm.AuthenticationError: AnthropicException - invalid x-api-key'"
        #expect(try await failure(of: "aider", script)?.kind == .authError)
        #expect(try await failure(of: "aider", "echo 'Applied edit to tests/AuthenticationError.py'") == nil)
    }

    @Test func `what we did to a child decides, not the exit code it chose`() async throws {
        let script = "trap 'exit 0' TERM; echo begun; while :; do sleep 0.02; done"
        let run = try await RecognitionRun.of(
            Self.task, tool: "claude", programs: ["claude": script],
            options: ["--timeout", "0.5", "--recovery", "no_recovery"])
        #expect(run.firstFailure?.kind == .timeout)
        #expect(run.results[0].attempts[0].termination == .timeout)
        #expect(run.results[0].attempts[0].exit == .exited(0))
    }

    @Test func `a tool that says it tries again by itself is left alone`() async throws {
        let script = """
            echo 'Reconnecting... 2/5: connection reset' >&2
            echo 'API Error (429 rate limit) · Retrying in 1 seconds' >&2
            sleep 2.5
            echo answer
            """
        let run = try await RecognitionRun.of(
            Self.task, tool: "own", programs: ["own": script],
            tools: #"{"own": {"command": ["own"], "kill_on_error_pattern": true}}"#)
        #expect(run.results[0].ending == .firstTry)
    }

    @Test(arguments: ["claude", "codex", "gemini", "llm", "own"])
    func `an agent that prints on stderr what it works on is left to work`(tool: String) async throws {
        let script = """
            cat > /dev/null
            echo 'user
            find out why the log says ERROR: 401 Unauthorized: invalid api key
            urlopen error [Errno 111] Connection refused
            fatal: Authentication failed for https://example.com/a.git
            Error: 429 Too Many Requests
            at limits (/app/src/rate-limit.ts:3:1), x-ratelimit-remaining: 0' >&2
            sleep 2.7
            echo 'the key has expired'
            """
        let run = try await RecognitionRun.of(
            Self.task, tool: tool, programs: [tool: script], tools: #"{"own": {"command": ["own"]}}"#)
        #expect(run.results[0].ending == .firstTry)
        #expect(run.results[0].attempts[0].termination == nil)
    }

    @Test func `an error on stderr of a tool that hangs ends it after its grace`() async throws {
        let script = "echo 'Error: connection refused' >&2; exec sleep 600"
        let run = try await RecognitionRun.of(
            Self.task, tool: "own", programs: ["own": script],
            tools: #"{"own": {"command": ["own"], "kill_on_error_pattern": true}}"#,
            options: ["--recovery", "no_recovery"])
        #expect(run.results[0].attempts[0].termination == .errorPattern)
        #expect(run.firstFailure?.category == .transient)
        #expect(run.results[0].attempts[0].duration >= .seconds(2))
    }

    @Test func `an error that new output overtakes ends nothing`() async throws {
        let script = "echo 'Error: connection refused' >&2; sleep 0.5; echo on; sleep 2; echo done"
        let run = try await RecognitionRun.of(
            Self.task, tool: "own", programs: ["own": script],
            tools: #"{"own": {"command": ["own"], "kill_on_error_pattern": true}}"#)
        #expect(run.results[0].ending == .firstTry)
    }

    @Test func `an error as data counts whatever the exit code and the subtype say`() async throws {
        let script =
            #"echo '{"type":"result","subtype":"success","is_error":true,"api_error_status":529,"result":"x"}'"#
        let failure = try await failure(of: "claude", script)
        #expect(failure?.category == .transient)
        #expect(failure?.rule == "api_error_status")
        let success = #"echo '{"type":"result","subtype":"success","is_error":false,"result":"rate limit docs"}'"#
        #expect(try await self.failure(of: "claude", success) == nil)
    }

    @Test func `a program that hangs after its final result is ended, and its work is done`() async throws {
        let script =
            #"echo '{"type":"system","subtype":"init"}'; printf '{"type":"result","is_error":false,"result":"done"}'; exec sleep 600"#
        let run = try await RecognitionRun.of(Self.task, tool: "claude", programs: ["claude": script])
        #expect(run.results[0].ending == .firstTry)
        #expect(run.results[0].attempts[0].termination == .result)
        #expect(run.results[0].attempts[0].warning == "did not end after its result")
        #expect(run.results[0].attempts[0].duration < .seconds(8))
    }

    @Test func `a program that fails after its final result has done its work`() async throws {
        let script =
            #"echo '{"type":"system","subtype":"init"}'; echo '{"type":"result","is_error":false,"result":"done"}'; exit 1"#
        let run = try await RecognitionRun.of(Self.task, tool: "claude", programs: ["claude": script])
        #expect(run.results[0].ending == .firstTry)
        #expect(run.results[0].attempts[0].warning == "ended with exit 1 after its result")
    }

    @Test func `a time limit that ends an agent in a rate limit is that rate limit`() async throws {
        let script = "echo 'rate limit, try again in 1 h' >&2; exec sleep 600"
        let run = try await RecognitionRun.of(
            Self.task, tool: "own", programs: ["own": script], tools: #"{"own": {"command": ["own"]}}"#,
            options: ["--timeout", "0.5"])
        #expect(run.results[0].ending == .rateLimited)
        #expect(run.firstFailure?.kind == .rateLimit)
        #expect(run.results[0].attempts[0].termination == .timeout)
    }

    @Test func `exit codes mean what the tool's definition says`() async throws {
        let tools = #"{"kimi": {"command": ["kimi"], "exit_codes": {"75": "transient", "76": "auth_error"}}}"#
        for (code, kind) in [(75, FailureKind.transientError), (76, .authError), (1, .unknown)] {
            let run = try await RecognitionRun.of(
                Self.task, tool: "kimi", programs: ["kimi": "exit \(code)"], tools: tools)
            #expect(run.firstFailure?.kind == kind)
        }
    }

    @Test func `children see a plain and wide terminal, and who they are`() async throws {
        let script = #"echo "$COLUMNS $NO_COLOR $TERM $AURORA_TASK_ID $AURORA_ATTEMPT $AURORA_AGENT.""#
        let run = try await RecognitionRun.of(
            "- [ ] 1.2 work\n  - Agent: coder\n", tool: "claude", programs: ["claude": script])
        #expect(run.results[0].output.text == "500 1 dumb 1.2 1 coder.\n")
    }
}
