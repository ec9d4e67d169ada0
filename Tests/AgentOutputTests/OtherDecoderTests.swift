import SpawnCore
import Testing

@testable import AgentOutput

@Suite("Gemini's events")
struct GeminiDecoderTests {
    private static let start =
        #"{"type":"init","timestamp":"2026-08-21T10:00:00.000Z","session_id":"g1","model":"gemini-3-pro"}"#

    @Test("pieces of the answer are joined, and the model that answered is the one of the sums")
    func success() {
        let read = report(
            .gemini, Self.start, #"{"type":"message","role":"user","content":"do it"}"#,
            #"{"type":"message","role":"assistant","content":"Fix","delta":true}"#,
            #"{"type":"message","role":"assistant","content":"ed","delta":true}"#,
            #"{"type":"result","status":"success","stats":{"total_tokens":5200,"input_tokens":5000,"output_tokens":200,"cached":4000,"input":1000,"models":{"gemini-3-flash":{"total_tokens":5200}}}}"#
        )
        #expect(read.answer == "Fixed")
        #expect(read.session == "g1")
        #expect(read.model == "gemini-3-flash")
        #expect(read.usage == TokenUsage(input: 1000, cachedInput: 4000, output: 200))
        #expect(read.cost == .unknown)
        #expect(read.verdict == .success)
    }

    @Test("what is said after a tool ran is a new answer")
    func newAnswer() {
        let read = report(
            .gemini, #"{"type":"message","role":"assistant","content":"I look.","delta":true}"#,
            #"{"type":"tool_use","tool_name":"run_shell_command","tool_id":"c1","parameters":{"command":"make test"}}"#,
            #"{"type":"tool_result","tool_id":"c1","status":"error","error":{"type":"TOOL_EXECUTION_ERROR","message":"exit 2"}}"#,
            #"{"type":"message","role":"assistant","content":"Done.","delta":true}"#)
        #expect(read.answer == "Done.")
        #expect(read.activity == "run_shell_command: make test")
        #expect(read.calls == 1)
        #expect(read.verdict == nil)
    }

    @Test("a list of things to do is progress")
    func todos() {
        let read = report(
            .gemini,
            #"{"type":"tool_use","tool_name":"write_todos","parameters":{"todos":[{"description":"a","status":"completed"},{"description":"b","status":"pending"}]}}"#
        )
        #expect(read.progress == AgentReport.Progress(done: 1, total: 2))
    }

    @Test("a warning was survived, an error of the result was not")
    func errors() {
        #expect(report(.gemini, #"{"type":"error","severity":"warning","message":"loop"}"#).lastError == nil)
        #expect(report(.gemini, #"{"type":"error","severity":"error","message":"m"}"#).failure?.message == "m")
        let read = report(
            .gemini,
            #"{"type":"result","status":"error","error":{"type":"FatalAuthenticationError","message":"Please sign in"}}"#
        )
        #expect(read.failure?.message == "Please sign in")
        #expect(read.failure?.value == "FatalAuthenticationError")
        #expect(report(.gemini, #"{"type":"result","status":"error"}"#).failure != nil)
        #expect(report(.gemini, #"{"type":"result","error":{"message":"m"}}"#).failure?.message == "m")
        let call =
            #"{"type":"tool_result","tool_id":"c1","status":"error","error":{"type":"TOOL_EXECUTION_ERROR","message":"exit 2"}}"#
        #expect(report(.gemini, call).failure == nil)
    }

    @Test("only pieces are joined, and only what the assistant says is an answer")
    func pieces() {
        func message(_ text: String, _ fields: String) -> String {
            #"{"type":"message","content":"\#(text)",\#(fields)}"#
        }
        let piece = message("a", #""role":"assistant","delta":true"#)
        let whole = message("b", #""role":"assistant""#)
        #expect(report(.gemini, piece, piece).answer == "aa")
        #expect(report(.gemini, piece, whole).answer == "b")
        #expect(report(.gemini, whole, piece).answer == "a")
        #expect(report(.gemini, message("do it", #""role":"user""#)).answer == nil)
    }

    @Test("cached tokens are part of the input, the model of most tokens answered, and without sums nothing is known")
    func sums() {
        let read = report(
            .gemini, Self.start,
            #"{"type":"result","status":"success","stats":{"input_tokens":5000,"output_tokens":200,"cached":4000,"models":{"small":{"total_tokens":200},"large":{"total_tokens":5000},"other":{"total_tokens":100}}}}"#
        )
        #expect(read.usage == TokenUsage(input: 1000, cachedInput: 4000, output: 200))
        #expect(read.model == "large")
        #expect(report(.gemini, Self.start, #"{"type":"result","status":"success"}"#).usage == nil)
    }
}

@Suite("Qwen's events")
struct QwenDecoderTests {
    @Test("an error stands in a field of its own, any subtype of its start is one, and there is no money")
    func failure() {
        let read = report(
            .qwen, #"{"type":"system","subtype":"session_start","session_id":"q1","model":"qwen3"}"#,
            #"{"type":"result","subtype":"error_during_execution","is_error":true,"session_id":"q1","usage":{"input_tokens":900,"output_tokens":80,"total_tokens":980},"error":{"message":"turn limit"}}"#
        )
        #expect(read.session == "q1")
        #expect(read.failure?.message == "turn limit")
        #expect(read.cost == .unknown)
        #expect(read.usage == TokenUsage(input: 900, output: 80))
    }

    @Test("any subtype of its start names the session, and its list of things to do is progress")
    func progress() {
        let start = #"{"type":"system","subtype":"session_start","session_id":"q1"}"#
        #expect(report(.qwen, start).session == "q1")
        let todos =
            #"{"type":"assistant","message":{"id":"m","content":[{"type":"tool_use","name":"todo_write","input":{"todos":[{"content":"a","status":"completed"},{"content":"b","status":"pending"}]}}]}}"#
        #expect(report(.qwen, todos).progress == AgentReport.Progress(done: 1, total: 2))
    }
}

@Suite("OpenCode's events")
struct OpenCodeDecoderTests {
    private static func finish(_ reason: String) -> String {
        #"{"type":"step_finish","sessionID":"ses_1","part":{"reason":"\#(reason)","cost":0.0021,"tokens":{"input":900,"output":60,"reasoning":5,"cache":{"read":5000,"write":7}}}}"#
    }

    @Test("tokens and money of the steps are summed, and the last texts are the answer")
    func success() {
        let read = report(
            .opencode, #"{"type":"step_start","sessionID":"ses_1","part":{"id":"p"}}"#,
            #"{"type":"text","sessionID":"ses_1","part":{"text":"I look."}}"#, Self.finish("tool-calls"),
            #"{"type":"step_start","sessionID":"ses_1","part":{"id":"p"}}"#,
            #"{"type":"text","sessionID":"ses_1","part":{"text":"Done"}}"#,
            #"{"type":"text","sessionID":"ses_1","part":{"text":"."}}"#, Self.finish("stop"))
        #expect(read.session == "ses_1")
        #expect(read.answer == "Done.")
        #expect(read.turns == 2)
        #expect(read.usage == TokenUsage(input: 1800, cachedInput: 10000, cacheWrite: 14, output: 120, reasoning: 10))
        #expect(read.cost == .reported(USDollars(nanodollars: 4_200_000)))
        #expect(read.verdict == .success)
    }

    @Test("an error fails the run whatever its exit code, and a step in between decides nothing")
    func errors() {
        let read = report(
            .opencode,
            #"{"type":"error","sessionID":"s","error":{"name":"APIError","data":{"message":"Incorrect API key","statusCode":401}}}"#
        )
        #expect(read.failure?.meaning?.kind == .authError)
        #expect(read.failure?.message == "Incorrect API key")
        #expect(report(.opencode, Self.finish("tool-calls")).verdict == nil)
        #expect(report(.opencode, Self.finish("length")).verdict == nil)
        #expect(report(.opencode, #"{"type":"error","error":{"name":"E","message":"m"}}"#).failure?.message == "m")
        #expect(
            report(.opencode, #"{"type":"error","error":{"name":"ProviderModelNotFoundError","data":{"message":"m"}}}"#)
                .failure?.meaning?.kind == .invalidModel)
    }

    @Test("an error after the last step takes its success back")
    func errorAtTheEnd() {
        let read = report(
            .opencode, Self.finish("stop"),
            #"{"type":"error","error":{"name":"APIError","data":{"message":"m","statusCode":529}}}"#)
        #expect(read.failure?.meaning?.kind == .transientError)
    }

    @Test("a step that tells of no money and no tokens says nothing of them")
    func unknown() {
        let read = report(.opencode, #"{"type":"step_finish","part":{"reason":"stop"}}"#)
        #expect(read.cost == .unknown)
        #expect(read.usage == nil)
    }

    @Test("a call that failed was allowed, and is no error of the run")
    func failedCall() {
        let read = report(
            .opencode,
            #"{"type":"tool_use","part":{"tool":"bash","state":{"status":"error","input":{"command":"ls"},"error":"exit 1"}}}"#
        )
        #expect(read.deniedCount == 0)
        #expect(read.failure == nil)
    }

    @Test("an error or a last step after which another step begins ended nothing")
    func goesOn() {
        let begin = #"{"type":"step_start","sessionID":"s","part":{"id":"p"}}"#
        let error =
            #"{"type":"error","sessionID":"s","error":{"name":"APIError","data":{"message":"m","statusCode":529}}}"#
        #expect(report(.opencode, error).verdict == nil)
        #expect(report(.opencode, error, begin).failure == nil)
        #expect(report(.opencode, Self.finish("stop"), begin).verdict == nil)
    }

    @Test("a line of text about a permission is output, and the refused call is denied")
    func permission() {
        let read = report(
            .opencode, "! permission requested: bash (rm -rf x); auto-rejecting",
            #"{"type":"tool_use","sessionID":"s","part":{"tool":"bash","state":{"status":"error","input":{"command":"rm -rf x"},"error":"The user rejected permission to use this tool"}}}"#
        )
        #expect(read.denied == [DeniedCall(tool: "bash", input: "rm -rf x")])
    }

    @Test("a tool's title is the activity, its list of things to do progress")
    func tools() {
        let read = report(
            .opencode,
            #"{"type":"tool_use","part":{"tool":"todowrite","state":{"status":"completed","title":"2 todos","input":{"todos":[{"status":"completed"},{"status":"pending"}]}}}}"#
        )
        #expect(read.activity == "todowrite: 2 todos")
        #expect(read.calls == 1)
        let untitled = #"{"type":"tool_use","part":{"tool":"bash","state":{"title":"","input":{"command":"ls"}}}}"#
        #expect(report(.opencode, untitled).activity == "bash: ls")
        #expect(read.progress == AgentReport.Progress(done: 1, total: 2))
    }
}

@Suite("Cursor's events")
struct CursorDecoderTests {
    @Test("only the result holds the whole answer")
    func success() {
        let read = report(
            .cursor, #"{"type":"system","subtype":"init","session_id":"k1","model":"m"}"#,
            #"{"type":"user","message":{"role":"user","content":[]},"session_id":"k1"}"#,
            #"{"type":"assistant","message":{"role":"assistant","content":[{"type":"text","text":"Do"}]},"session_id":"k1"}"#,
            #"{"type":"tool_call","subtype":"started","call_id":"c1","tool_call":{"shellToolCall":{"args":{"command":"make test"}}},"session_id":"k1"}"#,
            #"{"type":"result","subtype":"success","is_error":false,"duration_ms":8000,"result":"Done","session_id":"k1"}"#
        )
        #expect(read.answer == "Done")
        #expect(read.activity == "shell: make test")
        #expect(read.model == "m")
        #expect(read.turns == 1)
        #expect(read.usage == nil)
        #expect(read.cost == .unknown)
        #expect(read.verdict == .success)
    }

    @Test("an error is one whatever the subtype, and refused calls are denied")
    func failure() {
        #expect(
            report(.cursor, #"{"type":"result","subtype":"success","is_error":true,"result":"no"}"#).failure?.message
                == "no")
        let read = report(
            .cursor,
            #"{"type":"tool_call","subtype":"completed","tool_call":{"writeToolCall":{"args":{"path":"x"},"result":{"rejected":{"reason":"r"}}}}}"#
        )
        #expect(read.denied == [DeniedCall(tool: "write", input: "x")])
        #expect(report(.cursor, #"{"type":"result","subtype":"success","is_error":true,"result":"no"}"#).answer == nil)
        #expect(report(.cursor, #"{"type":"result","subtype":"error","result":"no"}"#).failure?.message == "no")
        #expect(report(.cursor, #"{"type":"result","subtype":"success","result":"a"}"#).verdict == .success)
    }

    @Test("pieces are no answer, and any line names the session")
    func pieces() {
        let read = report(
            .cursor,
            #"{"type":"assistant","message":{"content":[{"type":"text","text":"Do"}]},"session_id":"k1"}"#)
        #expect(read.answer == nil)
        #expect(read.session == "k1")
    }

    @Test("a call is counted once; one without permission is denied, one that failed is no error of the run")
    func calls() {
        func call(_ subtype: String, _ result: String) -> String {
            #"{"type":"tool_call","subtype":"\#(subtype)","call_id":"c","tool_call":{"shellToolCall":{"args":{"command":"ls"}\#(result)}}}"#
        }
        let read = report(
            .cursor, call("started", ""), call("completed", #","result":{"error":{"message":"exit 1"}}"#))
        #expect(read.calls == 1)
        #expect(read.deniedCount == 0)
        #expect(read.failure == nil)
        #expect(
            report(.cursor, call("completed", #","result":{"permissionDenied":{"error":"e"}}"#)).denied
                == [DeniedCall(tool: "shell", input: "ls")])
    }

    @Test("a list of things to do is progress")
    func todos() {
        let read = report(
            .cursor,
            #"{"type":"tool_call","subtype":"completed","tool_call":{"updateTodosToolCall":{"args":{"todos":[{"content":"a","status":"TODO_STATUS_COMPLETED"},{"content":"b","status":"TODO_STATUS_PENDING"}]}}}}"#
        )
        #expect(read.progress == AgentReport.Progress(done: 1, total: 2))
    }
}

@Suite("Copilot's events")
struct CopilotDecoderTests {
    @Test("pieces are passed over, the whole message is the answer, tokens of answers are summed, units are no money")
    func success() {
        let read = report(
            .copilot, #"{"type":"assistant.turn_start","data":{"turnId":"0"}}"#,
            #"{"type":"assistant.message_delta","data":{"deltaContent":"AllAll"},"ephemeral":true}"#,
            #"{"type":"assistant.message","data":{"model":"m","content":"","toolRequests":[{"name":"bash","intentionSummary":"Run the tests"}],"outputTokens":2}}"#,
            #"{"type":"assistant.message","data":{"model":"m","content":"All done.","toolRequests":[],"outputTokens":3}}"#,
            #"{"type":"result","sessionId":"p1","exitCode":0,"usage":{"premiumRequests":1}}"#)
        #expect(read.answer == "All done.")
        #expect(read.session == "p1")
        #expect(read.model == "m")
        #expect(read.turns == 1)
        #expect(read.activity == "Run the tests")
        #expect(read.usage == TokenUsage(output: 5))
        #expect(read.cost == .unknown)
        #expect(read.verdict == .success)
    }

    @Test("calls that failed are waiting, and what they failed of is what the last word means")
    func failure() {
        let call =
            #"{"type":"model.call_failure","data":{"statusCode":429,"errorMessage":"{\"message\":\"Please try again in 1s.\",\"code\":\"rate_limit_exceeded\"}"}}"#
        #expect(report(.copilot, call, call).waiting?.retry == 2)
        #expect(report(.copilot, call, call).waiting?.status == 429)
        let read = report(
            .copilot, call,
            #"{"type":"session.error","data":{"errorType":"query","message":"Failed to get response; retried 5 times"}}"#,
            #"{"type":"result","sessionId":"p1","exitCode":1}"#)
        #expect(read.failure?.meaning?.kind == .rateLimit)
        #expect(read.failure?.message == "Failed to get response; retried 5 times")
        #expect(read.waiting == nil)
        let typed = #"{"type":"session.error","data":{"errorType":"authentication","message":"m"}}"#
        #expect(report(.copilot, typed).failure?.meaning?.kind == .authError)
        let survived = report(.copilot, call, #"{"type":"assistant.message","data":{"content":"a"}}"#)
        #expect(survived.waiting == nil)
        #expect(survived.failure == nil)
    }

    @Test("the session and the model are told at the start, and calls as they begin")
    func start() {
        let read = report(
            .copilot, #"{"type":"session.start","data":{"sessionId":"p1","selectedModel":"m-1"}}"#,
            #"{"type":"tool.execution_start","data":{"toolName":"bash","arguments":{"command":"ls"}}}"#)
        #expect(read.session == "p1")
        #expect(read.model == "m-1")
        #expect(read.calls == 1)
        #expect(read.activity == "bash: ls")
        let changed = #"{"type":"session.model_change","data":{"newModel":"m-2"}}"#
        #expect(report(.copilot, changed).model == "m-2")
        #expect(report(.copilot, #"{"type":"session.tools_updated","data":{"model":"m-3"}}"#).model == "m-3")
    }

    @Test("an error ends nothing before the last line does, whose code decides")
    func codeDecides() {
        let error = #"{"type":"session.error","data":{"errorType":"query","message":"m"}}"#
        #expect(report(.copilot, error).verdict == nil)
        #expect(report(.copilot, error, #"{"type":"result","sessionId":"p1","exitCode":0}"#).verdict == .success)
        #expect(report(.copilot, #"{"type":"result","sessionId":"p1","exitCode":1}"#).failure?.value == "1")
    }

    @Test("neither pieces nor a message of calls alone are an answer, and a call that failed is no error of the run")
    func noAnswer() {
        let piece = #"{"type":"assistant.message_delta","data":{"deltaContent":"AllAll"},"ephemeral":true}"#
        #expect(report(.copilot, piece).answer == nil)
        let read = report(
            .copilot, #"{"type":"assistant.message","data":{"content":"I look."}}"#,
            #"{"type":"assistant.message","data":{"content":"","toolRequests":[{"name":"bash"}]}}"#,
            #"{"type":"tool.execution_complete","data":{"toolCallId":"t","success":false,"error":{"message":"exit 1"}}}"#
        )
        #expect(read.answer == "I look.")
        #expect(read.failure == nil)
    }

    @Test("it asks until it is answered, and a denial is counted")
    func permission() {
        let ask =
            #"{"type":"permission.requested","data":{"requestId":"r","permissionRequest":{"kind":"shell","intention":"Push","command":"git push"}}}"#
        #expect(report(.copilot, ask).question == "Push")
        let read = report(
            .copilot, ask,
            #"{"type":"permission.completed","data":{"requestId":"r","result":{"kind":"denied-by-rules"}}}"#)
        #expect(read.question == nil)
        #expect(read.deniedCount == 1)
        #expect(report(.copilot, ask, #"{"type":"result","sessionId":"p1","exitCode":1}"#).question == nil)
        let approved = report(
            .copilot, ask, #"{"type":"permission.completed","data":{"requestId":"r","result":{"kind":"approved"}}}"#)
        #expect(approved.question == nil)
        #expect(approved.deniedCount == 0)
    }
}
