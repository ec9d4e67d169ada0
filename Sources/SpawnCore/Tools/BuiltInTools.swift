extension ToolDefinition {
    /// Claude Code: `claude -p [--agent A] [--model M]`, prompt on stdin.
    public static let claude = ToolDefinition(
        name: "claude", command: ["claude", "-p"], agentArguments: ["--agent", "{agent}"],
        modelArguments: ["--model", "{model}"])
    /// Codex: `codex exec -`, prompt on stdin.
    public static let codex = ToolDefinition(
        name: "codex", command: ["codex", "exec", "-"], modelArguments: ["--model", "{model}"])
    /// Gemini CLI: one answer and no dialogue, because its stdin is no terminal.
    public static let gemini = ToolDefinition(
        name: "gemini", command: ["gemini"], modelArguments: ["--model", "{model}"])
    /// Simon Willison's llm, prompt on stdin.
    public static let llm = ToolDefinition(name: "llm", command: ["llm"], modelArguments: ["--model", "{model}"])
    /// Aider: it reads no prompt from stdin, and an argument would be visible to others and limited to 128 KiB.
    public static let aider = ToolDefinition(
        name: "aider",
        command: ["aider", "--yes-always", "--no-pretty", "--no-check-update", "--message-file", "{file}"],
        modelArguments: ["--model", "{model}"], prompt: .file)
    /// Ollama: `ollama run MODEL`, prompt on stdin. It has no model of its own, so a run must name one.
    public static let ollama = ToolDefinition(name: "ollama", command: ["ollama", "run"], modelArguments: ["{model}"])
    /// The bundled scripted agent, for demonstrations and tests.
    public static let sampleAgent = ToolDefinition(
        name: "sample-agent", command: ["sample-agent", "-p"], agentArguments: ["--agent", "{agent}"],
        modelArguments: ["--model", "{model}"])

    /// The tools that need no configuration, by name.
    public static let builtIn: [String: ToolDefinition] = Dictionary(
        uniqueKeysWithValues: [claude, codex, gemini, llm, aider, ollama, sampleAgent].map { ($0.name, $0) })
}
