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
            #"{"type":"assistant","message":{"id":"m1","model":"m","content":[\#(part)]},"session_id":"s"}"#
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
                .says("I look."), .says("Then I test."), .does("Bash: make test"),
                .says("no data: a line that is no data"),
                .says("Done."), .says(""), .says("All is well."),
            ])
    }

    @Test func `codex: a call is told once, and what it waits for`() throws {
        let call = #""item":{"id":"1","type":"command_execution","command":"ls","status":"x"}"#
        let entries = try entries(
            .codex,
            [
                #"{"type":"thread.started","thread_id":"t"}"#, #"{"type":"turn.started"}"#,
                #"{"type":"item.started",\#(call)}"#, #"{"type":"item.completed",\#(call)}"#,
                #"{"type":"error","message":"Reconnecting... 2/5 (stream disconnected)"}"#,
                #"{"type":"item.completed","item":{"id":"2","type":"agent_message","text":"All done."}}"#,
                #"{"type":"turn.failed","error":{"message":"out of luck"}}"#,
            ])
        #expect(
            entries == [
                .does("shell: ls"), .does("waits for its service, retry 2 of 5: stream disconnected"),
                .says("All done."), .does("met an error: out of luck"),
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
        #expect(entries.last == .does("said more than is shown"))
    }

    @Test func `prose has none`() { #expect(AgentTranscript(.text) == nil) }
}
