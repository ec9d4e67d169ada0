import AuroraCommand
import AuroraSpawner
import SpawnCore
import Testing

@Suite struct CommandLineTests {
    @Test func `every option of spawn is understood in each way to write it`() throws {
        var expected = RunOptions()
        expected.operands = ["-"]
        let values: [(String, String, JSONValue)] = [
            ("max_concurrent", "--max-concurrent", 8), ("stagger_delay", "--stagger-delay", 0.5),
            ("deadline", "--deadline", 60.0), ("default_policy", "--policy", "fast_fail"),
            ("recovery", "--recovery", ["preset": "aggressive_retry"]), ("max_retries", "--max-retries", 0),
            ("fallback_to_llm", "--no-fallback", false), ("timeout", "--timeout", 9.0),
            ("wait_for_reset", "--wait-for-reset", true), ("tool", "--tool", "codex"), ("model", "--model", "m=1"),
        ]
        for (key, option, value) in values { expected.overrides[key] = SettingOverride(value, from: .flag(option)) }
        expected.checksOff = true
        expected.stateDirectory = "state"
        expected.configFile = "c.json"
        expected.isDryRun = true
        expected.verbosity = .quiet
        expected.userInterface = .plain
        expected.eventsFile = "-"
        expected.resultsFile = "r.json"
        let line = """
            spawn -j8 --stagger-delay 0.5 --deadline=60 --policy fast_fail --recovery=aggressive_retry --max-retries 0 \
            --no-fallback --timeout 9 --wait-for-reset --check-off --state-dir state --tool codex --model=m=1 --config c.json --dry-run -q --ui plain --events - \
            --results r.json -
            """
        #expect(try CommandLineParser.parse(line.split(separator: " ").map(String.init)) == .spawn(expected))
    }

    @Test func `the other commands and forms are understood`() throws {
        func parse(_ line: String) throws(UsageError) -> Invocation {
            try CommandLineParser.parse(line.split(separator: " ").map(String.init))
        }
        #expect(try parse("spawn") == .spawn(RunOptions()))
        #expect(try parse("init") == .initialize)
        #expect(try parse("--version") == .version)

        var demo = RunOptions()
        demo.demoTasks = 12
        demo.demoSeed = 7
        demo.verbosity = .verbose
        demo.overrides["max_concurrent"] = SettingOverride(2, from: .flag("--max-concurrent"))
        #expect(try parse("demo --tasks 12 --seed=7 --verbose -j 2") == .demo(demo))

        func said(_ operands: String..., change: (inout RunOptions) -> Void = { _ in }) -> RunOptions {
            var options = RunOptions()
            options.operands = operands
            change(&options)
            return options
        }
        #expect(try parse("config") == .configuration(.show, said()))
        #expect(try parse("config check") == .configuration(.check, said("check")))
        #expect(
            try parse("config show -j 8 --json")
                == .configuration(
                    .show,
                    said("show") {
                        $0.overrides["max_concurrent"] = SettingOverride(8, from: .flag("--max-concurrent"))
                        $0.isJSON = true
                    }))
        #expect(try parse("runs") == .runs(.list, said()))
        #expect(
            try parse("runs prune --older-than 12h --keep 3 --dry-run --json")
                == .runs(
                    .prune,
                    said("prune") {
                        $0.prunedAge = .seconds(43_200)
                        $0.keptRuns = 3
                        $0.isDryRun = true
                        $0.isJSON = true
                    }))
        #expect(try parse("breakers") == .breakers(nil, said()))
        #expect(
            try parse("breakers reset a --state-dir d")
                == .breakers(BreakerRequest(.reset, agent: "a"), said("reset", "a") { $0.stateDirectory = "d" }))
        for (word, action) in [("open", BreakerAction.forceOpen), ("probe", .probe)] {
            #expect(
                try parse("breakers \(word) a") == .breakers(BreakerRequest(action, agent: "a"), said(word, "a")))
        }

        var dashes = RunOptions()
        dashes.operands = ["--odd"]
        dashes.overrides["max_concurrent"] = SettingOverride(1, from: .flag("--sequential"))
        #expect(try parse("spawn --sequential -- --odd") == .spawn(dashes))
        dashes.operands = ["x"]
        dashes.overrides["max_concurrent"] = SettingOverride(1, from: .flag("--no-parallel"))
        #expect(try parse("spawn x --no-parallel") == .spawn(dashes))
    }

    @Test(
        arguments: [
            ("spwan", "unknown command 'spwan'; did you mean spawn?"),
            (
                "frobnicate",
                "unknown command 'frobnicate'; allowed are spawn, resume, demo, classify, init, trust, breakers, runs, show, logs, config, doctor"
            ),
            (
                "help me",
                "unknown command 'me'; allowed are spawn, resume, demo, classify, init, trust, breakers, runs, show, logs, config, doctor"
            ),
            (
                "-j 4",
                "'-j' stands where a command is needed; allowed are spawn, resume, demo, classify, init, trust, breakers, runs, show, logs, config, doctor"
            ),
            (
                "spawn --max-concurent 3",
                "unknown option '--max-concurent'; did you mean --max-concurrent?"
            ),
            ("spawn --frobnicate", "unknown option '--frobnicate'; allowed are those of: aurora help spawn"),
            ("spawn -x", "unknown option '-x'; allowed are those of: aurora help spawn"),
            ("demo --tool x", "unknown option '--tool'; allowed are those of: aurora help demo"),
            ("spawn -j", "-j has no value; allowed is -j N"),
            ("spawn --tool --model x", "--tool has no value; allowed is --tool NAME"),
            ("spawn --tool=", "--tool is ''; allowed is a text that is not empty"),
            ("spawn --dry-run=yes", "--dry-run takes no value; allowed is --dry-run alone"),
            ("spawn -j 0", "-j is '0'; allowed is a whole number from 1 to 10000"),
            ("spawn -j8x", "-j is '8x'; allowed is a whole number from 1 to 10000"),
            ("spawn --max-retries -1", "--max-retries is '-1'; allowed is a whole number from 0 to 1000"),
            ("spawn --deadline 0", "--deadline is '0'; allowed is seconds, above 0 and at most 1000000000"),
            ("spawn --stagger-delay nan", "--stagger-delay is 'nan'; allowed is seconds, from 0 to 1000000000"),
            ("spawn --ui gui", "--ui is 'gui'; allowed is one of auto, dashboard, plain, none"),
            (
                "spawn --recovery nice",
                "--recovery is 'nice'; "
                    + "allowed is one of default, aggressive_retry, fast_fallback, patient, no_recovery"
            ),
            (
                "spawn --events - --results=-",
                "--events and --results both write to stdout; allowed is one of them"
            ),
            ("spawn a b", "'b' is one argument too many; allowed is aurora spawn [TASKS] [options]"),
            ("config nice", "the action is 'nice'; allowed is one of show, check"),
            ("config --results r", "unknown option '--results'; allowed are those of: aurora help config"),
            ("breakers shut a", "the action is 'shut'; allowed is one of reset, open, probe"),
            ("breakers reset", "reset has no agent; allowed is aurora breakers reset AGENT"),
            (
                "breakers reset a b",
                "'b' is one argument too many; allowed is aurora breakers [reset|open|probe AGENT] [options]"
            ),
            ("init here", "'here' is one argument too many; allowed is aurora init"),
        ])
    func `a command line that cannot be carried out is one sentence`(line: String, error: String) {
        #expect { try CommandLineParser.parse(line.split(separator: " ").map(String.init)) } throws: {
            "\($0)" == error
        }
    }

    @Test func `help names every option of its command and no other`() throws {
        for command in Command.allCases {
            guard case .help(let text) = try CommandLineParser.parse(["help", command.rawValue]) else {
                Issue.record("no help for \(command)")
                continue
            }
            #expect(try CommandLineParser.parse([command.rawValue, "--help"]) == .help(text))
            for option in OptionTable.options {
                let isOurs = OptionTable.options.contains { $0.name == option.name && $0.commands.contains(command) }
                #expect(text.contains("\(option.name) ") == isOurs, "\(option.name)")
            }
            #expect(text.split(separator: "\n").allSatisfy { $0.count <= 100 })
            #expect(!text.contains("listed below") || text.contains(".aurora/config.json  "), "\(command)")
        }
        guard case .help(let overview) = try CommandLineParser.parse([]) else { return }
        #expect(try CommandLineParser.parse(["--help"]) == .help(overview))
        for command in Command.allCases { #expect(overview.contains("aurora \(command.rawValue)")) }
    }
}
