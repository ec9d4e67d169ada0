import SpawnCore
import Testing

@Suite struct ToolSpecTests {
    @Test func `agent and model arguments appear only when they are asked for`() {
        let plain = ToolDefinition.claude.makeSpec(agent: nil, model: nil, prompt: "hi")
        #expect(plain.executable == "claude")
        #expect(plain.arguments == ["-p", "--output-format", "stream-json", "--verbose"])
        #expect(plain.input == Array("hi".utf8))
        #expect(plain.tool == "claude")
        let full = ToolDefinition.claude.makeSpec(agent: "coder", model: "opus", prompt: "hi")
        #expect(full.arguments == plain.arguments + ["--agent", "coder", "--model", "opus"])
        let next = ToolDefinition.claude.makeSpec(agent: nil, model: nil, session: "s-1", prompt: "go on")
        #expect(next.arguments == plain.arguments + ["--resume", "s-1"])
        #expect(ToolDefinition.ollama.makeSpec(agent: "a", model: "m", prompt: "").arguments == ["run", "m"])
    }

    @Test func `a variable that is offered gives way to what the tool's own entry says`() {
        let tool = ToolDefinition.claudeText
        let name = "CLAUDE_CODE_MAX_RETRIES"
        let offer = tool.makeSpec(agent: nil, model: nil, prompt: "").environment.entries.first { $0.name == name }
        #expect(offer?.isOffer == true)
        var own = tool
        own.environment = [name: "9"]
        let entry = own.makeSpec(agent: nil, model: nil, prompt: "").environment.entries.first { $0.name == name }
        #expect(entry?.value == "9")
        #expect(entry?.isOffer == false)
        own.environment = [:]
        own.removedVariables = [name]
        #expect(own.makeSpec(agent: nil, model: nil, prompt: "").environment[name] == nil)
    }

    @Test func `a prompt stays inside one argument and is not expanded itself`() {
        var tool = ToolDefinition(name: "t", command: ["t", "--ask={prompt}!", "{x} {", "{file}"], prompt: .argument)
        let prompt = "rm -rf; $(x) {model} {prompt}\n\"'"
        let spec = tool.makeSpec(agent: nil, model: "m", prompt: prompt)
        #expect(spec.arguments == ["--ask=\(prompt)!", "{x} {", "{file}"])
        #expect(spec.input.isEmpty)

        tool.command = ["t"]
        #expect(tool.makeSpec(agent: nil, model: nil, prompt: prompt).arguments == [prompt])
    }

    @Test func `a prompt file is an argument and a complete command gets no prompt`() {
        let file = ToolDefinition(name: "t", command: ["t"], prompt: .file)
        let spec = file.makeSpec(agent: nil, model: nil, prompt: "x")
        #expect(spec.arguments(inputFile: "/p") == ["/p"])
        #expect(spec.input == Array("x".utf8))
        #expect(spec.inputDelivery == .file)
        let aider = ToolDefinition.aider.makeSpec(agent: nil, model: nil, prompt: "x")
        #expect(aider.arguments(inputFile: "/p").suffix(2) == ["--message-file", "/p"])
        let complete = ToolDefinition(name: "t", command: ["pytest", "{prompt}"], prompt: .none)
            .makeSpec(agent: nil, model: nil, prompt: "x")
        #expect(complete.arguments == ["{prompt}"])
        #expect(complete.input.isEmpty)
    }

    @Test func `only the tool's own words stand for the prompt file`() {
        let file = ToolDefinition(name: "t", command: ["t", "--in={file}"], modelArguments: ["{model}"], prompt: .file)
        let spec = file.makeSpec(agent: nil, model: "{file}", prompt: "x")
        #expect(spec.arguments(inputFile: "/p") == ["--in=/p", "{file}"])
    }

    @Test func `children get a plain wide terminal unless the tool says otherwise`() {
        let tool = ToolDefinition(name: "t", command: ["t"], environment: ["TERM": "xterm", "A": "tool"])
        let spec = tool.makeSpec(agent: nil, model: nil, prompt: "", variables: [("A", "run"), ("B", "run")])
        #expect(
            spec.environment == ["COLUMNS": "500", "NO_COLOR": "1", "TERM": "xterm", "A": "tool", "B": "run"]
                as EnvironmentVariables)
    }

    @Test func `the built-in tools are those of the documentation`() {
        #expect(
            ToolDefinition.builtIn.keys.sorted() == [
                "aider", "claude", "claude-text", "codex", "codex-text", "gemini", "llm", "ollama", "sample-agent",
                "sample-claude", "sample-codex",
            ])
    }
}
