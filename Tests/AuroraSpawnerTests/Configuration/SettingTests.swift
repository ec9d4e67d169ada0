import AuroraSpawner
import SpawnCore
import SpawnTestKit
import Testing

@Suite("Settings") struct SettingTests {
    /// A value for every key there is, each another than the one that holds without it. A new setting needs one here.
    static let changes: [(table: String, keys: [String], values: [String: JSONValue])] = [
        (
            "spawner", SpawnerConfiguration.settings.map(\.key),
            [
                "tool": "llm", "model": "m", "permissions": "edit", "max_concurrent": 7, "stagger_delay": 0.5,
                "deadline": 9, "timeout": 8,
                "default_policy": "test", "policies": ["agent": ["attempts": 9]], "max_retries": 6,
                "fallback_to_llm": false, "recovery": ["preset": "patient"], "retry_budget": 3, "hold_after": 4,
                "budget": 2.5, "mem_per_task": "1.5G", "token_budget": 1000,
                "prices": ["m": ["input": 1, "output": 2]],
                "max_hint_wait": 2, "wait_for_reset": true, "max_output": 5, "context_limit": 6,
                "runs": ["keep": 3], "circuit_breaker": ["max_probes": 2], "patterns": ["transient": ["flaky backend"]],
                "tools": ["claude": ["command": ["sh"]], "llm": ["command": ["true"]]],
                "agents": ["tester": ["command": ["sh"]]],
                "fallback": ["tool": "llm"],
            ]
        ),
        (
            "recovery", RecoveryPolicy.settings.map(\.key),
            [
                "strategy": "no_recovery", "max_retries": 7, "fallback_to_llm": false, "fallback_on_permanent": true,
                "backoff": "linear", "base_delay": 0.25, "max_delay": 77, "backoff_factor": 3, "jitter": "full",
                "agent_overrides": ["tester": ["max_retries": 5]],
            ]
        ),
        (
            "recovery.agent_overrides.tester", RecoveryPolicy.Override.settings.map(\.key),
            [
                "max_retries": 7, "fallback_to_llm": false, "base_delay": 0.25, "max_delay": 77, "backoff_factor": 3,
                "jitter": "full",
            ]
        ),
        (
            "policies.agent", SpawnPolicy.settings.map(\.key),
            [
                "mode": "adaptive", "first_timeout": 7, "max_timeout": 7200, "activity_threshold": 3,
                "idle_timeout": 11, "kill_on_idle": true, "idle_from_start": true, "kill_on_error_pattern": false,
                "kill_on_max_output": true, "attempts": 9, "retry_after_kill": false, "circuit_breaker": false,
                "backoff": "linear", "base_delay": 0.25, "max_delay": 77, "backoff_factor": 3, "jitter": "full",
            ]
        ),
        ("runs", RunRetention.settings.map(\.key), ["keep": 3, "keep_for": 60, "keep_bytes": 1000]),
        (
            "circuit_breaker", BreakerSettings.settings.map(\.key),
            [
                "failure_threshold": 3, "reset_timeout": 4, "failure_window": 5, "reset_multiplier": 2,
                "max_probes": 6,
            ]
        ),
        (
            "tools.claude", ToolDefinition.settings(policies: []).map(\.key),
            [
                "command": ["sh"], "agent_args": ["-a"], "model_args": ["-m"], "resume_args": ["-r"],
                "budget_args": ["-b"],
                "permission_args": ["edit": ["-e"]], "permissions": "full",
                "prompt": "argument", "end_of_options": true, "env": ["A": "b"], "cwd": "/tmp",
                "after_exit": "report", "max_concurrent": 3, "timeout": 5, "policy": "test",
                "channels": ["stdout": "none"],
                "format": "codex", "failure_patterns": ["oh no"], "fail_on_empty_output": true, "json_errors": true,
                "kill_on_error_pattern": true, "exit_codes": ["3": "auth_error"],
            ]
        ),
    ]

    @Test("settings: what a run is made from changes by every key", arguments: changes.map(\.table))
    func changesRun(table: String) throws {
        let (_, keys, values) = try #require(Self.changes.first { $0.table == table })
        for key in keys {
            guard let value = values[key] else {
                Issue.record("no value for the key \(table).\(key)")
                continue
            }
            #expect(try made(table, [key: value]) != made(table, [:]), "\(table).\(key)")
        }
        #expect(Set(values.keys) == Set(keys))
    }

    @Test("settings: every key comes back from its own written form", arguments: changes.map(\.table))
    func isWritten(table: String) throws {
        let (_, keys, values) = try #require(Self.changes.first { $0.table == table })
        for key in keys {
            let configuration = try SpawnerConfiguration(document(table, [key: values[key] ?? (nil as JSONValue)]))
            #expect(try SpawnerConfiguration(["spawner": configuration.value]) == configuration, "\(table).\(key)")
        }
    }

    @Test("settings: every key is in the page on configuration", arguments: changes.map(\.table))
    func isDocumented(table: String) throws {
        let (_, keys, _) = try #require(Self.changes.first { $0.table == table })
        let sources = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4)
        let page = sources.joined(separator: "/") + "/Sources/AuroraSpawner/AuroraSpawner.docc/Configuration.md"
        let text = try #require(Files.read(page))
        for key in keys { #expect(text.contains("`\(key)`"), "\(table).\(key)") }
    }

    /// All that a run is made from, in words.
    private func made(_ table: String, _ fields: [String: JSONValue]) throws -> String {
        var configuration = try SpawnerConfiguration(document(table, fields))
        // Programs that are there on every machine.
        configuration.tools.merge(
            [
                "claude": ToolDefinition(name: "claude", command: ["true"]),
                "llm": ToolDefinition(name: "llm", command: ["true", "llm"]),
            ]
        ) { said, _ in said }
        if configuration.fallback?.name == "llm" { configuration.fallback = configuration.tools["llm"] }
        var plan = try RunPlan(
            tasks: [SpawnTask(id: "1", prompt: "p", agent: "tester"), SpawnTask(id: "2", prompt: "q")],
            configuration: configuration)
        plan.runID = ""
        plan.settings.seed = 0
        var text = ""
        dump(plan, to: &text)
        dump(configuration.patterns, to: &text)
        dump(configuration.retention, to: &text)
        return text
    }

    /// A configuration with these fields in that table, beside what it needs anyway.
    private func document(_ table: String, _ fields: [String: JSONValue]) throws -> JSONValue {
        var object = fields
        if table.hasPrefix("tools"), object["command"] == nil { object["command"] = ["true"] }
        if table.hasPrefix("policies"), object["preset"] == nil { object["preset"] = "patient" }
        var path = table.split(separator: ".").map(String.init)
        if table != "spawner" { path.insert("spawner", at: 0) }
        var writer = JSONWriter()
        Self.write(object, in: path, to: &writer)
        return try JSONParser.parse(writer.bytes, file: nil)
    }

    private static func write(_ object: [String: JSONValue], in path: [String], to writer: inout JSONWriter) {
        writer.object { writer in
            if let key = path.first {
                writer.key(key)
                return write(object, in: Array(path.dropFirst()), to: &writer)
            }
            for (key, value) in object.sorted(by: { $0.key < $1.key }) { writer.field(key, value) }
        }
    }
}
