package import SpawnCore

/// Reads `qwen --output-format stream-json`, which has the shapes of Claude Code's format.
///
/// Where they differ: the words of an error stand in `error{message}`, and there is no money in it.
package struct QwenDecoder: AgentDecoder {
    private var claude = ClaudeDecoder()

    package init() {}

    package var report: AgentReport { claude.report }

    package mutating func take(_ line: JSONLine) { claude.take(line) }

    package func results(in line: JSONLine) -> [ToolResult] { claude.results(in: line) }
}
