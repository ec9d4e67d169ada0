package import SpawnCore

/// Reads `cursor-agent -p --output-format stream-json` (the program is called `agent` too).
///
/// What there is to know of the format: `assistant` may be pieces; only `result` holds the whole answer. Neither tokens nor
/// money are in it.
package struct CursorDecoder: AgentDecoder {
    package private(set) var report = AgentReport()

    package init() {}

    package mutating func take(_ line: JSONLine) {
        guard let event = line.root, let type = event["type"] else { return }
        report.session = event["session_id"]?.string ?? report.session
        if type.equals("system") {
            report.model = event["model"]?.string ?? report.model
        } else if type.equals("thinking") {
            report.activity = "thinking"
        } else if type.equals("user") {
            report.turns += 1
        } else if type.equals("tool_call") {
            if let call = event["tool_call"]?.members.first { take(call.key, call.value) }
        } else if type.equals("result") {
            let text = event["result"]?.string
            if event["is_error"]?.bool ?? (event["subtype"]?.equals("success") != true) {
                report.verdict = .failure(
                    ReportedFailure(message: text, field: "is_error", value: event["subtype"]?.string ?? "true"))
            } else {
                report.answer = text ?? report.answer
                report.verdict = .success
            }
        }
    }

    /// Takes a call such as `shellToolCall`.
    private mutating func take(_ kind: String, _ call: JSONField) {
        let tool = kind.hasSuffix("ToolCall") ? String(kind.dropLast("ToolCall".count)) : kind
        report.activity = Activity.of(tool: tool, input: call["args"])
        if tool == "updateTodos" { report.takeTodos(call["args"]?["todos"]?.elements) }
        if call["result"]?["rejected"] != nil || call["result"]?["permissionDenied"] != nil {
            report.deny(tool: tool, input: Activity.call(call["args"]))
        }
    }
}
