internal import SpawnCore

extension AgentFormat {
    /// A decoder for one child; `nil` for prose.
    func makeDecoder(usedBefore: TokenUsage) -> (any AgentDecoder)? {
        switch self {
        case .text: nil
        case .claude: ClaudeDecoder()
        case .codex: CodexDecoder(usedBefore: usedBefore)
        case .gemini: GeminiDecoder()
        case .qwen: QwenDecoder()
        case .opencode: OpenCodeDecoder()
        case .cursor: CursorDecoder()
        case .copilot: CopilotDecoder()
        }
    }
}
