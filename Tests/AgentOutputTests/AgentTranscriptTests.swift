import Glibc
import SpawnCore
import Testing

@testable import AgentOutput

/// What people are told of an agent that reports as data.
struct AgentTranscriptTests {
    private func entries(_ format: AgentFormat, _ lines: [String]) throws -> [AgentTranscript.Entry] {
        var transcript = try #require(AgentTranscript(format))
        var entries: [AgentTranscript.Entry] = []
        for line in lines {
            // In two parts, as lines come.
            let bytes = Array(line.utf8)
            transcript.feed(bytes[..<(bytes.count / 2)])
            transcript.feed(bytes[(bytes.count / 2)...])
            if let told = transcript.endLine() {
                entries += told
            } else {
                entries += transcript.finish() + [.says("no data: \(line)")]
            }
        }
        return entries + transcript.finish()
    }

    @Test func `claude: what it does and says is told once, and its result not again`() throws {
        func message(_ part: String) -> String {
            #"{"type":"assistant","message":{"id":"m1","model":"m","content":[\#(part)],"usage":{}},"session_id":"s"}"#
        }
        let entries = try entries(
            .claude,
            [
                #"{"type":"system","subtype":"init","session_id":"s","model":"m"}"#,
                message(#"{"type":"text","text":"I look.\nThen I test."}"#),
                message(#"{"type":"tool_use","id":"t","name":"Bash","input":{"command":"make test"}}"#),
                #"{"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"t","content":"ok"}]}}"#,
                "a line that is no data", "",
                message(#"{"type":"text","text":"Done.\n\nAll is well."}"#),
                #"{"type":"result","subtype":"success","is_error":false,"result":"Done.\n\nAll is well.","session_id":"s"}"#,
            ])
        #expect(
            entries == [
                .turn, .says("I look."), .says("Then I test."), .does("Bash: make test"),
                .gives(ToolResult("ok")),
                .says("no data: a line that is no data"),
                .says("Done."), .says(""), .says("All is well."),
            ])
    }

    @Test func `codex: a call is told once, and what it waits for`() throws {
        let call = #""id":"1","type":"command_execution","command":"ls","status":"x""#
        let entries = try entries(
            .codex,
            [
                #"{"type":"thread.started","thread_id":"t"}"#, #"{"type":"turn.started"}"#,
                #"{"type":"item.started","item":{\#(call)}}"#,
                #"{"type":"item.completed","item":{\#(call),"aggregated_output":"no such file\n","exit_code":2}}"#,
                #"{"type":"error","message":"Reconnecting... 2/5 (stream disconnected)"}"#,
                #"{"type":"item.completed","item":{"id":"2","type":"agent_message","text":"All done."}}"#,
                #"{"type":"turn.failed","error":{"message":"out of luck"}}"#,
            ])
        #expect(
            entries == [
                .turn, .does("shell: ls"), .gives(ToolResult("exit 2\nno such file\n", isError: true)),
                .meets("waits for its service, retry 2 of 5: stream disconnected"),
                .says("All done."), .meets("met an error: out of luck"),
            ])
    }

    @Test func `gemini: pieces of an answer are joined to its lines`() throws {
        func piece(_ text: String) -> String {
            #"{"type":"message","role":"assistant","content":"\#(text)","delta":true}"#
        }
        let call = #"{"type":"tool_use","tool_name":"shell","parameters":{"command":"ls"}}"#
        #expect(
            try entries(
                .gemini,
                [
                    piece("One li"), piece("ne.\\nAnd an"), piece("other."), call, piece("One li"),
                    #"{"type":"result","status":"success"}"#,
                ])
                == [.says("One line."), .says("And another."), .does("shell: ls"), .says("One li")])
    }

    @Test func `an answer that is longer than what is kept of it says so`() throws {
        let text = String(repeating: "x", count: AgentReport.longestAnswer + 1_000)
        let entries = try entries(
            .codex, [#"{"type":"item.completed","item":{"id":"2","type":"agent_message","text":"\#(text)"}}"#])
        #expect(entries.last == .meets("said more than is shown"))
    }

    @Test func `the same call is told each time it is made, and what it was not allowed to do`() throws {
        let call =
            #"{"type":"assistant","message":{"id":"m1","content":[{"type":"tool_use","name":"Bash","input":{"command":"make"}}]}}"#
        let denied = #"{"type":"system","subtype":"permission_denied","tool_name":"Bash","message":"rm -r build"}"#
        #expect(
            try entries(.claude, [call, call, denied])
                == [.does("Bash: make"), .does("Bash: make"), .meets("was not allowed: Bash: rm -r build")])
    }

    @Test(
        arguments: [
            (
                AgentFormat.claude,
                #"{"type":"user","message":{"content":[{"type":"tool_result","is_error":true,"content":[{"type":"text","text":"a"},{"type":"image"},{"type":"text","text":"b"}]}]}}"#,
                ToolResult("a\nb", isError: true)
            ),
            (
                .qwen, #"{"type":"user","message":{"content":[{"type":"tool_result","content":"a"}]}}"#,
                ToolResult("a")
            ),
            (
                .codex,
                #"{"type":"item.completed","item":{"type":"mcp_tool_call","result":{"content":[{"text":"a"}]},"status":"completed"}}"#,
                ToolResult("a")
            ),
            (
                .codex,
                #"{"type":"item.completed","item":{"type":"mcp_tool_call","error":{"message":"a"},"status":"failed"}}"#,
                ToolResult("a", isError: true)
            ),
            (.gemini, #"{"type":"tool_result","status":"success","output":"a"}"#, ToolResult("a")),
            (
                .gemini, #"{"type":"tool_result","status":"error","error":{"type":"x","message":"a"}}"#,
                ToolResult("a", isError: true)
            ),
            (
                .opencode,
                #"{"type":"tool_use","part":{"tool":"bash","state":{"status":"completed","input":{},"output":"a"}}}"#,
                ToolResult("a")
            ),
            (
                .opencode,
                #"{"type":"tool_use","part":{"tool":"bash","state":{"status":"error","input":{},"error":"a"}}}"#,
                ToolResult("a", isError: true)
            ),
            (
                .cursor,
                #"{"type":"tool_call","subtype":"completed","tool_call":{"shellToolCall":{"args":{},"result":{"success":{"stdout":"a"}}}}}"#,
                ToolResult("a")
            ),
            (
                .cursor,
                #"{"type":"tool_call","subtype":"completed","tool_call":{"readToolCall":{"args":{},"result":{"error":{"message":"a"}}}}}"#,
                ToolResult("a", isError: true)
            ),
            (
                .copilot,
                #"{"type":"tool.execution_complete","data":{"success":true,"result":{"content":"a"}}}"#,
                ToolResult("a")
            ),
            (
                .copilot,
                #"{"type":"tool.execution_complete","data":{"success":false,"error":{"message":"a"}}}"#,
                ToolResult("a", isError: true)
            ),
        ] as [(AgentFormat, String, ToolResult)])
    func `every format tells what a call gave back, and whether it failed`(
        format: AgentFormat, line: String, result: ToolResult
    ) throws {
        let gives = try entries(format, [line]).filter { if case .gives = $0 { true } else { false } }
        #expect(gives == [.gives(result)])
    }

    @Test func `what a call gave back is bounded, and says that there is more`() throws {
        let text = String(repeating: "x", count: 2 * JSONLine.longestString)
        let entries = try entries(.gemini, [#"{"type":"tool_result","status":"success","output":"\#(text)"}"#])
        guard case .gives(let result) = entries.last else {
            Issue.record("nothing was given back")
            return
        }
        #expect(result.isCut && result.text.utf8.count == JSONLine.longestString)
    }

    /// Neither what was told before is compared, nor what was said is copied. Measured by the time of this thread alone.
    @Test func `an answer in many pieces takes time in proportion to its length`() throws {
        func seconds(pieces: Int) throws -> Double {
            let piece = Array(#"{"type":"message","role":"assistant","content":"x","delta":true}"#.utf8)
            var transcript = try #require(AgentTranscript(.gemini))
            let start = Self.threadSeconds
            for _ in 0..<pieces {
                transcript.feed(piece[...])
                _ = transcript.endLine()
            }
            let seconds = Self.threadSeconds - start
            #expect(transcript.finish() == [.says(String(repeating: "x", count: pieces))])
            return seconds
        }
        _ = try seconds(pieces: 1_000)
        #expect(try seconds(pieces: 120_000) < 16 * (try seconds(pieces: 15_000)))
    }

    private static var threadSeconds: Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    @Test func `prose has none`() { #expect(AgentTranscript(.text) == nil) }
}
