/// What an agent may do without a person who could be asked. Each tool has words of its own for it; where nothing is said, the
/// tool's own default holds, which for most is to do nothing.
///
/// ```swift
/// var task = SpawnTask(prompt: "Fix the tests", agent: "coder")
/// task.permissions = .edit        // claude: --permission-mode acceptEdits; codex: --sandbox workspace-write
/// ```
public enum Permission: String, Sendable, Codable, CaseIterable {
    /// Whatever it would ask for is denied.
    case askNothing = "ask-nothing"
    /// It may change files in its working directory.
    case edit
    /// Everything: also run any command. For a machine that it cannot harm.
    case full
}
