package import SpawnCore

/// Reads `gemini --output-format stream-json`.
///
/// What there is to know of the format (gemini-cli, August 2026):
/// - A message with `delta` is a piece of the answer; without, a whole.
/// - Usage comes at the end alone, and `input_tokens` holds `cached`. The model that answered may be another than the one
///   that began: `stats.models` says which.
/// - An `error` of severity `warning` was survived. There is no money in it.
package struct GeminiDecoder: AgentDecoder {
    package private(set) var report = AgentReport()
    private var isJoining = false

    package init() {}

    package mutating func take(_ line: JSONLine) {
        guard let event = line.root, let type = event["type"] else { return }
        if type.equals("init") {
            report.session = event["session_id"]?.string ?? report.session
            report.model = event["model"]?.string ?? report.model
            report.turns += 1
        } else if type.equals("message") {
            guard event["role"]?.equals("assistant") == true, let text = event["content"]?.string else { return }
            report.addAnswer(text, joining: event["delta"]?.bool == true && isJoining)
            isJoining = event["delta"]?.bool == true
        } else if type.equals("tool_use") {
            isJoining = false
            report.calls += 1
            report.activity = Activity.of(tool: event["tool_name"]?.string ?? "tool", input: event["parameters"])
            if event["tool_name"]?.equals("write_todos") == true {
                report.takeTodos(event["parameters"]?["todos"]?.elements)
            }
        } else if type.equals("error") {
            guard event["severity"]?.equals("warning") != true else { return }
            report.lastError = ReportedFailure(message: event["message"]?.string, field: "error", value: "error")
        } else if type.equals("result") {
            takeResult(event)
        }
    }

    package func results(in line: JSONLine) -> [ToolResult] {
        guard line["type"]?.equals("tool_result") == true else { return [] }
        let isError = line["status"]?.equals("error") == true
        return [ToolResult(line["output"] ?? line["error"]?["message"], isError: isError)].compactMap(\.self)
    }

    private mutating func takeResult(_ event: JSONField) {
        if let stats = event["stats"] {
            let cached = stats["cached"]?.integer ?? 0
            let input = stats["input_tokens"]?.integer ?? 0
            report.usage = TokenUsage(
                input: stats["input"]?.integer ?? max(0, input - cached), cachedInput: cached,
                output: stats["output_tokens"]?.integer ?? 0)
            let models = stats["models"]?.members ?? []
            report.model =
                models.max { ($0.value["total_tokens"]?.integer ?? 0) < ($1.value["total_tokens"]?.integer ?? 0) }?.key
                ?? report.model
        }
        if event["status"]?.equals("error") == true || event["error"]?.isObject == true {
            let error = event["error"]
            report.verdict = .failure(
                ReportedFailure(
                    message: error?["message"]?.string, field: "error type", value: error?["type"]?.string ?? "error"))
        } else {
            report.verdict = .success
        }
    }
}
