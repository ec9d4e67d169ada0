import SpawnCore
import Testing

@testable import AgentOutput

@Suite("Claude's events")
struct ClaudeDecoderTests {
    private static let initial =
        #"{"type":"system","subtype":"init","session_id":"s-1","model":"claude-m","tools":["Bash"],"cwd":"/w"}"#
    private static let done =
        #"{"type":"result","subtype":"success","is_error":false,"result":"Done.","session_id":"s-1","total_cost_usd":0.2143,"#
        + #""usage":{"input_tokens":410,"output_tokens":2100,"cache_read_input_tokens":180000,"cache_creation_input_tokens":9000}}"#

    private static func message(_ id: String, _ part: String, usage: String = "", extra: String = "") -> String {
        #"{"type":"assistant","message":{"id":"\#(id)","role":"assistant","model":"claude-m","content":[\#(part)],"#
            + #""usage":{\#(usage)}},"parent_tool_use_id":null,"session_id":"s-1"\#(extra)}"#
    }

    private static func call(_ name: String, _ input: String, id: String = "t1") -> String {
        #"{"type":"tool_use","id":"\#(id)","name":"\#(name)","input":{\#(input)}}"#
    }

    @Test("a run that went well: session, model, answer, tokens, money")
    func success() {
        let read = report(.claude, Self.initial, Self.done)
        #expect(read.session == "s-1")
        #expect(read.model == "claude-m")
        #expect(read.answer == "Done.")
        #expect(read.verdict == .success)
        #expect(read.usage == TokenUsage(input: 410, cachedInput: 180_000, cacheWrite: 9000, output: 2100))
        #expect(read.cost == .reported(USDollars(nanodollars: 214_300_000)))
    }

    @Test(
        "is_error decides, whatever the subtype reads, and its status says what it is",
        arguments: [
            (401, FailureKind.authError), (429, .rateLimit), (500, .transientError), (529, .transientError),
            (404, .notFound), (400, .invalidRequest),
        ])
    func isError(status: Int, kind: FailureKind) {
        let read = report(
            .claude,
            #"{"type":"result","subtype":"success","is_error":true,"api_error_status":\#(status),"result":"It went wrong"}"#
        )
        #expect(read.failure?.meaning?.kind == kind)
        #expect(read.failure?.message == "It went wrong")
        #expect(read.answer == nil)
    }

    @Test("the error behind an answer of any length is found")
    func longResult() {
        let text = String(repeating: "x", count: 700_000)
        let read = report(
            .claude,
            #"{"type":"result","result":"\#(text)","subtype":"success","is_error":true,"api_error_status":529}"#)
        #expect(read.failure?.meaning?.kind == .transientError)
        #expect((read.failure?.message.utf8.count ?? 0) <= 2048)
    }

    @Test("an answer that speaks of errors is an answer")
    func answerAboutErrors() {
        let read = report(
            .claude, Self.initial,
            Self.message(
                "m1", #"{"type":"text","text":"{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\"}}"}"#),
            #"{"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"t1","content":"HTTP 401 Unauthorized","is_error":true}]}}"#,
            Self.done)
        #expect(read.verdict == .success)
        #expect(read.lastError == nil)
    }

    @Test("usage counts once for each message, though every part of it repeats it")
    func usagePerMessage() {
        let usage = #""input_tokens":40,"output_tokens":12,"cache_read_input_tokens":9000"#
        let read = report(
            .claude, Self.message("m1", #"{"type":"thinking","thinking":"hm"}"#, usage: usage),
            Self.message("m1", #"{"type":"text","text":"I look."}"#, usage: usage),
            Self.message("m1", Self.call("Bash", #""command":"ls""#), usage: usage),
            Self.message("m2", #"{"type":"text","text":"So."}"#, usage: #""input_tokens":2,"output_tokens":3"#))
        #expect(read.usage == TokenUsage(input: 42, cachedInput: 9000, output: 15))
        #expect(read.turns == 2)
        let growing = report(
            .claude, Self.message("m1", #"{"type":"text","text":"a"}"#, usage: #""output_tokens":1"#),
            Self.message(
                "m1", #"{"type":"text","text":"b"}"#,
                usage: #""output_tokens":12,"output_tokens_details":{"thinking_tokens":7}"#))
        #expect(growing.usage == TokenUsage(output: 12, reasoning: 7))
    }

    @Test("what helpers used is in the result's list of models alone")
    func modelUsage() {
        let read = report(
            .claude, Self.message("m1", #"{"type":"text","text":"a"}"#, usage: #""input_tokens":10,"output_tokens":2"#),
            #"{"type":"result","subtype":"error_max_budget_usd","is_error":true,"errors":["Reached maximum budget ($1)"],"#
                + #""usage":{"input_tokens":0,"output_tokens":0},"total_cost_usd":1.5e-05,"#
                + #""modelUsage":{"claude-m":{"inputTokens":10,"outputTokens":2},"claude-h":{"inputTokens":5,"outputTokens":1}}}"#
        )
        #expect(read.usage == TokenUsage(input: 15, output: 3))
        #expect(read.cost == .reported(USDollars(nanodollars: 15_000)))
    }

    @Test("a later result holds the money of those before it")
    func totalCost() {
        func result(_ cost: String) -> String {
            #"{"type":"result","subtype":"success","is_error":false,"result":"a","total_cost_usd":\#(cost)}"#
        }
        #expect(
            report(.claude, result("0.1"), result("0.3")).cost == .reported(USDollars(nanodollars: 300_000_000)))
    }

    @Test("totals begin anew after a reset of the conversation, and are summed")
    func conversationReset() {
        let read = report(
            .claude, Self.done, #"{"type":"conversation_reset","new_conversation_id":"s-2"}"#,
            #"{"type":"result","subtype":"success","is_error":false,"result":"More.","session_id":"s-2","total_cost_usd":0.1,"usage":{"input_tokens":10,"output_tokens":1}}"#
        )
        #expect(read.session == "s-2")
        #expect(read.cost == .reported(USDollars(nanodollars: 314_300_000)))
        #expect(read.usage?.input == 420)
        #expect(
            report(.claude, Self.done, #"{"type":"conversation_reset","new_conversation_id":"s-2"}"#).session == "s-2")
    }

    @Test(
        "limits that the user set are permanent and name themselves",
        arguments: [
            "error_max_turns", "error_max_budget_usd", "error_max_structured_output_retries",
        ])
    func ownLimits(subtype: String) {
        let read = report(.claude, #"{"type":"result","subtype":"\#(subtype)","is_error":true,"num_turns":3}"#)
        let kind: FailureKind = subtype == "error_max_budget_usd" ? .overBudget : .invalidRequest
        #expect(read.failure?.meaning == ErrorMeaning(.permanent, kind))
        #expect(read.failure?.message.contains("--") == true)
    }

    @Test(
        "an end without words of its own is told in words for people",
        arguments: [
            ("aborted_streaming", "it was interrupted (aborted_streaming)"), ("oops", "it broke off (oops)"),
        ])
    func brokenOff(reason: String, message: String) {
        let read = report(
            .claude,
            #"{"type":"result","subtype":"error_during_execution","is_error":true,"terminal_reason":"\#(reason)","#
                + #""errors":["[ede_diagnostic] result_type=user last_content_type=n/a stop_reason=null"]}"#)
        #expect(read.failure?.message == message)
    }

    @Test("a result without a code means what the code of the message before it means")
    func codeOfTheMessage() {
        let message =
            #"{"type":"assistant","error":"authentication_failed","message":{"model":"<synthetic>","content":[]}}"#
        let result =
            #"{"type":"result","subtype":"success","is_error":true,"stop_reason":"stop_sequence","api_error_status":null,"#
            + #""result":"Please run /login"}"#
        let both = report(.claude, message, result)
        #expect(both.failure?.meaning == ErrorMeaning(.permanent, .authError))
        #expect(both.failure?.field == "error")
        #expect(both.failure?.value == "authentication_failed")
        // Why the model stopped says nothing of an error.
        #expect(report(.claude, result).failure?.field == "is_error")
    }

    @Test("the rejected window gives the time of its reset, not another one that is named")
    func rejectedWindow() {
        let read = report(
            .claude,
            #"{"type":"rate_limit_event","rate_limit_info":{"status":"rejected","resetsAt":1795763585,"rateLimitType":"five_hour","#
                + #""unifiedWindows":{"five_hour":{"utilization":1,"resetsAt":1795763585,"status":"rejected"},"#
                + #""seven_day":{"utilization":0.4,"resetsAt":1796163585,"status":"allowed"}}}}"#,
            #"{"type":"result","subtype":"success","is_error":true,"api_error_status":429,"result":"You've hit your limit"}"#
        )
        #expect(read.windows.count == 2)
        #expect(read.windows.first { $0.name == "five_hour" }?.isRejected == true)
        #expect(read.failure?.resetsAt == 1_795_763_585)
    }

    @Test("of several rejected windows the last to reset counts, of a warning and of other errors none")
    func rejectedWindows() {
        func event(_ name: String, _ status: String, _ time: Int) -> String {
            #"{"type":"rate_limit_event","rate_limit_info":{"status":"\#(status)","resetsAt":\#(time),"rateLimitType":"\#(name)"}}"#
        }
        func result(_ status: Int) -> String {
            #"{"type":"result","is_error":true,"api_error_status":\#(status),"result":"m"}"#
        }
        let both = [event("seven_day", "rejected", 200), event("five_hour", "rejected", 100)].joined(separator: "\n")
        #expect(report(.claude, both, result(429)).failure?.resetsAt == 200)
        #expect(report(.claude, both, result(500)).failure?.resetsAt == nil)
        let warned = report(.claude, event("five_hour", "allowed_warning", 100), result(429))
        #expect(warned.windows.map(\.isRejected) == [false])
        #expect(warned.failure?.resetsAt == nil)
    }

    @Test("a window keeps what was told of it before, and its time may be told in milliseconds")
    func knownWindow() {
        func event(_ fields: String) -> String {
            #"{"type":"rate_limit_event","rate_limit_info":{"rateLimitType":"five_hour",\#(fields)}}"#
        }
        let read = report(
            .claude, event(#""status":"allowed_warning","utilization":0.9,"resetsAt":1795763585000"#),
            event(#""status":"rejected""#))
        #expect(
            read.windows == [
                AgentReport.Window(name: "five_hour", used: 0.9, resetsAt: 1_795_763_585, isRejected: true)
            ])
    }

    @Test(
        "a limit that is overdrawn at a price stops nothing",
        arguments: [
            #""overageStatus":"allowed""#, #""overageStatus":"allowed_warning""#, #""isUsingOverage":true"#,
        ])
    func overage(field: String) {
        let read = report(
            .claude,
            #"{"type":"rate_limit_event","rate_limit_info":{"status":"rejected","resetsAt":1,"rateLimitType":"five_hour",\#(field),"#
                + #""unifiedWindows":{"seven_day":{"utilization":1,"status":"rejected"}}}}"#
        )
        #expect(read.windows.map(\.isRejected) == [false, false])
    }

    @Test("a retry of its own is told while it waits, and forgotten when an answer comes")
    func retries() {
        let retry =
            #"{"type":"system","subtype":"api_retry","attempt":3,"max_retries":10,"retry_delay_ms":1200,"error_status":401,"error":"authentication_failed"}"#
        let waiting = report(.claude, Self.initial, retry)
        #expect(waiting.waiting?.retry == 3)
        #expect(waiting.waiting?.limit == 10)
        #expect(waiting.waiting?.status == 401)
        #expect(waiting.lastError?.meaning?.kind == .authError)
        let unanswered = report(
            .claude,
            #"{"type":"system","subtype":"api_retry","attempt":1,"max_retries":2,"error_status":null,"error":"unknown"}"#
        )
        #expect(unanswered.waiting?.status == nil)
        #expect(unanswered.waiting?.retry == 1)
        #expect(report(.claude, retry, Self.message("m", #"{"type":"text","text":"a"}"#)).waiting == nil)
    }

    @Test("activity is the last tool and its object, cut to 60 columns, with nothing a terminal obeys")
    func activity() {
        #expect(
            report(.claude, Self.message("m", Self.call("Bash", #""command":"make test","description":"d""#))).activity
                == "Bash: make test")
        #expect(
            report(.claude, Self.message("m", Self.call("Edit", #""file_path":"/w/a.swift","old_string":"x""#)))
                .activity == "Edit: /w/a.swift")
        let wide = report(
            .claude,
            Self.message("m", Self.call("Bash", #""command":"\#(String(repeating: "界", count: 80))\u001b[2J""#)))
        #expect(ScalarWidth.columns(of: wide.activity ?? "") <= 60)
        #expect(wide.activity?.hasSuffix("…") == true)
        for (count, activity) in [
            (54, "Bash: " + String(repeating: "x", count: 54)),
            (55, "Bash: " + String(repeating: "x", count: 53) + "…"),
            (300, "Bash: " + String(repeating: "x", count: 53) + "…"),
        ] {
            let command = String(repeating: "x", count: count)
            #expect(
                report(.claude, Self.message("m", Self.call("Bash", #""command":"\#(command)""#))).activity == activity)
        }
        // A carriage return hides nothing of a command.
        for spaces in [" a   b ", #"\n\na\n\t b\n"#, #"a\r\nb\r"#, #" a \n\u00a0\n b"#] {
            #expect(
                report(.claude, Self.message("m", Self.call("Bash", #""command":"\#(spaces)""#))).activity
                    == (spaces.contains("a0") ? "Bash: a \u{a0} b" : "Bash: a b"))
        }
        #expect(
            report(.claude, Self.message("m", Self.call("Bash", #""command":"a\u001b[2Jb\nc""#))).activity
                == "Bash: ab c")
        let script = String(repeating: #"echo 'größer'\n\t"#, count: 5_000)
        #expect(
            report(.claude, Self.message("m", Self.call("Bash", #""command":"\#(script)""#))).activity
                == "Bash: echo 'größer' echo 'größer' echo 'größer' echo 'größe…")
        #expect(report(.claude, Self.message("m", Self.call("Bash", #""command":" \n""#))).activity == "Bash")
    }

    @Test(
        "what it tells of its work beside its calls is activity",
        arguments: [
            (#"{"type":"tool_use_summary","summary":"Ran tests"}"#, "Ran tests"),
            (#"{"type":"system","subtype":"status","status":"compacting"}"#, "compacting"),
            (#"{"type":"system","subtype":"task_progress","description":"Looks"}"#, "Looks"),
            (#"{"type":"system","subtype":"task_progress","description":"Looks","summary":"Found"}"#, "Found"),
            (#"{"type":"system","subtype":"compact_boundary"}"#, "compacted its context"),
        ])
    func otherActivity(line: String, activity: String) {
        #expect(report(.claude, line).activity == activity)
    }

    @Test("a list of things to do is progress")
    func todos() {
        let read = report(
            .claude,
            Self.message(
                "m",
                Self.call(
                    "TodoWrite",
                    #""todos":[{"content":"a","status":"completed"},{"content":"b","status":"in_progress","activeForm":"Doing b"},{"content":"c","status":"pending"}]"#
                )))
        #expect(read.progress == AgentReport.Progress(done: 1, total: 3))
        #expect(read.activity == "Doing b")
    }

    @Test("denied calls are counted and named, live and in the result")
    func denied() {
        let live = report(
            .claude,
            #"{"type":"system","subtype":"permission_denied","tool_name":"Bash","tool_use_id":"t","message":"no"}"#)
        #expect(live.deniedCount == 1)
        let read = report(
            .claude,
            #"{"type":"result","subtype":"success","is_error":false,"result":"Done","permission_denials":[{"tool_name":"Write","tool_use_id":"t","tool_input":{"file_path":"/w/x.txt","content":"y"}},{"tool_name":"Bash","tool_input":{"command":"git push"}}]}"#
        )
        #expect(
            read.denied == [DeniedCall(tool: "Write", input: "/w/x.txt"), DeniedCall(tool: "Bash", input: "git push")])
        #expect(read.deniedCount == 2)
        #expect(read.verdict == .success)
        let both = report(
            .claude, #"{"type":"system","subtype":"permission_denied","tool_name":"Write","message":"no"}"#,
            #"{"type":"result","is_error":false,"permission_denials":[{"tool_name":"Write","tool_input":{"file_path":"x"}}]}"#
        )
        #expect(both.denied == [DeniedCall(tool: "Write", input: "x")])
        #expect(both.deniedCount == 1)
        let many = (0..<500).map { _ in #"{"type":"system","subtype":"permission_denied","tool_name":"Bash"}"# }
        let bounded = report(.claude, Array(many.joined(separator: "\n").utf8), pieces: 100)
        #expect(bounded.denied.count == AgentReport.mostDenied)
        #expect(bounded.deniedCount == 500)
    }

    @Test("helpers are counted while they run, and what they say is not its answer")
    func helpers() {
        let helper =
            #"{"type":"assistant","message":{"id":"h","model":"other","content":[{"type":"text","text":"helper"}],"usage":{"input_tokens":5}},"parent_tool_use_id":"t1"}"#
        let begun = report(.claude, Self.message("m", Self.call("Task", #""prompt":"p""#)), helper)
        #expect(begun.children == 1)
        #expect(begun.answer == nil)
        #expect(begun.model == "claude-m")
        let own = #""input_tokens":10"#
        let between = report(
            .claude, Self.message("m", Self.call("Task", #""prompt":"p""#), usage: own), helper,
            Self.message("m", #"{"type":"text","text":"a"}"#, usage: own))
        #expect(between.usage == TokenUsage(input: 10))
        #expect(between.turns == 1)
        let over = report(
            .claude, Self.message("m", Self.call("Task", #""prompt":"p""#)),
            #"{"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"t1","content":"ok"}]}}"#)
        #expect(over.children == 0)
        #expect(
            report(.claude, #"{"type":"system","subtype":"background_tasks_changed","tasks":[{},{}]}"#).children == 2)
    }

    @Test("what it asks a person is told until it goes on")
    func question() {
        let ask =
            #"{"type":"control_request","request_id":"r","request":{"subtype":"can_use_tool","tool_name":"Bash","input":{"command":"git push"}}}"#
        #expect(report(.claude, ask).question == "Bash: git push")
        #expect(report(.claude, ask, #"{"type":"user","message":{"content":[]}}"#).question == nil)
    }

    @Test("an answer made up by the program is no model's, and its error is kept")
    func synthetic() {
        let read = report(
            .claude, Self.initial,
            #"{"type":"assistant","message":{"id":"x","model":"<synthetic>","content":[{"type":"text","text":"Invalid API key"}],"usage":{"input_tokens":0}},"error":"authentication_failed","api_error_status":401}"#
        )
        #expect(read.model == "claude-m")
        #expect(read.answer == nil)
        #expect(read.lastError?.meaning?.kind == .authError)
    }

    @Test("a turn that begins after a result takes the verdict back, and goes on counting")
    func anotherTurn() {
        let message = Self.message("m1", #"{"type":"text","text":"a"}"#, usage: #""input_tokens":10"#)
        #expect(report(.claude, Self.done, Self.initial).verdict == nil)
        #expect(report(.claude, Self.done, message).verdict == nil)
        let read = report(
            .claude, Self.initial, message, Self.initial,
            Self.message("m2", #"{"type":"text","text":"b"}"#, usage: #""input_tokens":5"#))
        #expect(read.usage == TokenUsage(input: 15))
    }

    @Test("a result ends waits, questions and helpers")
    func resultEndsAll() {
        let begun = [
            Self.message("m", Self.call("Task", #""prompt":"p""#)),
            #"{"type":"system","subtype":"api_retry","attempt":3,"max_retries":10,"error_status":529}"#,
            #"{"type":"control_request","request":{"subtype":"can_use_tool","tool_name":"Bash","input":{"command":"ls"}}}"#,
        ].joined(separator: "\n")
        let working = report(.claude, begun)
        #expect(working.children == 1 && working.waiting != nil && working.question != nil)
        let read = report(.claude, begun, Self.done)
        #expect(read.children == 0 && read.waiting == nil && read.question == nil)
    }

    @Test("a helper that waits for the service is told, until it does no more")
    func helperWaits() {
        let waits =
            #"{"type":"tool_progress","tool_use_id":"t","subagent_retry":{"attempt":2,"max_retries":10,"error_status":529}}"#
        #expect(report(.claude, waits).waiting?.retry == 2)
        #expect(report(.claude, waits, #"{"type":"tool_progress","tool_use_id":"t"}"#).waiting == nil)
    }

    @Test("a call that failed is no error of the run")
    func failedCall() {
        let read = report(
            .claude, Self.initial,
            #"{"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"t1","content":"exit 1","is_error":true}]}}"#
        )
        #expect(read.failure == nil)
    }

    @Test("of several errors the last counts, and a refusal of the model is permanent")
    func errorsOfResult() {
        let result = #"{"type":"result","subtype":"error_during_execution","is_error":true,"errors":["first","last"]"#
        #expect(report(.claude, result + "}").failure?.message == "last")
        #expect(
            report(.claude, result + #","stop_reason":"refusal"}"#).failure?.meaning
                == ErrorMeaning(.permanent, .invalidRequest))
    }

    @Test("the code of the service says more than its status, which stands for words where there are none")
    func codeAndStatus() {
        let result = #"{"type":"result","is_error":true,"api_error_status":429"#
        #expect(report(.claude, result + "}").failure?.message == "HTTP 429")
        #expect(
            report(.claude, result + #","api_error":"billing_error"}"#).failure?.meaning?.kind == .forbidden)
    }

    @Test("where nothing else names the model, the sums of the result do")
    func modelOfSums() {
        let read = report(.claude, #"{"type":"result","is_error":false,"modelUsage":{"m-1":{"inputTokens":3}}}"#)
        #expect(read.model == "m-1")
    }

    @Test("a result without money says nothing of it, and one without tokens leaves those of the messages")
    func unknownCost() {
        let read = report(
            .claude, Self.message("m1", #"{"type":"text","text":"a"}"#, usage: #""input_tokens":10"#),
            #"{"type":"result","subtype":"success","is_error":false,"result":"a","usage":{"input_tokens":0}}"#)
        #expect(read.cost == .unknown)
        #expect(read.usage == TokenUsage(input: 10))
    }

    @Test("old spellings, lines of text, unknown types and a cut last line disturb nothing")
    func strange() {
        let read = report(
            .claude, "npm warn something", #"{"type":"brand_new","session_id":"s-9","x":[1,2]}"#, "{broken",
            #"{"type":"result","subtype":"success","isError":true,"sessionId":"s-8","api_error_status":500,"result":"x"}"#,
            #"{"type":"user","session_id":""}"#, #"{"type":"assistant","message":{"id":"#)
        #expect(read.session == "s-8")
        #expect(read.failure?.meaning?.kind == .transientError)
    }

    @Test("a retry that went well leaves no error to be blamed later")
    func survived() {
        let retry =
            #"{"type":"system","subtype":"api_retry","attempt":1,"max_retries":10,"error_status":529,"error":"overloaded"}"#
        #expect(report(.claude, retry).failure?.meaning?.kind == .transientError)
        #expect(report(.claude, retry, Self.message("m", #"{"type":"text","text":"a"}"#)).failure == nil)
    }

    @Test("without a result there is no verdict")
    func noResult() {
        #expect(report(.claude, Self.initial, Self.message("m", #"{"type":"text","text":"half"}"#)).verdict == nil)
    }
}
