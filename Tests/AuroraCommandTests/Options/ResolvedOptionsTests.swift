import AuroraCommand
import AuroraSpawner
import Testing

@Suite struct ResolvedOptionsTests {
    @Test func `an option wins over the environment, that over the file and that over the default`() throws {
        var file = SpawnerConfiguration()
        file.tool = "llm"
        file.model = "from-file"
        file.maxConcurrent = 4
        var options = RunOptions()
        options.overrides["tool"] = SettingOverride("codex", from: .flag("--tool"))
        let environment = ["AURORA_SPAWN_TOOL": "gemini", "AURORA_SPAWN_MODEL": "from-environment"]

        let all = try ResolvedOptions(options, environment: environment, file)
        #expect(all.configuration.tool == "codex")
        #expect(all.origin(of: ["tool"]) == .flag("--tool"))
        #expect(all.configuration.model == "from-environment")
        #expect(all.origin(of: ["model"]) == .environment("AURORA_SPAWN_MODEL"))
        #expect(all.configuration.maxConcurrent == 4)
        #expect(all.origin(of: ["max_concurrent"]) == nil)

        let less = try ResolvedOptions(RunOptions(), environment: ["AURORA_SPAWN_TOOL": ""], file)
        #expect(less.configuration == file)
        #expect(less.origin(of: ["tool"]) == nil)
    }

    @Test func `every option that stands for a setting changes it`() throws {
        let text = ["NAME": "patient", "N": "7", "S": "3"]
        let own = SpawnerConfiguration(tools: ["patient": ToolDefinition(name: "patient", command: ["true"])])
        for option in OptionTable.options(of: .configuration) {
            let arguments = [option.name] + (option.placeholder.flatMap { text[$0] }.map { [$0] } ?? [])
            guard case .configuration(_, let options) = try? CommandLineParser.parse(["config"] + arguments),
                !options.overrides.isEmpty
            else { continue }
            #expect(try ResolvedOptions(options, environment: [:], own).configuration != own, "\(option.name)")
        }
    }

    @Test func `an unknown tool is named with where it comes from`() {
        let environment = ["AURORA_SPAWN_TOOL": "vim"]
        #expect { try ResolvedOptions(RunOptions(), environment: environment, SpawnerConfiguration()) } throws: {
            "\($0)" == "AURORA_SPAWN_TOOL is \"vim\"; allowed is one of aider, claude, claude-text, codex, "
                + "codex-text, gemini, llm, ollama, sample-agent, sample-claude, sample-codex"
        }
    }

    @Test func `a policy of the configuration may be asked for, and an unknown one is named`() throws {
        var file = SpawnerConfiguration()
        var mine = SpawnPolicy.test
        mine.name = "mine"
        file.policies = ["mine": mine]
        var options = RunOptions()
        options.overrides["default_policy"] = SettingOverride("mine", from: .flag("--policy"))
        #expect(try ResolvedOptions(options, environment: [:], file).configuration.defaultPolicy == mine)
        options.overrides["default_policy"] = SettingOverride("nice", from: .flag("--policy"))
        #expect { try ResolvedOptions(options, environment: [:], file) } throws: {
            "\($0)" == "--policy is \"nice\"; "
                + "allowed is one of agent, patient, default, fast_fail, production, development, test, mine"
        }
    }

    @Test func `an option wins over what the file says of one tool or agent`() throws {
        var file = SpawnerConfiguration()
        file.agents["tester"] = ToolDefinition(
            name: "tester", command: ["true"], timeout: .seconds(600), policyName: "patient")
        var options = RunOptions()
        func tester() throws -> ToolDefinition? {
            try ResolvedOptions(options, environment: [:], file).configuration.agents["tester"]
        }
        #expect(try tester() == file.agents["tester"])
        options.overrides["timeout"] = SettingOverride(5, from: .flag("--timeout"))
        options.overrides["default_policy"] = SettingOverride("test", from: .flag("--policy"))
        #expect(try tester() == ToolDefinition(name: "tester", command: ["true"]))
    }
}

extension SpawnerConfiguration {
    fileprivate init(tools: [String: ToolDefinition]) {
        self.init()
        self.tools = tools
    }
}
