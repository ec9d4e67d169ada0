import SpawnCore
import SpawnProcess
import Testing

@testable import AuroraSpawner

/// What a tool says of the end of its work, as data.
@Suite struct EventStreamTests {
    private static let shared = OutputClassifier()

    private func verdict(
        _ stdout: String, _ exit: Int32 = 0, stderr: String = "", tool: String = "claude"
    ) -> OutputVerdict {
        var verdict = Self.shared.classify(
            ChildEnd(.exited(exit)), stdout: CapturedOutput(head: Array(stdout.utf8)),
            stderr: CapturedOutput(head: Array(stderr.utf8)), tool: tool, now: Corpus.now)
        verdict.agent = nil
        return verdict
    }

    private typealias Failure = (stdout: String, kind: FailureKind)

    /// The lines of a stream.
    private static func lines(_ lines: String...) -> String { lines.joined(separator: "\n") }

    private static let start = #"{"type":"system","subtype":"init","session_id":"s"}"# + "\n"
    private static let thread = #"{"type":"thread.started","thread_id":"t"}"# + "\n"

    private static let successes: [(stdout: String, tool: String)] = [
        (start + #"{"type":"result","subtype":"success","is_error":false,"result":"done"}"#, "claude"),
        (#"[{"type":"system","subtype":"init"},{"type":"result","is_error":false,"result":"done"}]"#, "claude"),
        ("{\n  \"type\": \"result\",\n  \"is_error\": false,\n  \"result\": \"done\"\n}\n", "claude"),
        (
            lines(
                #"{"type":"thread.started","thread_id":"t"}"#,
                #"{"type":"error","message":"Reconnecting... 2/5 (401 Unauthorized)"}"#,
                #"{"type":"item.completed","item":{"type":"agent_message","text":"OK"}}"#,
                #"{"type":"turn.completed","usage":{}}"#), "codex"
        ),
        (
            lines(
                #"{"type":"init","session_id":"g"}"#, #"{"type":"message","role":"assistant","content":"OK"}"#,
                #"{"type":"result","status":"success"}"#), "gemini"
        ),
        (
            lines(
                #"{"type":"assistant.message","id":"1","data":{"content":"x"}}"#, #"{"type":"result","exitCode":0}"#),
            "own"
        ),
        (lines(#"{"type":"system","subtype":"init"}"#, #"{"type":"completion","finalText":"done"}"#), "own"),
    ]

    @Test(arguments: successes.indices)
    func `a final result is a success, with any exit code`(index: Int) {
        let (stdout, tool) = Self.successes[index]
        for exit: Int32 in [0, 1, 143] {
            #expect(verdict(stdout, exit, tool: tool) == OutputVerdict(hasResult: true))
            #expect(verdict(stdout + "\n", exit, stderr: "MCP server failed\n", tool: tool).hasResult)
        }
    }

    private static let failures: [Failure] = [
        (
            start + #"{"type":"result","subtype":"success","is_error":true,"api_error_status":529,"result":"x"}"#,
            .transientError
        ),
        (
            start + #"{"type":"result","subtype":"error_max_turns","is_error":true,"errors":["Reached the number"]}"#,
            .invalidRequest
        ),
        (
            start
                + #"{"type":"result","subtype":"error_max_budget_usd","is_error":true,"errors":["Reached the most"]}"#,
            .overBudget
        ),
        (start + #"{"type":"result","is_error":true,"result":"Not logged in · Please run /login"}"#, .authError),
        (thread + #"{"type":"turn.failed","error":{"message":"last status: 429 Too Many Requests"}}"#, .rateLimit),
        (
            lines(
                #"{"type":"step_start","sessionID":"s","part":{}}"#,
                #"{"type":"error","sessionID":"s","error":{"name":"ProviderAuthError","data":{"message":"no"}}}"#),
            .authError
        ),
        (
            lines(
                #"{"type":"session.error","id":"1","data":{"errorType":"authentication","message":"no","statusCode":401}}"#,
                #"{"type":"result","exitCode":1}"#), .authError
        ),
        (
            lines(
                #"{"type":"init","session_id":"s"}"#,
                #"{"type":"result","status":"error","error":{"message":"rate limit: you have exhausted your daily quota"}}"#
            ), .rateLimit
        ),
    ]

    @Test(arguments: failures.indices)
    func `a failure that is told as data is one, with exit code 0 too`(index: Int) {
        let (stdout, kind) = Self.failures[index]
        for exit: Int32 in [0, 1] {
            #expect(verdict(stdout, exit, tool: "own").finding?.meaning.kind == kind)
            #expect(!verdict(stdout, exit, tool: "own").hasResult)
        }
    }

    @Test(arguments: [
        #"{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"#,
        #"{"error": "not_found", "status": 404}"#,
        "The service answers:\n```json\n{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\"}}\n```\n",
        "It ends with\n{\"type\":\"result\",\"is_error\":true,\"api_error_status\":401,\"result\":\"x\"}\n",
        "{\"type\":\"result\",\"is_error\":true,\"api_error_status\":401,\"result\":\"x\"}\nis what a failure looks like.",
        "A failed login is now answered with\n{\"error\": {\"code\": 401, \"message\": \"bad password\"}}\nand tested.",
    ])
    func `an answer may hold errors as data`(answer: String) {
        for tool in ["claude-text", "codex-text", "llm", "own"] {
            #expect(verdict(answer, tool: tool) == OutputVerdict())
        }
    }

    @Test(arguments: ["claude", "codex", "gemini", "aider", "llm", "ollama"])
    func `no answer is a failure`(tool: String) {
        #expect(verdict("", tool: tool).finding?.meaning.kind == .inference)
        #expect(verdict(" \n", tool: tool).finding?.meaning.kind == .inference)
        #expect(verdict("fine", tool: tool).finding == nil)
    }

    @Test func `the word that claude prints in the place of an answer is none, a longer answer is one`() {
        #expect(verdict("Execution error\n").finding?.meaning.kind == .inference)
        #expect(verdict("Execution error").finding?.meaning.kind == .inference)
        #expect(verdict("Execution errors are handled now.\n").finding == nil)
        #expect(verdict("I mended it:\nExecution error\n").finding == nil)
    }

    @Test func `a blank answer as data, and work that never says how it ended, are failures`() {
        #expect(
            verdict(Self.start + #"{"type":"result","is_error":false,"result":""}"#).finding?.rule
                == "fail_on_empty_output")
        let blank =
            #"{"type":"item.completed","item":{"type":"agent_message","text":""}}"# + "\n"
            + #"{"type":"turn.completed"}"#
        #expect(verdict(Self.thread + blank, tool: "codex").finding?.rule == "fail_on_empty_output")
        #expect(verdict(Self.start + #"{"type":"assistant","message":{}}"#).finding?.rule == "result")
    }

    @Test(arguments: [1, 70_000, 300_000])
    func `a result of any length is read, however it arrives`(length: Int) {
        let text = String(repeating: "a\u{1F600}\\u00e9\\\\", count: length)
        for isError in [true, false] {
            let event =
                #"{"result":"\#(text)","type":"result","subtype":"success","api_error_status":401,"is_error":\#(isError)}"#
            let all = Array((Self.start + event).utf8)
            let reader = Self.shared.makeReader(tool: "claude")
            var signs: [OutputSign] = []
            for start in stride(from: 0, to: all.count, by: 4099) {
                let part = all[start..<min(start + 4099, all.count)]
                if let sign = unsafe part.withUnsafeBytes({ unsafe reader.read($0, from: .stdout) }) {
                    signs.append(sign)
                }
            }
            #expect(signs == [.result(isOut: true)])
            let verdict = reader.finish(
                ChildEnd(.exited(0)), stdout: CapturedOutput(), stderr: CapturedOutput(), now: 0)
            #expect(verdict.hasResult == !isError)
            #expect(verdict.finding?.meaning.kind == (isError ? .authError : nil))
        }
    }

    @Test func `a turn after a result takes it back`() {
        let reader = Self.shared.makeReader(tool: "claude")
        func sign(_ text: String) -> OutputSign? {
            unsafe Array(text.utf8).withUnsafeBytes { unsafe reader.read($0, from: .stdout) }
        }
        #expect(sign(Self.start) == nil)
        #expect(sign(#"{"type":"result","is_error":false,"result":"a"}"#) == .result(isOut: true))
        #expect(sign("\n" + #"{"type":"system","subtype":"hook_response"}"#) == nil)
        #expect(sign("\n" + #"{"type":"assistant","message":{}}"#) == .result(isOut: false))
    }

    @Test func `errors are read to their depth`() {
        let nested =
            #"{"type":"error","sessionID":"s","error":{"name":"APIError","data":{"message":"Provider returned error","statusCode":400,"#
            + #""responseBody":"{\"error\":{\"code\":429,\"metadata\":{\"raw\":\"{\\\"type\\\":\\\"rate_limit_error\\\",\\\"message\\\":\\\"Slow down\\\"}\"}}}"}}}"#
        let finding = verdict(nested, 1, tool: "own").finding
        #expect(finding?.meaning.kind == .rateLimit)
        #expect(finding?.message == "Slow down")
    }
}
