import AuroraCommand
import AuroraSpawner
import SpawnTestKit
import Testing

@Suite struct EffectiveValueTests {
    static let file = """
        {"spawner": {
          "tool": "mycli",
          "recovery": {"preset": "patient",
             "max_retries": 4},
          "tools": {"mycli": {"command": ["mycli", "run"],
             "env": {"API_KEY": "secret"}, "timeout": 60}}
        }}
        """

    /// `KEY = VALUE, ORIGIN` for some keys.
    func rows(_ keys: [String], _ options: RunOptions, environment: [String: String] = [:]) throws -> [String] {
        let files = try TemporaryDirectory()
        let file = try ConfigurationFile.load(files.write("c.json", Self.file), environment: [:])
        let values = EffectiveValue.all(
            try ResolvedOptions(options, environment: environment, file.configuration), file)
        return keys.map { key in
            let value = values.first { $0.key == key }
            let origin = value?.origin.description.replacingPrefix(files.path + "/", with: "") ?? ""
            return "\(key) = \(value?.value.summary ?? "missing"), \(origin)"
        }
    }

    @Test func `each value has its origin, down to the line`() throws {
        var options = RunOptions()
        options.overrides["max_concurrent"] = SettingOverride(8, from: .flag("--max-concurrent"))
        let keys = [
            "tool", "model", "max_concurrent", "timeout", "recovery.base_delay", "recovery.max_retries",
            "circuit_breaker.reset_timeout", "policies.agent.first_timeout", "tools.mycli.timeout",
            "tools.mycli.prompt",
        ]
        #expect(
            try rows(keys, options, environment: ["AURORA_SPAWN_MODEL": "opus"]) == [
                "tool = \"mycli\", c.json:2", "model = \"opus\", AURORA_SPAWN_MODEL",
                "max_concurrent = 8, --max-concurrent", "timeout = null, default",
                "recovery.base_delay = 2.0, c.json:3", "recovery.max_retries = 4, c.json:4",
                "circuit_breaker.reset_timeout = 120.0, default", "policies.agent.first_timeout = 3600.0, default",
                "tools.mycli.timeout = 60.0, c.json:6", "tools.mycli.prompt = \"stdin\", default",
            ])
    }

    @Test func `an option that overrides the file says so wherever it does`() throws {
        var options = RunOptions()
        options.overrides["timeout"] = SettingOverride(5, from: .flag("--timeout"))
        options.overrides["recovery"] = SettingOverride(["preset": "no_recovery"], from: .flag("--recovery"))
        #expect(
            try rows(["timeout", "tools.mycli.timeout", "recovery.max_retries"], options) == [
                "timeout = 5.0, --timeout", "tools.mycli.timeout = null, --timeout",
                "recovery.max_retries = 0, --recovery",
            ])
    }

    @Test func `what may be a key is hidden`() throws {
        #expect(
            try rows(["tools.mycli.env.API_KEY"], RunOptions()) == ["tools.mycli.env.API_KEY = \"(hidden)\", c.json:6"])
    }

    @Test func `the columns align and open values are words`() throws {
        let resolved = try ResolvedOptions(RunOptions(), environment: [:], SpawnerConfiguration())
        let lines = ConfigurationReport.lines(EffectiveValue.all(resolved, ConfigurationFile()))
        #expect(lines[0] == "KEY                                   VALUE            FROM")
        #expect(lines.contains("max_retries                           (the policy's)   default"))
        #expect(lines.contains("policies.agent.max_timeout            3600             default"))
    }
}

extension String {
    fileprivate func replacingPrefix(_ prefix: String, with other: String) -> String {
        hasPrefix(prefix) ? other + dropFirst(prefix.count) : self
    }
}
