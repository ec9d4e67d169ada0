import AuroraCommand
import AuroraSpawner
import Testing

@Suite struct ResolvedOptionsTests {
    @Test func `an option wins over the environment, that over the file and that over the default`() throws {
        var file = ConfigurationFile()
        file.path = "c.json"
        file.document = ["tool": "llm", "model": "from-file", "max_concurrent": 4]
        file.configuration.tool = "llm"
        file.configuration.model = "from-file"
        file.configuration.maxConcurrent = 4
        var options = RunOptions()
        options.tool = "codex"
        let environment = ["AURORA_SPAWN_TOOL": "gemini", "AURORA_SPAWN_MODEL": "from-environment"]

        let all = try ResolvedOptions(options, environment: environment, file: file)
        #expect(all.tool.value == .codex)
        #expect(all.tool.origin == .flag("--tool"))
        #expect(all.model.value == "from-environment")
        #expect(all.model.origin == .environment("AURORA_SPAWN_MODEL"))
        #expect(all.maxConcurrent.value == 4)
        #expect(all.maxConcurrent.origin == .file("c.json"))
        #expect(all.policy.value == .agent)
        #expect(all.policy.origin == .standard)

        let less = try ResolvedOptions(RunOptions(), environment: ["AURORA_SPAWN_TOOL": ""], file: file)
        #expect(less.tool.value == .llm)
        #expect(less.model.value == "from-file")
        #expect(less.timeout.value == nil)
        #expect(less.timeout.origin == .standard)
    }

    @Test func `an unknown tool is named with where it comes from`() {
        let environment = ["AURORA_SPAWN_TOOL": "vim"]
        #expect { try ResolvedOptions(RunOptions(), environment: environment, file: ConfigurationFile()) } throws: {
            "\($0)" == "AURORA_SPAWN_TOOL: unknown tool 'vim'; "
                + "allowed are aider, claude, claude-text, codex, codex-text, gemini, llm, ollama, sample-agent, sample-claude, sample-codex"
        }
    }

    @Test func `a policy of the configuration may be asked for, and an unknown one is named`() throws {
        var file = ConfigurationFile()
        var mine = SpawnPolicy.test
        mine.name = "mine"
        file.configuration.policies = ["mine": mine]
        var options = RunOptions()
        options.policy = "mine"
        #expect(try ResolvedOptions(options, environment: [:], file: file).policy.value == mine)
        options.policy = "nice"
        #expect { try ResolvedOptions(options, environment: [:], file: file) } throws: {
            "\($0)" == "--policy: unknown policy 'nice'; "
                + "allowed are agent, patient, default, fast_fail, production, development, test, mine"
        }
    }

    @Test func `an option wins over what the file says of one tool or agent`() throws {
        var file = ConfigurationFile()
        file.configuration.agents["tester"] = ToolDefinition(
            name: "tester", command: ["true"], timeout: .seconds(600), policyName: "patient")
        var options = RunOptions()
        func tester() throws -> ToolDefinition? {
            try file.configuration.applying(ResolvedOptions(options, environment: [:], file: file)).agents["tester"]
        }
        #expect(try tester() == file.configuration.agents["tester"])
        options.timeout = .seconds(5)
        options.policy = "test"
        #expect(try tester() == ToolDefinition(name: "tester", command: ["true"]))
    }
}
