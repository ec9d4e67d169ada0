package import SpawnCore

/// Reads `codex exec --json`.
///
/// What there is to know of the format (codex-cli 0.163.0):
/// - `turn.completed` and `turn.failed` end the work; an `error` before them was survived when a turn was completed after
///   it ("Reconnecting... 2/5"). An item of type `error` is a warning.
/// - `usage` is the total of the thread: of one that is continued, what was used before is in it. `input_tokens` holds
///   `cached_input_tokens`.
/// - There is no money in it, and no limit but in words.
/// - It never asks: what its sandbox does not allow is `declined`.
package struct CodexDecoder: AgentDecoder {
    package private(set) var report = AgentReport()
    /// What the thread had used before this child began to continue it.
    private let usedBefore: TokenUsage

    /// Creates a decoder.
    ///
    /// - Parameter usedBefore: The total of the thread that the child continues, as it was told last.
    package init(usedBefore: TokenUsage = TokenUsage()) {
        self.usedBefore = usedBefore
    }

    package mutating func take(_ line: JSONLine) {
        guard let event = line.root, let type = event["type"] else { return }
        if type.equals("thread.started") {
            report.session = event["thread_id"]?.string ?? report.session
        } else if type.equals("turn.started") {
            report.turns += 1
            report.verdict = nil
        } else if type.equals("item.started") || type.equals("item.updated") || type.equals("item.completed") {
            // It works on: what went wrong before was survived.
            report.waiting = nil
            if event["item"]?["type"]?.equals("error") != true { report.lastError = nil }
            takeItem(event["item"], isOver: type.equals("item.completed"))
            if Self.isCall(event["item"], begins: type.equals("item.started")) { report.calls += 1 }
        } else if type.equals("turn.completed") {
            end(.success)
            if let usage = event["usage"] { report.usage = Self.usage(usage).since(usedBefore) }
        } else if type.equals("turn.failed") {
            let failure = ReportedFailure(
                message: event["error"]?["message"]?.string, field: "turn.failed", value: "turn.failed")
            end(.failure(failure))
            report.lastError = failure
        } else if type.equals("error") {
            takeError(event["message"]?.string)
        }
    }

    private mutating func end(_ verdict: AgentReport.Verdict) {
        report.verdict = verdict
        report.waiting = nil
        report.children = 0
    }

    private mutating func takeError(_ message: String?) {
        report.waiting = message.flatMap(Self.reconnecting)
        // What it says of a retry is why; that it tries again is told elsewhere.
        let reason = report.waiting?.reason == nil ? nil : message?.split(separator: "(", maxSplits: 1).last
        report.lastError = ReportedFailure(
            message: reason.map { String($0.hasSuffix(")") ? $0.dropLast() : $0) } ?? message, field: "error",
            value: "error")
    }

    private mutating func takeItem(_ item: JSONField?, isOver: Bool) {
        guard let item, let type = item["type"]?.string else { return }
        let isDeclined = item["status"]?.equals("declined") == true
        switch type {
        case "agent_message": if isOver { report.takeAnswer(item["text"]?.string) }
        case "reasoning": report.activity = "thinking"
        case "command_execution":
            let command = item["command"]?.string.map(Self.withoutShell)
            report.activity = Activity.of(tool: "shell", object: command)
            if isDeclined { report.deny(tool: "shell", input: command ?? "") }
        case "file_change":
            let paths = item["changes"]?.elements.prefix(8).compactMap { $0["path"]?.string } ?? []
            report.activity = Activity.of(tool: "edit", object: paths.joined(separator: ", "))
            if isDeclined { report.deny(tool: "edit", input: paths.joined(separator: ", ")) }
        case "mcp_tool_call":
            let name = [item["server"]?.string, item["tool"]?.string].compactMap(\.self).joined(separator: ".")
            report.activity = Activity.of(tool: name, input: item["arguments"])
            if isDeclined { report.deny(tool: name, input: Activity.call(item["arguments"])) }
        case "web_search": report.activity = Activity.of(tool: "search", object: item["query"]?.string)
        case "todo_list": report.takeTodos(item["items"]?.elements)
        case "collab_tool_call": takeAgents(item)
        // Among them `error`, which is a warning.
        default: break
        }
    }

    /// Whether an item is a call of a tool that begins. An edit is told once it is over.
    private static func isCall(_ item: JSONField?, begins: Bool) -> Bool {
        switch item?["type"]?.string {
        case "command_execution", "mcp_tool_call", "web_search", "collab_tool_call": begins
        case "file_change": !begins
        default: false
        }
    }

    package func results(in line: JSONLine) -> [ToolResult] {
        guard line["type"]?.equals("item.completed") == true, let item = line["item"] else { return [] }
        let code = item["exit_code"]?.integer ?? 0
        let isError = code != 0 || item["status"]?.equals("failed") == true
        let text = item["aggregated_output"] ?? item["error"]?["message"] ?? item["result"]?["content"]
        guard var result = ToolResult(text, isError: isError) else { return [] }
        if code != 0 { result.text = "exit \(code)\n" + result.text }
        return [result]
    }

    private mutating func takeAgents(_ item: JSONField) {
        let states = item["agents_states"]?.members ?? []
        report.children = states.count { state in
            ["pending_init", "in_progress", "running"].contains(state.value["status"]?.string ?? "")
        }
        report.activity = Activity.of(tool: item["tool"]?.string ?? "agents", input: item)
    }

    /// What `/bin/bash -lc '…'` runs: every command stands in one.
    private static func withoutShell(_ command: String) -> String {
        for shell in ["bash", "zsh", "sh"] {
            for start in ["/bin/\(shell) -lc ", "/usr/bin/\(shell) -lc ", "\(shell) -lc "]
            where command.utf8.starts(with: start.utf8) {
                // By bytes: what a person sees as one letter is of no matter, and takes long to find in a long script.
                let rest = command.utf8.dropFirst(start.utf8.count)
                let quote = rest.first
                let isQuoted = quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"")
                guard isQuoted, rest.count > 1, rest.last == quote else { return String(Substring(rest)) }
                return String(Substring(rest.dropFirst().dropLast()))
            }
        }
        return command
    }

    /// Reads `Reconnecting... 2/5 (why)`.
    private static func reconnecting(_ message: String) -> AgentReport.ServiceWait? {
        guard message.hasPrefix("Reconnecting") else { return nil }
        let words = message.split(separator: " ", maxSplits: 2)
        let numbers = words.dropFirst().first?.split(separator: "/").compactMap { Int($0) } ?? []
        guard numbers.count == 2 else { return nil }
        let reason = words.count > 2 ? words[2].drop { $0 == "(" }.prefix { $0 != ")" } : ""
        return AgentReport.ServiceWait(
            retry: numbers[0], limit: numbers[1], status: status(in: reason),
            reason: reason.isEmpty ? nil : Activity.fit(String(reason)))
    }

    /// Reads `unexpected status 401 Unauthorized: …`.
    private static func status(in reason: Substring) -> Int? {
        let announcement = "unexpected status "
        guard reason.hasPrefix(announcement) else { return nil }
        return Int(reason.dropFirst(announcement.count).prefix { $0 != " " })
    }

    private static func usage(_ usage: JSONField) -> TokenUsage {
        let cached = usage["cached_input_tokens"]?.integer ?? 0
        let written = usage["cache_write_input_tokens"]?.integer ?? 0
        return TokenUsage(
            input: max(0, (usage["input_tokens"]?.integer ?? 0) - cached - written), cachedInput: cached,
            cacheWrite: written, output: usage["output_tokens"]?.integer ?? 0,
            reasoning: usage["reasoning_output_tokens"]?.integer ?? 0)
    }
}
