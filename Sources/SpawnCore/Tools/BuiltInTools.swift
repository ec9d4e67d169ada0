/// The tools that need no configuration. How each reports its errors was seen with a service that fails on purpose.
extension ToolDefinition {
    /// Claude Code: `claude -p`, prompt on stdin, events on stdout.
    public static let claude = ToolDefinition(
        name: "claude", command: ["claude", "-p", "--output-format", "stream-json", "--verbose"],
        agentArguments: ["--agent", "{agent}"], modelArguments: ["--model", "{model}"],
        resumeArguments: ["--resume", "{session}"],
        reading: ToolReading(
            format: .claude, failsOnEmptyOutput: true, noAnswers: ["Execution error"])
    ).with(claudePermissions, budget: claudeBudget)
    private static let claudeBudget = ["--max-budget-usd", "{budget}"]
    private static let claudePermissions: [Permission: [String]] = [
        .askNothing: ["--permission-mode", "dontAsk"], .edit: ["--permission-mode", "acceptEdits"],
        .full: ["--permission-mode", "bypassPermissions"],
    ]
    /// The same in prose. It prints every API error on stdout, and a blank line for a blank answer.
    public static let claudeText = {
        var tool = ToolDefinition(
            name: "claude-text", command: ["claude", "-p"], agentArguments: ["--agent", "{agent}"],
            modelArguments: ["--model", "{model}"],
            reading: ToolReading(failsOnEmptyOutput: true, noAnswers: ["Execution error"]))
        // It says nothing of its ten retries, which take minutes even where a login is refused.
        tool.offeredVariables = ["CLAUDE_CODE_MAX_RETRIES": "3"]
        return tool.with(claudePermissions, budget: claudeBudget)
    }()
    /// Codex: `codex exec --json`, prompt on stdin, events on stdout. Its stderr holds warnings.
    public static let codex = ToolDefinition(
        name: "codex", command: ["codex", "exec", "--json"], modelArguments: ["--model", "{model}"],
        resumeArguments: ["resume", "{session}", "-"], reading: codexReading(.codex)
    ).with(codexPermissions)
    private static let codexPermissions: [Permission: [String]] = [
        .askNothing: ["--sandbox", "read-only"], .edit: ["--sandbox", "workspace-write"],
        .full: ["--dangerously-bypass-approvals-and-sandbox"],
    ]
    /// The same in prose: `codex exec -`. Its stderr holds a header, the prompt, warnings and `ERROR: …`; its stdout
    /// the answer alone.
    public static let codexText = ToolDefinition(
        name: "codex-text", command: ["codex", "exec", "-"], modelArguments: ["--model", "{model}"],
        reading: codexReading(.text)
    ).with(codexPermissions)
    /// A version that does not know `--json`, or an alias without it, works on stderr, so both are read alike.
    private static func codexReading(_ format: AgentFormat) -> ToolReading {
        var reading = ToolReading(format: format, stdout: .none, stderr: .errorLines, failsOnEmptyOutput: true)
        reading.workHeadings = [
            "user", "codex", "thinking", "exec", "file update", "apply patch", "mcp",
        ]
        return reading
    }
    /// Gemini CLI: one answer and no dialogue, because its stdin is no terminal.
    public static let gemini = ToolDefinition(
        name: "gemini", command: ["gemini", "--output-format", "stream-json"],
        modelArguments: ["--model", "{model}"],
        reading: ToolReading(format: .gemini, failsOnEmptyOutput: true, exitCodes: geminiExitCodes)
    ).with([
        .askNothing: ["--approval-mode", "default"], .edit: ["--approval-mode", "auto_edit"],
        .full: ["--approval-mode", "yolo"],
    ])
    /// Authentication, input, sandbox, configuration, turns, and a workspace that is not trusted: its
    /// `packages/core/src/utils/errors.ts`.
    private static let geminiExitCodes: [Int32: ErrorMeaning] = [
        41: ErrorMeaning(.permanent, .authError), 42: ErrorMeaning(.permanent, .invalidRequest),
        44: ErrorMeaning(.permanent, .invalidRequest), 52: ErrorMeaning(.permanent, .invalidRequest),
        53: ErrorMeaning(.permanent, .invalidRequest), 55: ErrorMeaning(.permanent, .forbidden),
    ]
    /// Simon Willison's llm, prompt on stdin. It exits 0 with an empty line for an answer that was refused.
    public static let llm = ToolDefinition(
        name: "llm", command: ["llm"], modelArguments: ["--model", "{model}"],
        reading: ToolReading(stdout: .none, stderr: .errorLines, failsOnEmptyOutput: true))
    /// Aider: it reads no prompt from stdin, and an argument would be visible to others and limited to 128 KiB. It exits 0
    /// on every error.
    public static let aider = ToolDefinition(
        name: "aider",
        command: ["aider", "--yes-always", "--no-pretty", "--no-check-update", "--message-file", "{file}"],
        modelArguments: ["--model", "{model}"], prompt: .file, reading: aiderReading)
    /// What it survived it tells as well, before the answer.
    private static let aiderReading = {
        var reading = ToolReading(
            stdout: .errorLines,
            failurePatterns: [
                #"^litellm\.\w{0,40}(Error|Exception|Timeout):"#, #"^The API provider( is| has|'s)"#,
                #"^(Unable to|Can't) (access|connect|initialize)"#,
            ], failsOnEmptyOutput: true)
        reading.failuresComeLast = true
        return reading
    }()
    /// Ollama: `ollama run MODEL`, prompt on stdin. It has no model of its own, so a run must name one.
    public static let ollama = ToolDefinition(
        name: "ollama", command: ["ollama", "run"], modelArguments: ["{model}"],
        reading: ToolReading(stdout: .none, stderr: .errorLines, failsOnEmptyOutput: true))
    /// The bundled scripted agent, for demonstrations and tests.
    public static let sampleAgent = ToolDefinition(
        name: "sample-agent", command: ["sample-agent", "-p"], agentArguments: ["--agent", "{agent}"],
        modelArguments: ["--model", "{model}"])

    /// The same with the events and the resumption of Claude Code.
    public static let sampleClaude = ToolDefinition(
        name: "sample-claude", command: ["sample-agent", "-p", "--output-format", "stream-json"],
        agentArguments: ["--agent", "{agent}"], modelArguments: ["--model", "{model}"],
        resumeArguments: ["--resume", "{session}"],
        reading: ToolReading(format: .claude, failsOnEmptyOutput: true)
    ).with(claudePermissions, budget: claudeBudget)
    /// The same with those of Codex.
    public static let sampleCodex = ToolDefinition(
        name: "sample-codex", command: ["sample-agent", "exec", "--json"], modelArguments: ["--model", "{model}"],
        resumeArguments: ["resume", "{session}", "-"],
        reading: ToolReading(format: .codex, stdout: .none, stderr: .errorLines, failsOnEmptyOutput: true)
    ).with(codexPermissions)

    /// The same, where it can be given permissions, and be told what it may cost.
    private func with(_ permissionArguments: [Permission: [String]], budget: [String] = []) -> ToolDefinition {
        var tool = self
        tool.permissionArguments = permissionArguments
        tool.budgetArguments = budget
        return tool
    }

    /// The tools that need no configuration, by name.
    public static let builtIn: [String: ToolDefinition] = Dictionary(
        uniqueKeysWithValues: [
            claude, claudeText, codex, codexText, gemini, llm, aider, ollama, sampleAgent, sampleClaude, sampleCodex,
        ].map { ($0.name, $0) })
}
