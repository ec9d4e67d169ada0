package import SpawnCore

/// Reads `claude -p --output-format stream-json --verbose`, and the one line of `--output-format json`.
///
/// What there is to know of the format (Claude Code 2.1.332):
/// - `result` ends the work. `subtype` may read `success` where `is_error` is true: only the latter counts. The program may
///   live on afterwards, or exit with 1.
/// - A message comes in several lines, one for each of its parts, and each repeats the usage of the whole: it is counted
///   once for each `message.id`. What helpers of its own used is in `result` alone.
/// - `init` comes again with every turn. `conversation_reset` lets the totals begin anew.
/// - A limit that is `rejected` does not stop an agent that may go on at a price (`overageStatus`, `isUsingOverage`).
/// - Older versions write `isError` and `sessionId`.
package struct ClaudeDecoder: AgentDecoder {
    package private(set) var report = AgentReport()
    /// The usage of messages until a result says what all was.
    private var counted = TokenUsage()
    private var lastMessage: String?
    private var lastMessageUsage = TokenUsage()
    /// What was used and paid before the totals last began anew.
    private var usageBefore = TokenUsage()
    private var costBefore = USDollars(nanodollars: 0)
    private var costNow: USDollars?
    /// Calls of tools that start helpers and have not returned.
    private var openHelpers: Set<String> = []
    /// The type of the error of the last message, where that was one.
    private var lastErrorType: String?

    package init() {}

    package mutating func take(_ line: JSONLine) {
        guard let event = line.root, let type = event["type"] else { return }
        if let session = (event["session_id"] ?? event["sessionId"])?.string, !session.isEmpty {
            report.session = session
        }
        if type.equals("assistant") {
            takeMessage(event)
        } else if type.equals("user") {
            takeToolResults(event)
        } else if type.equals("system") {
            takeSystem(event)
        } else if type.equals("result") {
            takeResult(event)
        } else if type.equals("tool_progress") {
            report.waiting = event["subagent_retry"].flatMap(Self.wait)
        } else if type.equals("tool_use_summary") {
            report.activity = event["summary"]?.string.map(Activity.fit) ?? report.activity
        } else if type.equals("rate_limit_event") {
            takeLimit(event["rate_limit_info"])
        } else if type.equals("control_request") {
            takeRequest(event)
        } else if type.equals("conversation_reset") {
            usageBefore = usageBefore + counted
            costBefore = costBefore + (costNow ?? USDollars(nanodollars: 0))
            (counted, costNow, lastMessage, lastMessageUsage) = (TokenUsage(), nil, nil, TokenUsage())
            report.session = event["new_conversation_id"]?.string ?? report.session
        }
    }

    // MARK: While it works

    private mutating func takeMessage(_ event: JSONField) {
        report.waiting = nil
        guard let message = event["message"] else { return }
        lastErrorType = event["error"]?.string
        if let error = lastErrorType {
            report.lastError = failure(event, type: error, text: text(of: message))
        }
        guard message["model"]?.equals("<synthetic>") != true else { return }
        // Helpers have models and answers of their own.
        let isOwn = event["parent_tool_use_id"]?.string == nil
        if isOwn {
            // Another turn: what ended was one before it, and what went wrong was survived.
            report.verdict = nil
            if event["error"]?.string == nil { report.lastError = nil }
            report.model = message["model"]?.string ?? report.model
            count(message)
        }
        for part in message["content"]?.elements ?? [] {
            if part["type"]?.equals("tool_use") == true {
                takeCall(part)
            } else if part["type"]?.equals("text") == true {
                if isOwn { report.takeAnswer(part["text"]?.string) }
            } else if part["type"]?.equals("thinking") == true {
                report.activity = "thinking"
            }
        }
    }

    private mutating func count(_ message: JSONField) {
        guard let usage = message["usage"].map(Self.usage(of:)) else { return }
        let id = message["id"]?.string
        if id == nil || id != lastMessage {
            report.turns += 1
            lastMessageUsage = TokenUsage()
            lastMessage = id
        }
        counted = counted.since(lastMessageUsage) + usage
        lastMessageUsage = usage
        report.usage = usageBefore + counted
    }

    private mutating func takeCall(_ call: JSONField) {
        let tool = call["name"]?.string ?? "tool"
        let input = call["input"]
        report.calls += 1
        report.activity = Activity.of(tool: tool, input: input)
        if tool == "TodoWrite" || tool == "todo_write", let todos = input?["todos"]?.elements {
            report.takeTodos(todos)
            report.activity =
                todos.first { $0["status"]?.equals("in_progress") == true }
                .flatMap { ($0["activeForm"] ?? $0["content"])?.string }.map(Activity.fit) ?? report.activity
        }
        if tool == "Task" || tool == "Agent", let id = call["id"]?.string, openHelpers.count < 256 {
            openHelpers.insert(id)
            report.children = openHelpers.count
        }
    }

    private mutating func takeToolResults(_ event: JSONField) {
        report.question = nil
        for part in event["message"]?["content"]?.elements ?? [] where part["type"]?.equals("tool_result") == true {
            if let id = part["tool_use_id"]?.string, openHelpers.remove(id) != nil {
                report.children = openHelpers.count
            }
        }
    }

    package func results(in line: JSONLine) -> [ToolResult] {
        guard line["type"]?.equals("user") == true else { return [] }
        return (line["message"]?["content"]?.elements ?? []).filter { $0["type"]?.equals("tool_result") == true }
            .compactMap { ToolResult($0["content"], isError: $0["is_error"]?.bool == true) }
    }

    private mutating func takeSystem(_ event: JSONField) {
        guard let subtype = event["subtype"] else { return }
        if subtype.equals("api_retry") {
            report.waiting = Self.wait(event)
            report.lastError = failure(event, type: event["error"]?.string ?? "unknown", text: nil)
        } else if subtype.equals("init") {
            report.verdict = nil
            report.model = event["model"]?.string ?? report.model
        } else if subtype.equals("status") {
            report.activity = event["status"]?.string.map(Activity.fit) ?? report.activity
        } else if subtype.equals("permission_denied") {
            report.deny(tool: event["tool_name"]?.string ?? "tool", input: event["message"]?.string ?? "")
        } else if subtype.equals("background_tasks_changed") {
            report.children = event["tasks"]?.elements.count ?? report.children
        } else if subtype.equals("task_progress") {
            report.activity =
                (event["summary"] ?? event["description"])?.string.map(Activity.fit) ?? report.activity
        } else if subtype.equals("compact_boundary") {
            report.activity = "compacted its context"
        }
    }

    private mutating func takeLimit(_ info: JSONField?) {
        guard let info else { return }
        let isRejected = info["status"]?.equals("rejected") == true
        let goesOnAtAPrice =
            info["isUsingOverage"]?.bool == true || info["overageStatus"]?.equals("allowed") == true
            || info["overageStatus"]?.equals("allowed_warning") == true
        for (name, window) in info["unifiedWindows"]?.members ?? [] {
            note(
                AgentReport.Window(
                    name: name, used: window["utilization"]?.double, resetsAt: Self.time(window["resetsAt"]),
                    isRejected: window["status"]?.equals("rejected") == true && !goesOnAtAPrice))
        }
        if let name = info["rateLimitType"]?.string {
            let known = report.windows.first { $0.name == name }
            note(
                AgentReport.Window(
                    name: name, used: info["utilization"]?.double ?? known?.used,
                    resetsAt: Self.time(info["resetsAt"]) ?? known?.resetsAt, isRejected: isRejected && !goesOnAtAPrice)
            )
        }
    }

    private mutating func note(_ window: AgentReport.Window) {
        if let known = report.windows.firstIndex(where: { $0.name == window.name }) {
            report.windows[known] = window
        } else if report.windows.count < 16 {
            report.windows.append(window)
        }
    }

    private mutating func takeRequest(_ event: JSONField) {
        guard let request = event["request"], request["subtype"]?.equals("can_use_tool") == true else { return }
        report.question = Activity.of(tool: request["tool_name"]?.string ?? "tool", input: request["input"])
    }

    // MARK: Its end

    private mutating func takeResult(_ event: JSONField) {
        (report.waiting, report.question, report.children, openHelpers) = (nil, nil, 0, [])
        takeTotals(event)
        // The whole list again, which says what each call was for.
        if let denied = event["permission_denials"]?.elements, !denied.isEmpty {
            (report.denied, report.deniedCount) = ([], 0)
            for call in denied {
                report.deny(tool: call["tool_name"]?.string ?? "tool", input: Activity.call(call["tool_input"]))
            }
        }
        let text =
            event["result"]?.string ?? event["errors"]?.elements.compactMap(\.string).last
            ?? event["error"]?["message"]?.string
        let isError =
            (event["is_error"] ?? event["isError"])?.bool ?? (event["subtype"]?.equals("success") != true)
        if isError {
            report.verdict = .failure(
                failure(event, type: event["api_error_type"]?.string, text: text.map { Self.readable($0, in: event) }))
        } else {
            report.takeAnswer(event["result"]?.string)
            // A caller who asks for a form gets it beside the text.
            report.verdict = .success
        }
    }

    private mutating func takeTotals(_ event: JSONField) {
        if let cost = event["total_cost_usd"]?.digits.flatMap(USDollars.init(_:)) {
            costNow = cost
            report.cost = .reported(costBefore + cost)
        }
        let models = event["modelUsage"]?.members ?? []
        let perModel = models.reduce(TokenUsage()) { $0 + Self.usage(ofModel: $1.value) }
        let all = event["usage"].map(Self.usage(of:)) ?? TokenUsage()
        // Where a run is cut short one of the three may know of nothing.
        counted = [counted, all, perModel].max { $0.total < $1.total } ?? counted
        if counted.total > 0 || event["usage"] != nil { report.usage = usageBefore + counted }
        if report.model == nil { report.model = models.first?.key }
    }

    /// What an error of it means: the limits that the user set first, then types and statuses.
    private func failure(_ event: JSONField, type: String?, text: String?) -> ReportedFailure {
        if let subtype = event["subtype"]?.string, let limit = Self.limits[subtype] {
            return ReportedFailure(
                message: text ?? limit, field: "subtype", value: subtype,
                meaning: ErrorMeaning(.permanent, subtype == "error_max_budget_usd" ? .overBudget : .invalidRequest))
        }
        let status = (event["api_error_status"] ?? event["error_status"])?.integer
        let code = event["api_error"]?.string
        let stop = event["stop_reason"]?.string
        let refused = stop.flatMap(KnownErrors.meaning(ofType:))
        let fields: [(name: String, value: String?, meaning: ErrorMeaning?)] = [
            ("api_error", code, code.flatMap(KnownErrors.meaning(ofType:))),
            // A model that will not answer this will not do so the next time.
            ("stop_reason", refused == nil ? nil : stop, refused),
            ("error", type, type.flatMap(KnownErrors.meaning(ofType:))),
            ("api_error_status", status.map { String($0) }, status.flatMap(KnownErrors.meaning(ofStatus:))),
            // A result without a code of its own, as that of a login that is missing, ends what this message said.
            ("error", lastErrorType, lastErrorType.flatMap(KnownErrors.meaning(ofType:))),
        ]
        let decided = fields.first { $0.meaning != nil } ?? fields.first { $0.value != nil }
        var failure = ReportedFailure(
            message: text ?? status.map { "HTTP \($0)" + (type.map { ": \($0)" } ?? "") } ?? type,
            field: decided?.name ?? "is_error",
            value: decided?.value ?? "true", meaning: decided?.meaning)
        if failure.meaning?.kind == .rateLimit {
            failure.resetsAt = report.windows.filter(\.isRejected).compactMap(\.resetsAt).max()
        }
        return failure
    }

    /// What it says of an end that it has no words for is meant for its makers.
    private static func readable(_ text: String, in event: JSONField) -> String {
        guard text.hasPrefix("[ede_diagnostic]") else { return text }
        let reason = (event["terminal_reason"] ?? event["subtype"])?.string ?? "error"
        return reason.hasPrefix("aborted") ? "it was interrupted (\(reason))" : "it broke off (\(reason))"
    }

    private static let limits = [
        "error_max_turns": "the limit on turns is reached (--max-turns)",
        "error_max_budget_usd": "the limit on money is reached (--max-budget-usd)",
        "error_max_structured_output_retries": "its answer never had the form that was asked for (--json-schema)",
    ]

    // MARK: Fields

    private func text(of message: JSONField) -> String? {
        message["content"]?.elements.compactMap { $0["text"]?.string }.last
    }

    private static func wait(_ event: JSONField) -> AgentReport.ServiceWait? {
        guard let attempt = event["attempt"]?.integer else { return nil }
        return AgentReport.ServiceWait(
            retry: attempt, limit: event["max_retries"]?.integer, status: event["error_status"]?.integer,
            reason: event["error"]?.string.map(Activity.fit))
    }

    private static func usage(of usage: JSONField) -> TokenUsage {
        TokenUsage(
            input: usage["input_tokens"]?.integer ?? 0, cachedInput: usage["cache_read_input_tokens"]?.integer ?? 0,
            cacheWrite: usage["cache_creation_input_tokens"]?.integer ?? 0,
            output: usage["output_tokens"]?.integer ?? 0,
            reasoning: usage["output_tokens_details"]?["thinking_tokens"]?.integer ?? 0)
    }

    private static func usage(ofModel usage: JSONField) -> TokenUsage {
        TokenUsage(
            input: usage["inputTokens"]?.integer ?? 0, cachedInput: usage["cacheReadInputTokens"]?.integer ?? 0,
            cacheWrite: usage["cacheCreationInputTokens"]?.integer ?? 0, output: usage["outputTokens"]?.integer ?? 0,
            reasoning: usage["thinkingTokens"]?.integer ?? 0)
    }

    /// Seconds since 1970; what is far too large for them are milliseconds.
    private static func time(_ field: JSONField?) -> Double? {
        field?.double.map { $0 > 1e11 ? $0 / 1000 : $0 }
    }
}
