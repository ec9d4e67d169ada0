extension ToolDefinition {
    /// Claude Code: `claude -p [--agent A] [--model M]`, prompt on stdin.
    public static let claude = ToolDefinition(
        name: "claude", command: ["claude", "-p"], agentArguments: ["--agent", "{agent}"],
        modelArguments: ["--model", "{model}"])
    /// Codex: `codex exec -`, prompt on stdin.
    public static let codex = ToolDefinition(
        name: "codex", command: ["codex", "exec", "-"], modelArguments: ["--model", "{model}"])
    /// The bundled scripted agent, for demonstrations and tests.
    public static let sampleAgent = ToolDefinition(
        name: "sample-agent", command: ["sample-agent", "-p"], agentArguments: ["--agent", "{agent}"],
        modelArguments: ["--model", "{model}"])

    /// The tools that need no configuration, by name.
    public static let builtIn: [String: ToolDefinition] = Dictionary(
        uniqueKeysWithValues: [claude, codex, sampleAgent].map { ($0.name, $0) })
}
