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
            if event["subtype"]?.equals("started") == true { report.calls += 1 }
            if let call = event["tool_call"]?.members.first { take(call.key, call.value) }
        } else if type.equals("result") {
            let text = event["result"]?.string
            if event["is_error"]?.bool ?? (event["subtype"]?.equals("success") != true) {
                report.verdict = .failure(
                    ReportedFailure(message: text, field: "is_error", value: event["subtype"]?.string ?? "true"))
            } else {
                report.takeAnswer(text)
                report.verdict = .success
            }
        }
    }

    /// The texts stand in members of no fixed names, such as `success{stdout}`.
    package func results(in line: JSONLine) -> [ToolResult] {
        guard line["type"]?.equals("tool_call") == true, let call = line["tool_call"]?.members.first?.value,
            let result = call["result"]
        else { return [] }
        let outcome = result.members.first
        let isError = outcome.map { $0.key != "success" } ?? false
        let names: [StaticString] = ["stdout", "stderr", "content", "text", "output", "message", "error"]
        let text = names.lazy.compactMap { name in
            outcome?.value[name].flatMap { $0.string?.isEmpty == false ? $0 : nil }
        }.first
        return [ToolResult(text ?? outcome?.value ?? result, isError: isError)].compactMap(\.self)
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
