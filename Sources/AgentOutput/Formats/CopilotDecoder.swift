package import SpawnCore

/// Reads `copilot -p … --output-format json`.
///
/// What there is to know of the format (Copilot CLI 1.0.61):
/// - What an event says stands in its `data`, but that of the last line, `result`, beside its type.
/// - A message comes in pieces, which may be doubled after a break in the connection, and then whole: only that counts.
/// - Money is counted in units of its own: there are no dollars in it. Of tokens only those of the answers are told.
/// - Without leave to use tools it asks and waits; an error of its login may be no JSON at all.
package struct CopilotDecoder: AgentDecoder {
    package private(set) var report = AgentReport()

    package init() {}

    package mutating func take(_ line: JSONLine) {
        guard let event = line.root, let type = event["type"]?.string else { return }
        let data = event["data"]
        switch type {
        case "session.tools_updated", "session.start", "session.model_change":
            report.model = (data?["model"] ?? data?["selectedModel"] ?? data?["newModel"])?.string ?? report.model
            report.session = data?["sessionId"]?.string ?? report.session
        case "assistant.turn_start":
            report.turns += 1
        case "assistant.intent": report.activity = data?["intent"]?.string.map(Activity.fit) ?? report.activity
        case "assistant.message": takeMessage(data)
        case "tool.execution_start":
            report.calls += 1
            report.activity =
                data?["intentionSummary"]?.string.map(Activity.fit)
                ?? Activity.of(tool: data?["toolName"]?.string ?? "tool", input: data?["arguments"])
        case "permission.requested":
            let request = data?["permissionRequest"]
            report.question = (request?["intention"] ?? request?["command"] ?? request?["kind"])?.string
                .map(Activity.fit)
        case "permission.completed": takePermission(data)
        case "model.call_failure":
            takeError(data)
            report.waiting = AgentReport.ServiceWait(
                retry: (report.waiting?.retry ?? 0) + 1, status: data?["statusCode"]?.integer,
                reason: report.lastError.map { Activity.fit($0.message) })
        case "session.error": takeError(data)
        case "result": takeResult(event)
        default: break
        }
    }

    private mutating func takeMessage(_ data: JSONField?) {
        report.model = data?["model"]?.string ?? report.model
        (report.waiting, report.lastError) = (nil, nil)
        if let text = data?["content"]?.string, !text.isEmpty { report.takeAnswer(text) }
        if let output = data?["outputTokens"]?.integer {
            report.usage = (report.usage ?? TokenUsage()) + TokenUsage(output: output)
        }
        report.activity =
            data?["toolRequests"]?.elements.compactMap { $0["intentionSummary"]?.string }.last.map(Activity.fit)
            ?? report.activity
    }

    package func results(in line: JSONLine) -> [ToolResult] {
        guard line["type"]?.equals("tool.execution_complete") == true, let data = line["data"] else { return [] }
        let isError = data["success"]?.bool == false
        return [ToolResult(data["result"]?["content"] ?? data["error"]?["message"], isError: isError)]
            .compactMap(\.self)
    }

    private mutating func takePermission(_ data: JSONField?) {
        let kind = data?["result"]?["kind"]?.string ?? ""
        if kind.hasPrefix("denied") { report.deny(tool: "tool", input: report.question ?? kind) }
        report.question = nil
    }

    private mutating func takeError(_ data: JSONField?) {
        let status = (data?["statusCode"] ?? data?["status"])?.integer
        let type = (data?["errorType"] ?? data?["errorCode"])?.string
        let last = report.lastError
        var failure = ReportedFailure(
            message: (data?["message"] ?? data?["errorMessage"])?.string,
            field: status == nil ? "errorType" : "statusCode", value: status.map { String($0) } ?? type ?? "error",
            meaning: status.flatMap(KnownErrors.meaning(ofStatus:)) ?? type.flatMap(KnownErrors.meaning(ofType:)))
        // The last word tells of calls that have said already what they failed of.
        if failure.meaning == nil, let last, last.meaning != nil {
            (failure.meaning, failure.field, failure.value) = (last.meaning, last.field, last.value)
        }
        report.lastError = failure
    }

    private mutating func takeResult(_ event: JSONField) {
        report.session = event["sessionId"]?.string ?? report.session
        (report.question, report.waiting) = (nil, nil)
        let code = event["exitCode"]?.integer ?? 0
        report.verdict =
            code == 0
            ? .success
            : .failure(report.lastError ?? ReportedFailure(message: nil, field: "exitCode", value: String(code)))
    }
}
