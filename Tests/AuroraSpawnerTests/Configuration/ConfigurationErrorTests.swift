import AuroraSpawner
import Testing

@Suite struct ConfigurationErrorTests {
    @Test(
        arguments: [
            ("max_concurrent", "\"3\"", "\"3\"; allowed is a whole number from 1 to 10000"),
            ("max_concurrent", "true", "true; allowed is a whole number from 1 to 10000"),
            ("max_concurrent", "1.5", "1.5; allowed is a whole number from 1 to 10000"),
            ("max_concurrent", "0", "0; allowed is a whole number from 1 to 10000"),
            ("max_concurrent", "10001", "10001; allowed is a whole number from 1 to 10000"),
            ("max_concurrent", "null", "null; allowed is a whole number from 1 to 10000"),
            ("stagger_delay", "-1", "-1; allowed is seconds, from 0 to 1000000000"),
            ("stagger_delay", "[]", "an array; allowed is seconds, from 0 to 1000000000"),
            ("fallback_to_llm", "1", "1; allowed is true or false"),
            ("fallback_to_llm", "\"yes\"", "\"yes\"; allowed is true or false"),
            (
                "policies.mine.first_timeout", "400",
                "400; allowed is at most max_timeout, 300"
            ),
            ("policies.mine.max_timeout", "59", "59; allowed is at least first_timeout, 60"),
            ("policies.mine.mode", "\"slow\"", "\"slow\"; allowed is one of fixed, progressive, adaptive"),
            ("policies.mine.attempts", "0", "0; allowed is a whole number from 1 to 1001"),
            (
                "policies.mine.preset", "\"mine\"",
                "\"mine\"; allowed is one of agent, patient, default, fast_fail, production, development, test"
            ),
            ("max_hint_wait", "-1", "-1; allowed is seconds, from 0 to 1000000000"),
            ("max_output", "-1", "-1; allowed is a whole number from 0 to 9007199254740992"),
            ("max_output", "1.5", "1.5; allowed is a whole number from 0 to 9007199254740992"),
            ("max_retries", "1001", "1001; allowed is a whole number from 0 to 1000"),
            ("max_retries", "-1", "-1; allowed is a whole number from 0 to 1000"),
            (
                "default_policy", "\"nice\"",
                "\"nice\"; allowed is one of agent, patient, default, fast_fail, production, development, test"
            ),
            (
                "tool", "\"vim\"",
                "\"vim\"; allowed is one of aider, claude, claude-text, codex, codex-text, gemini, llm, ollama, sample-agent, sample-claude, sample-codex"
            ),
            (
                "model", "\"\"",
                "\"\"; allowed is letters, digits, _ . / : @ + = [ ] -, beginning with a letter, a digit or _"
            ),
            (
                "model", #""a\u0000\u001b[2Jb""#,
                "\"a\\x00\\x1b[2Jb\"; allowed is letters, digits, _ . / : @ + = [ ] -, beginning with a letter, a digit or _"
            ),
            ("retry_budget", "-1", "-1; allowed is a number from 0 to 1000"),
            ("timeout", "0", "0; allowed is seconds, above 0 and at most 1000000000"),
            ("recovery", "3", "3; allowed is an object"),
            (
                "recovery.preset", "\"fast\"",
                "\"fast\"; allowed is one of default, aggressive_retry, fast_fallback, patient, no_recovery"
            ),
            ("recovery.max_retries", "\"4\"", "\"4\"; allowed is a whole number from 0 to 1000"),
            ("recovery.backoff_factor", "0.5", "0.5; allowed is a number of at least 1"),
            ("recovery.max_delay", "2e9", "2000000000.0; allowed is seconds, from 0 to 1000000000"),
            (
                "recovery.jitter", "\"some\"",
                "\"some\"; allowed is one of proportional, full, equal, decorrelated, none"
            ),
            ("recovery.agent_overrides.a.max_retries", "{}", "an object; allowed is a whole number from 0 to 1000"),
            ("circuit_breaker.failure_threshold", "0", "0; allowed is a whole number from 1 to 1000"),
            ("circuit_breaker.failure_window", "0", "0; allowed is seconds, above 0 and at most 1000000000"),
            ("patterns.transient", "\"x\"", "\"x\"; allowed is an array"),
            ("tools.t.command", "[]", "an array; allowed is a program and its arguments"),
            ("tools.t.command", "\"t\"", "\"t\"; allowed is an array"),
            (
                "fallback.tool", "\"vim\"",
                "\"vim\"; allowed is one of aider, claude, claude-text, codex, codex-text, gemini, llm, ollama, sample-agent, sample-claude, sample-codex"
            ),
        ])
    func `an ill-typed value is an error with file, line, key, what was found and what is allowed`(
        key: String, value: String, error: String
    ) {
        let json = key.split(separator: ".").reversed().reduce("\n" + value) { "{\"\($1)\": \($0)}" }
        #expect { try SpawnerConfiguration(json: "{\"spawner\": \(json)}", file: "c.json") } throws: {
            "\($0)" == "c.json:2: spawner.\(key) is \(error)"
        }
    }

    @Test(
        arguments: [
            (#"{"spawnr": {}}"#, "unknown key 'spawnr'; allowed are spawner"),
            (
                #"{"spawner": {"recovery": {"retries": 1}}}"#,
                "unknown key 'spawner.recovery.retries'; allowed are preset, strategy, max_retries, fallback_to_llm, "
                    + "fallback_on_permanent, backoff, base_delay, max_delay, backoff_factor, jitter, agent_overrides"
            ),
            (
                #"{"spawner": {"recovery": {"strategy": "no_recovery", "max_retries": 4}}}"#,
                "spawner.recovery.max_retries is 4; allowed is 0 beside the strategy no_recovery, or another strategy"
            ),
            (
                #"{"spawner": {"recovery": {"strategy": "retry_same", "max_retries": 0}}}"#,
                "spawner.recovery.max_retries is 0; allowed is at least 1 beside the strategy retry_same, or another "
                    + "strategy"
            ),
            (
                #"{"spawner": {"recovery": {"fallback_to_llm": true, "strategy": "retry_same"}}}"#,
                "spawner.recovery.fallback_to_llm is true; allowed is false beside the strategy retry_same, or another "
                    + "strategy"
            ),
            (
                #"{"spawner": {"recovery": {"agent_overrides": {"a": {"strategy": "retry_same"}}}}}"#,
                "unknown key 'spawner.recovery.agent_overrides.a.strategy'; allowed are max_retries, fallback_to_llm, "
                    + "base_delay, max_delay, backoff_factor, jitter"
            ),
            (
                #"{"spawner": {"policies": {"a": {"timeout": 3}}}}"#,
                "unknown key 'spawner.policies.a.timeout'; allowed are preset, mode, first_timeout, max_timeout, "
                    + "activity_threshold, idle_timeout, kill_on_idle, idle_from_start, kill_on_error_pattern, "
                    + "kill_on_max_output, attempts, "
                    + "retry_after_kill, circuit_breaker, backoff, base_delay, max_delay, backoff_factor, jitter"
            ),
            (
                #"{"spawner": {"patterns": {"unknown": []}}}"#,
                "unknown key 'spawner.patterns.unknown'; allowed are transient, timeout, resource, permanent"
            ),
            (
                #"{"spawner": {"tool": "llm", "tool": "llm"}}"#,
                "'spawner.tool' is there twice; each key is allowed once"
            ),
            (
                #"{"spawner": {"agents": {"a": {"command": ["x"]}, "a": {"command": ["x"]}}}}"#,
                "'spawner.agents.a' is there twice; each key is allowed once"
            ),
            (
                #"{"spawner": {"agents": {"-a": {"command": ["x"]}}}}"#,
                "'-a' is no name for an agent; "
                    + "allowed are letters, digits, _ . / -, beginning with a letter, a digit or _"
            ),
            (
                #"{"spawner": {"tools": {"t": {}}}}"#,
                "'spawner.tools.t' has no command; allowed is an array such as [\"mycli\", \"run\"]"
            ),
            (
                #"{"spawner": {"tools": {"t": {"command": ["t"], "env": {"A=B": "x"}}}}}"#,
                "'A=B' is no name for a variable; a name without '=' is needed"
            ),
            (
                #"{"spawner": {"fallback": {"tool": "llm", "cwd": "/"}}}"#,
                "unknown key 'spawner.fallback.cwd'; allowed are tool"
            ),
            ("[]", "an array; allowed is an object"),
        ])
    func `an unknown or repeated key is an error`(json: String, error: String) {
        #expect { try SpawnerConfiguration(json: json, file: "c.json") } throws: { "\($0)" == "c.json:1: \(error)" }
    }
}
