import AuroraSpawner
import Testing

@Suite struct ConfigurationTests {
    @Test func `the README's configuration is read as it stands`() throws {
        let policy = try RecoveryPolicy.fromConfig([
            "spawner": [
                "recovery": [
                    "preset": "patient",
                    "max_retries": 4,
                ]
            ]
        ])
        var expected = RecoveryPolicy.patient
        expected.maxRetries = 4
        #expect(policy == expected)
        #expect(
            try RecoveryPolicy.fromConfig(json: #"{"spawner":{"recovery":{"max_retries":4,"preset":"patient"}}}"#)
                == expected)
        #expect(try RecoveryPolicy.fromConfig([:]) == .default)
        for preset in RecoveryPolicy.presets { #expect(try RecoveryPolicy.fromName(preset.name) == preset.policy) }
    }

    @Test(arguments: [
        (#"{"strategy": "no_recovery"}"#, 0, false), (#"{"strategy": "fallback_only"}"#, 0, true),
        (#"{"strategy": "retry_same"}"#, 2, false), (#"{"strategy": "retry_then_fallback"}"#, 2, true),
        (#"{"preset": "patient", "strategy": "retry_same"}"#, 3, false),
        (#"{"preset": "no_recovery", "strategy": "retry_same"}"#, 2, false),
        (#"{"strategy": "retry_same", "max_retries": 7}"#, 7, false),
        (#"{"preset": "no_recovery", "max_retries": 1}"#, 1, false),
    ])
    func `a strategy stands for retries and a fallback`(json: String, retries: Int, fallsBack: Bool) throws {
        let policy = try RecoveryPolicy.fromConfig(json: #"{"spawner": {"recovery": \#(json)}}"#)
        #expect(policy.maxRetries == retries)
        #expect(policy.fallbackToLLM == fallsBack)
    }

    @Test func `every key of the documentation is understood`() throws {
        let read = try SpawnerConfiguration(
            json: """
                {"spawner": {"tool": "mycli", "model": null, "max_concurrent": 8, "stagger_delay": 0.5,
                  "default_policy": "overnight", "policies": {"overnight": {"preset": "patient", "mode": "adaptive",
                    "first_timeout": 300, "max_timeout": 3600, "activity_threshold": 20, "idle_timeout": 900,
                    "kill_on_idle": true, "idle_from_start": true, "kill_on_error_pattern": false, "kill_on_max_output": true, "attempts": 4,
                    "retry_after_kill": false, "circuit_breaker": false, "backoff": "linear", "base_delay": 3,
                    "max_delay": 9, "backoff_factor": 4, "jitter": "none"}}, "retry_budget": 1.5, "hold_after": 5, "max_hint_wait": 60, "max_output": 4096, "context_limit": 1000, "wait_for_reset": true, "max_retries": 2, "fallback_to_llm": true,
                  "recovery": {"preset": "patient", "strategy": "retry_same", "max_retries": 4, "fallback_to_llm": false,
                    "fallback_on_permanent": true, "base_delay": 1, "max_delay": 2, "backoff_factor": 1.5,
                    "jitter": "full", "agent_overrides": {"slow-agent": {"max_retries": 5}}},
                  "circuit_breaker": {"failure_threshold": 3, "reset_timeout": 60, "failure_window": 30,
                    "reset_multiplier": 2, "max_probes": 2},
                  "patterns": {"transient": ["flaky backend"], "permanent": []},
                  "tools": {"mycli": {"command": ["mycli", "run"], "agent_args": ["--agent", "{agent}"],
                    "model_args": ["--model", "{model}"], "prompt": "argument", "env": {"A": ""}, "cwd": null}},
                  "agents": {"tester": {"command": ["pytest", "-q"], "prompt": "none", "timeout": 600,
                    "policy": "fast_fail", "cwd": "/tmp"}},
                  "fallback": {"tool": "llm"}, "timeout": 90, "deadline": 3600}}
                """)
        var expected = SpawnerConfiguration()
        expected.tool = "mycli"
        expected.maxConcurrent = 8
        expected.staggerDelay = .milliseconds(500)
        expected.defaultPolicy = SpawnPolicy(
            name: "overnight",
            timeout: TimeoutPolicy(
                mode: .adaptive, first: .seconds(300), maximum: .seconds(3600), activityThreshold: .seconds(20),
                idle: .seconds(900), killsOnIdle: true, idleFromStart: true), killsOnErrorPattern: false, attempts: 4,
            backoff: Backoff(shape: .linear, base: .seconds(3), maximum: .seconds(9), factor: 4, jitter: .none),
            retriesAfterKill: false, usesBreaker: false, killsOnMaxOutput: true)
        expected.policies = ["overnight": expected.defaultPolicy]
        expected.retryBudget = 1.5
        expected.holdAfter = 5
        expected.maxHintWait = .seconds(60)
        expected.maxOutput = 4096
        expected.contextLimit = 1000
        expected.waitsForReset = true
        expected.maxRetries = 2
        expected.fallbackToLLM = true
        expected.recovery = RecoveryPolicy(
            maxRetries: 4, fallbackToLLM: false,
            backoff: Backoff(
                shape: .exponential, base: .seconds(1), maximum: .seconds(2), factor: 1.5, jitter: .full),
            fallbackOnPermanent: true, agentOverrides: ["slow-agent": .init(maxRetries: 5)])
        expected.breaker = BreakerSettings(
            failureThreshold: 3, resetTimeout: .seconds(60), failureWindow: .seconds(30), resetMultiplier: 2,
            maxProbes: 2)
        expected.patterns = [.transient: ["flaky backend"], .permanent: []]
        expected.tools["mycli"] = ToolDefinition(
            name: "mycli", command: ["mycli", "run"], agentArguments: ["--agent", "{agent}"],
            modelArguments: ["--model", "{model}"], prompt: .argument, environment: ["A": ""])
        expected.agents["tester"] = ToolDefinition(
            name: "tester", command: ["pytest", "-q"], prompt: .none, workingDirectory: "/tmp",
            timeout: .seconds(600), policyName: "fast_fail")
        expected.fallback = .llm
        expected.timeout = .seconds(90)
        expected.deadline = .seconds(3600)
        #expect(read == expected)
    }

    @Test func `nothing said is the defaults`() throws {
        #expect(try SpawnerConfiguration(json: "{}") == SpawnerConfiguration())
        #expect(try SpawnerConfiguration(json: #"{"spawner": {}}"#) == SpawnerConfiguration())
    }

    @Test func `a tool of the configuration replaces a built-in one and others are unknown`() throws {
        let read = try SpawnerConfiguration(["spawner": ["tools": ["llm": ["command": ["my-llm"]]]]])
        #expect(try read.tool(named: "llm").command == ["my-llm"])
        #expect(try read.tool(named: "codex") == .codex)
        #expect { try read.tool(named: "vim") } throws: {
            "\($0)"
                == "unknown tool 'vim'; allowed are aider, claude, claude-text, codex, codex-text, gemini, llm, ollama, sample-agent, sample-claude, sample-codex"
        }
    }

    @Test func `a policy of one's own has a name that every place may use and no other`() throws {
        let read = try SpawnerConfiguration(
            json: """
                {"spawner": {"policies": {"mine": {"preset": "fast_fail", "first_timeout": 5}, "patient": {"attempts": 9}},
                  "default_policy": "mine", "agents": {"tester": {"command": ["true"], "policy": "mine"}}}}
                """)
        var mine = SpawnPolicy.failFast
        mine.name = "mine"
        mine.timeout.first = .seconds(5)
        mine.timeout.maximum = .seconds(5)
        #expect(read.defaultPolicy == mine)
        #expect(try read.policy(named: "patient").attempts == 9)
        #expect(try read.policy(named: "test") == .test)
        #expect(
            read.policyNames == [
                "agent", "patient", "default", "fast_fail", "production", "development", "test", "mine",
            ])
        let tasks = [
            SpawnTask(prompt: "x", policyName: "mine", line: 1), SpawnTask(prompt: "y", policyName: "nice", line: 3),
        ]
        #expect { try read.check(tasks, file: "t.md") } throws: {
            "\($0)" == "t.md:3: unknown policy 'nice'; "
                + "allowed are agent, patient, default, fast_fail, production, development, test, mine"
        }
        #expect {
            try SpawnerConfiguration(
                json: #"{"spawner": {"agents": {"tester": {"command": ["true"], "policy": "mine"}}}}"#)
        } throws: {
            "\($0)" == "1: spawner.agents.tester.policy is \"mine\"; "
                + "allowed is one of agent, patient, default, fast_fail, production, development, test"
        }
    }

    @Test func `a mistake in code is named without a file`() {
        #expect { try RecoveryPolicy.fromConfig(["spawner": ["recovery": ["max_retries": "4"]]]) } throws: {
            "\($0)" == "spawner.recovery.max_retries is \"4\"; allowed is a whole number from 0 to 1000"
        }
        #expect { try RecoveryPolicy.fromName("fast") } throws: {
            "\($0)" == "unknown recovery preset 'fast'; "
                + "allowed are default, aggressive_retry, fast_fallback, patient, no_recovery"
        }
    }

    @Test func `the file here comes before the one of AURORA_HOME and that before the one at home`() {
        #expect(
            ConfigurationFile.candidates(environment: ["HOME": "/h", "AURORA_HOME": "/a"])
                == [
                    ".aurora/config.json", "/a/config.json", "/h/.config/aurora/config.json", "/h/.aurora/config.json",
                ])
        #expect(
            ConfigurationFile.candidates(environment: ["HOME": "/h", "XDG_CONFIG_HOME": "/x"])
                == [".aurora/config.json", "/x/aurora/config.json", "/h/.aurora/config.json"])
        #expect(ConfigurationFile.candidates(environment: ["AURORA_HOME": ""]) == [".aurora/config.json"])
    }

    @Test func `a file that was named must be there`() {
        #expect { try ConfigurationFile.load("/nowhere/c.json", environment: [:]) } throws: {
            "\($0)"
                == "/nowhere/c.json: cannot open it: No such file or directory; a readable file is needed"
        }
        #expect { try ConfigurationFile.load("/", environment: [:]) } throws: {
            "\($0)" == "/: cannot read it: Is a directory; a readable file is needed"
        }
    }
}
