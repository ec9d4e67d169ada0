/// The form in which a tool tells what it does.
public enum AgentFormat: String, Sendable, Codable, CaseIterable {
    /// Prose: what it says is found by words.
    case text
    /// `claude -p --output-format stream-json --verbose`; `amp --execute --stream-json` speaks it too.
    case claude
    /// `codex exec --json`
    case codex
    /// `gemini --output-format stream-json`
    case gemini
    /// `qwen --output-format stream-json`
    case qwen
    /// `opencode run --format json`
    case opencode
    /// `cursor-agent -p --output-format stream-json`
    case cursor
    /// `copilot -p … --output-format json`
    case copilot
}
