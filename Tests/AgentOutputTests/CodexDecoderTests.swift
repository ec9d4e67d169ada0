import SpawnCore
import Testing

@testable import AgentOutput

@Suite("Codex's events")
struct CodexDecoderTests {
    private static let completed =
        #"{"type":"turn.completed","usage":{"input_tokens":24000,"cached_input_tokens":21000,"output_tokens":600,"reasoning_output_tokens":300}}"#

    private static func item(_ fields: String, _ event: String = "item.completed") -> String {
        #"{"type":"\#(event)","item":{"id":"item_1",\#(fields)}}"#
    }

    @Test("a turn that went well: thread, last message, tokens without what was cached")
    func success() {
        let read = report(
            .codex, #"{"type":"thread.started","thread_id":"0199"}"#, #"{"type":"turn.started"}"#,
            Self.item(#""type":"agent_message","text":"First.""#),
            Self.item(#""type":"agent_message","text":"Fixed.""#),
            Self.completed)
        #expect(read.session == "0199")
        #expect(read.answer == "Fixed.")
        #expect(read.verdict == .success)
        #expect(read.usage == TokenUsage(input: 3000, cachedInput: 21000, output: 600, reasoning: 300))
        #expect(read.cost == .unknown)
    }

    @Test("of a thread that is continued, only what came since is counted")
    func continued() {
        var decoder = CodexDecoder(usedBefore: TokenUsage(input: 1000, cachedInput: 20000, output: 100))
        var line = JSONLine()
        var place = 0
        _ = line.read(Array((Self.completed + "\n").utf8).span, from: &place)
        decoder.take(line)
        #expect(decoder.report.usage == TokenUsage(input: 2000, cachedInput: 1000, output: 500, reasoning: 300))
    }

    @Test("usage is the total of the thread: the last counts, and what was written to the cache is part of the input")
    func totals() {
        let last =
            #"{"type":"turn.completed","usage":{"input_tokens":30000,"cached_input_tokens":21000,"#
            + #""cache_write_input_tokens":5000,"output_tokens":700}}"#
        #expect(
            report(.codex, Self.completed, last).usage
                == TokenUsage(input: 4000, cachedInput: 21000, cacheWrite: 5000, output: 700))
    }

    @Test("a turn that begins takes the verdict of the one before back")
    func anotherTurn() {
        #expect(report(.codex, Self.completed, #"{"type":"turn.started"}"#).verdict == nil)
    }

    @Test("a message counts once it is whole")
    func unfinishedMessage() {
        for event in ["item.started", "item.updated"] {
            #expect(report(.codex, Self.item(#""type":"agent_message","text":"Fi""#, event)).answer == nil)
        }
    }

    @Test("a call is counted once, where it begins; an edit, which is told once it is over, there")
    func calls() {
        let call = #""type":"command_execution","command":"ls","status":"x""#
        #expect(report(.codex, Self.item(call, "item.started"), Self.item(call)).calls == 1)
        #expect(report(.codex, Self.item(#""type":"web_search","query":"q""#, "item.started")).calls == 1)
        #expect(
            report(.codex, Self.item(#""type":"file_change","changes":[{"path":"x","kind":"add"}]"#)).calls == 1)
    }

    @Test("helpers are counted while they run, and none outlives the turn")
    func helpers() {
        let begun = Self.item(
            #""type":"collab_tool_call","tool":"wait","agents_states":{"a":{"status":"running"},"b":{"status":"completed"}}"#
        )
        #expect(report(.codex, begun).children == 1)
        #expect(report(.codex, begun, Self.completed).children == 0)
    }

    @Test("errors that it survived are none; they are told as waiting")
    func reconnected() {
        let reconnecting =
            #"{"type":"error","message":"Reconnecting... 2/5 (timeout waiting for child process to exit)"}"#
        let waiting = report(.codex, #"{"type":"turn.started"}"#, reconnecting)
        #expect(
            waiting.waiting
                == AgentReport.ServiceWait(retry: 2, limit: 5, reason: "timeout waiting for child process to exit"))
        #expect(waiting.verdict == nil)
        #expect(report(.codex, reconnecting, Self.completed).waiting == nil)
        let read = report(.codex, reconnecting, Self.item(#""type":"agent_message","text":"OK""#), Self.completed)
        #expect(read.verdict == .success)
        #expect(read.waiting == nil)
    }

    @Test(
        "a refused login stands in the reason of a retry, and the second leaves no hope",
        arguments: [
            (1, "401 Unauthorized", false), (2, "401 Unauthorized", true), (2, "402 Payment Required", true),
            (2, "503 Busy", false),
        ])
    func refused(retry: Int, status: String, isHopeless: Bool) {
        let read = report(
            .codex,
            #"{"type":"error","message":"Reconnecting... \#(retry)/5 (unexpected status \#(status): Incorrect key (sk-…), url: http://h)"}"#
        )
        #expect(read.waiting?.isHopeless == isHopeless)
        #expect(read.waiting?.status == Int(status.prefix(3)))
        #expect(read.lastError?.message == "unexpected status \(status): Incorrect key (sk-…), url: http://h")
    }

    @Test("a failed turn is a failure in its own words, those of the service if it hands them on")
    func failed() {
        let read = report(
            .codex, #"{"type":"turn.failed","error":{"message":"You've hit your usage limit. Try again at 6:34 AM."}}"#)
        #expect(read.failure?.message == "You've hit your usage limit. Try again at 6:34 AM.")
        let nested = report(
            .codex,
            #"{"type":"turn.failed","error":{"message":"{\n  \"error\": {\"message\": \"Invalid value for 'messages'.\", \"type\": \"invalid_request_error\", \"code\": null}\n}"}}"#
        )
        #expect(nested.failure?.message == "Invalid value for 'messages'.")
        #expect(nested.failure?.meaning?.kind == .invalidRequest)
        let twice = report(
            .codex,
            #"{"type":"turn.failed","error":{"message":"{\"error\":{\"message\":\"{\\\"error\\\":{\\\"code\\\":\\\"invalid_api_key\\\",\\\"message\\\":\\\"Bad key\\\"}}\"}}"}}"#
        )
        #expect(twice.failure?.message == "Bad key")
        #expect(twice.failure?.meaning?.kind == .authError)
    }

    @Test("an error with which the stream ends is a failure; an item of that type is a warning")
    func errors() {
        #expect(report(.codex, #"{"type":"error","message":"boom"}"#).failure?.message == "boom")
        let warned = report(.codex, Self.item(#""type":"error","message":"Model metadata not found.""#), Self.completed)
        #expect(warned.verdict == .success)
        #expect(warned.lastError == nil)
        let warning = Self.item(#""type":"error","message":"Model metadata not found.""#)
        #expect(report(.codex, warning).failure == nil)
        #expect(report(.codex, #"{"type":"error","message":"boom"}"#, warning).failure?.message == "boom")
        #expect(report(.codex, #"{"type":"error","message":"boom"}"#, Self.completed).verdict == .success)
    }

    @Test("an error after which it works on ends nothing, and was survived")
    func survived() {
        let error = #"{"type":"error","message":"stream error: boom; retrying 1/5 in 200ms"}"#
        #expect(report(.codex, error).verdict == nil)
        let read = report(.codex, error, Self.item(#""type":"agent_message","text":"OK""#))
        #expect(read.failure == nil)
    }

    @Test("items are activity and progress")
    func items() {
        #expect(
            report(
                .codex,
                Self.item(#""type":"command_execution","command":"make test","status":"in_progress""#, "item.started")
            ).activity
                == "shell: make test")
        for (command, activity) in [
            ("/bin/bash -lc 'make test'", "shell: make test"), (#"bash -lc \"make größer\""#, "shell: make größer"),
            ("/usr/bin/zsh -lc make", "shell: make"), ("sh -lc '", "shell: '"), ("bash -lc 'a' 'b", "shell: 'a' 'b"),
            ("zsh -c 'a'", "shell: zsh -c 'a'"),
        ] {
            let item = #""type":"command_execution","command":"\#(command)","status":"failed""#
            #expect(report(.codex, Self.item(item)).activity == activity)
        }
        #expect(
            report(
                .codex,
                Self.item(
                    #""type":"file_change","changes":[{"path":"a.swift","kind":"update"},{"path":"b.swift","kind":"add"}],"status":"completed""#
                )
            ).activity
                == "edit: a.swift, b.swift")
        #expect(report(.codex, Self.item(#""type":"web_search","query":"""#)).activity == "search")
        #expect(report(.codex, Self.item(#""type":"web_search""#, "item.started")).activity == "search")
        #expect(
            report(
                .codex,
                Self.item(
                    #""type":"todo_list","items":[{"text":"a","completed":true},{"text":"b","completed":false}]"#,
                    "item.updated")
            ).progress
                == AgentReport.Progress(done: 1, total: 2))
    }

    @Test("what its sandbox refuses is denied, though the turn succeeds")
    func declined() {
        let read = report(
            .codex, Self.item(#""type":"command_execution","command":"touch x","status":"declined""#),
            Self.item(#""type":"file_change","changes":[{"path":"x","kind":"add"}],"status":"declined""#),
            Self.item(
                #""type":"mcp_tool_call","server":"db","tool":"drop","arguments":{"name":"t"},"status":"declined""#))
        #expect(
            read.denied == [
                DeniedCall(tool: "shell", input: "touch x"), DeniedCall(tool: "edit", input: "x"),
                DeniedCall(tool: "db.drop", input: "t"),
            ])
        #expect(read.failure == nil)
    }
}
