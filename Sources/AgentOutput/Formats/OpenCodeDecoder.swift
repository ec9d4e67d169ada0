package import SpawnCore

/// Reads `opencode run --format json`.
///
/// What there is to know of the format (opencode 1.14):
/// - No line says that all is over: the end of the process does. An `error` was printed with exit code 0: it counts
///   where no step ended well after it.
/// - Tokens and money are those of a step: they are summed. `input` is without what was cached.
/// - A permission that is asked for prints a line of text between the lines of JSON, and is refused.
package struct OpenCodeDecoder: AgentDecoder {
    package private(set) var report = AgentReport()
    private var cost = USDollars(nanodollars: 0)
    private var isJoining = false

    package init() {}

    package mutating func take(_ line: JSONLine) {
        guard let event = line.root, let type = event["type"] else { return }
        report.session = event["sessionID"]?.string ?? report.session
        let part = event["part"]
        if type.equals("step_start") {
            report.turns += 1
            (report.verdict, report.lastError) = (nil, nil)
            isJoining = false
        } else if type.equals("text") {
            guard let text = part?["text"]?.string else { return }
            report.addAnswer(text, joining: isJoining)
            isJoining = true
        } else if type.equals("reasoning") {
            report.activity = "thinking"
        } else if type.equals("tool_use") {
            takeTool(part)
        } else if type.equals("step_finish") {
            takeStep(part)
        } else if type.equals("error") {
            takeError(event["error"])
        }
    }

    private mutating func takeTool(_ part: JSONField?) {
        let tool = part?["tool"]?.string ?? "tool"
        let state = part?["state"]
        report.calls += 1
        report.activity =
            state?["title"]?.string.flatMap { $0.isEmpty ? nil : Activity.of(tool: tool, object: $0) }
            ?? Activity.of(tool: tool, input: state?["input"])
        if tool == "todowrite" { report.takeTodos(state?["input"]?["todos"]?.elements) }
        let words = state?["error"]?.string ?? ""
        if state?["status"]?.equals("error") == true, words.contains("rejected permission") {
            report.deny(tool: tool, input: Activity.call(state?["input"]))
        }
    }

    package func results(in line: JSONLine) -> [ToolResult] {
        guard line["type"]?.equals("tool_use") == true, let state = line["part"]?["state"] else { return [] }
        let isError = state["status"]?.equals("error") == true
        return [ToolResult(isError ? state["error"] : state["output"], isError: isError)].compactMap(\.self)
    }

    private mutating func takeStep(_ part: JSONField?) {
        if let tokens = part?["tokens"] {
            report.usage =
                (report.usage ?? TokenUsage())
                + TokenUsage(
                    input: tokens["input"]?.integer ?? 0, cachedInput: tokens["cache"]?["read"]?.integer ?? 0,
                    cacheWrite: tokens["cache"]?["write"]?.integer ?? 0, output: tokens["output"]?.integer ?? 0,
                    reasoning: tokens["reasoning"]?.integer ?? 0)
        }
        if let amount = part?["cost"]?.digits.flatMap(USDollars.init(_:)) {
            cost = cost + amount
            report.cost = .reported(cost)
        }
        report.verdict = part?["reason"]?.equals("stop") == true ? .success : nil
    }

    private mutating func takeError(_ error: JSONField?) {
        let data = error?["data"]
        let name = error?["name"]?.string ?? "error"
        let status = data?["statusCode"]?.integer
        report.lastError = ReportedFailure(
            message: data?["message"]?.string ?? error?["message"]?.string ?? name,
            field: status == nil ? "error name" : "statusCode", value: status.map { String($0) } ?? name,
            meaning: status.flatMap(KnownErrors.meaning(ofStatus:)) ?? Self.meanings[name])
        // It may go on; only its end says that it did not.
        report.verdict = nil
    }

    private static let meanings: [String: ErrorMeaning] = [
        "ProviderAuthError": ErrorMeaning(.permanent, .authError),
        "ProviderModelNotFoundError": ErrorMeaning(.permanent, .invalidModel),
        "ProviderInitError": ErrorMeaning(.permanent, .invalidRequest),
        "ContextOverflowError": ErrorMeaning(.permanent, .invalidRequest),
    ]
}
