/// The form in which a tool tells what it does.
public enum AgentFormat: String, Sendable, Codable, CaseIterable {
    /// Prose: what it says is found by words.
    case text
    /// `claude -p --output-format stream-json --verbose`
    case claude
    /// `codex exec --json`
    case codex
}
