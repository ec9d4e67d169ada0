package import AuroraSpawner
import SpawnCore

/// The batch behind `aurora demo`: real child processes of the bundled agent, scripted so that everything that can happen
/// to a batch happens in it once.
///
/// - `coder` loses its connection once and recovers by a retry.
/// - `tester` fails until its breaker opens; its tasks fall back to the plain LLM, those that come while the breaker is
///   open at once. A later one is the probe that closes it.
/// - `publisher` has a bad key: permanent, no retry, and what needs its work is blocked.
/// - Some tasks go to tools that report as data, one as Claude Code does and one as Codex: what they do, things to do, tokens,
///   money, a limit with its reset that holds a tool for a moment, a service that is overloaded, a call that is not allowed.
/// - Everything else works.
package struct DemoBatch: Sendable {
    /// How many tasks a batch has, unless somebody says otherwise.
    package static let standardTasks = 26
    /// The fewest tasks that tell the whole story.
    package static let minimumTasks = 14

    /// The tasks, in the order they are listed.
    package let tasks: [SpawnTask]

    /// Makes a batch.
    ///
    /// - Parameters:
    ///   - count: How many tasks; fewer than ``minimumTasks`` are made up to it.
    ///   - seed: Decides the filling tasks and how long each takes.
    package init(count: Int, seed: UInt64) {
        var chance = SplitMix64(seed: seed)
        var tasks = Self.story(&chance)
        while tasks.count < count { tasks.append(Self.filler(number: tasks.count + 1, &chance)) }
        self.tasks = tasks
    }

    /// The configuration it runs under: the story's breaker must open and close again within half a minute.
    ///
    /// - Parameter agentPath: The bundled `sample-agent`.
    /// - Returns: A configuration with quick retries and a short reset timeout.
    package static func configuration(agentPath: String) -> SpawnerConfiguration {
        var configuration = SpawnerConfiguration()
        var agent = ToolDefinition.sampleAgent
        agent.command[0] = agentPath
        configuration.tools[agent.name] = agent
        configuration.tool = agent.name
        for sample in [ToolDefinition.sampleClaude, .sampleCodex] {
            var tool = sample
            tool.command[0] = agentPath
            // Unlike Codex it has agents, for their breakers to be seen.
            tool.agentArguments = agent.agentArguments
            configuration.tools[tool.name] = tool
        }
        configuration.recovery = .default
        // The tests that fail alike would hold their tool, and the story wait for it: one minute in place of a half.
        configuration.holdAfter = nil
        configuration.breaker.resetTimeout = .seconds(4)
        return configuration
    }

    private static func story(_ chance: inout SplitMix64) -> [SpawnTask] {
        var tasks: [SpawnTask] = []
        func add(
            _ title: String, _ agent: String?, _ script: [String], tool: String? = nil, after: [String] = []
        ) {
            tasks.append(
                SpawnTask(
                    id: String(tasks.count + 1), prompt: ([title] + script).joined(separator: "\n"), agent: agent,
                    displayName: title, dependsOn: after, tool: tool))
        }
        add("Implement the parser", "coder", script(parser, every: 0.6, &chance), tool: "sample-claude")
        add("Write tests for the parser", "tester", failing("connection", 3, after: "collecting tests", &chance))
        add("Write tests for the printer", "tester", failing("connection", 3, after: "collecting tests", &chance))
        add("Document the parser", "writer", script(documentation, every: 0.8, &chance), tool: "sample-codex")
        add(
            "Speed up the printer", "coder",
            ["@fail connection 1"] + steps(["reading Sources/Printer.swift", "measuring"], every: 0.8, &chance))
        add("Publish the packages", "publisher", ["@print signing 3 packages", "@sleep 0.8", "@fail auth"])
        add("Announce the release", "writer", steps(["writing the announcement"], every: 0.5, &chance), after: ["6"])
        add(
            "Review the parser", "reviewer", script(review, every: 0.8, &chance), tool: "sample-claude", after: ["1"])
        add(
            "Write tests for the lexer", "tester", steps(["collecting tests", "8 passed"], every: 0.5, &chance),
            after: ["4"])
        add(
            "Merge the parser", "coder", script(merge, every: 0.7, &chance), tool: "sample-claude", after: ["8"])
        add("Build the release", "coder", script(build, every: 0.8, &chance), tool: "sample-codex", after: ["10"])
        add("Check the release by hand", nil, steps(["starting it", "it answers"], every: 1.0, &chance), after: ["11"])
        add(
            "Test the release", "tester", steps(["collecting tests", "212 passed"], every: 0.8, &chance), after: ["12"])
        add(
            "Write tests for the release notes", "tester",
            steps(["collecting tests", "4 passed"], every: 0.6, &chance), after: ["13"])
        return tasks
    }

    /// A session as Claude Code tells it.
    private static let parser = """
        @cost 0.0184
        @window five_hour 62 9000
        @window seven_day 31 302400
        @todo 0 3
        @print I read the lexer first, and then write the parser after it.
        @gives 1  /// The tokens of the language.
        @gives 2  enum Token {
        @gives 3      case name(String), number(Int)
        @gives 4      case open, close, comma
        @gives 5  }
        @tool Read Sources/Parser/Lexer.swift
        @pause
        @todo 1 3
        @tool Edit Sources/Parser/Parser.swift
        @pause
        @todo 2 3
        @gives [1/4] Compiling Lexer.swift
        @gives [2/4] Compiling Parser.swift
        @gives [3/4] Compiling main.swift
        @gives [4/4] Linking parse
        @tool Bash swift build
        @pause
        @todo 3 3
        @print The parser reads every file of the samples. It keeps the line of each token for its errors.
        """

    /// One as Codex tells it, which meets a limit once.
    private static let documentation = """
        @usage 5200 340 21000
        @todo 0 2
        @gives # Parser
        @gives
        @gives Reads the samples.
        @tool Bash cat README.md
        @pause
        @limit 3 1
        @todo 1 2
        @tool Edit Docs/Parser.md
        @pause
        @todo 2 2
        @print Docs/Parser.md says how to call the parser, and what its errors look like.
        """

    /// One that may not do all it wants to.
    private static let review = """
        @cost 0.0096
        @window five_hour 78 8700
        @gives + func parse(_ text: String) throws -> Tree {
        @gives +     var tokens = Lexer(text)
        @gives +     return try tree(&tokens)
        @tool Bash git diff main
        @pause
        @deny Bash git push origin review
        @pause
        @print Two remarks: name the error after what is wrong, and test the empty file.
        """

    /// One whose service is overloaded for a while.
    private static let merge = """
        @cost 0.0121
        @retry 529 3 0.6
        @tool Bash git rebase main
        @pause
        @print The branch is merged; one conflict in Parser.swift, where both changed an import.
        """

    private static let build = """
        @usage 3100 120 9000
        @gives Compiling 48 files
        @gives Linking parse
        @gives Stripped to 2.1 MB
        @tool Bash swift build -c release
        @pause
        @pause
        @print The release is built, 2.1 MB.
        """

    /// A task that works, with a plausible session.
    private static func filler(number: Int, _ chance: inout SplitMix64) -> SpawnTask {
        let agents = ["coder", "writer", "reviewer"]
        let verbs = ["Tidy up", "Explain", "Simplify", "Rename things in", "Look for dead code in"]
        let rooms = ["the lexer", "the printer", "the cache", "the options", "the logger", "the installer"]
        let title = "\(verbs.randomElement(using: &chance) ?? "") \(rooms.randomElement(using: &chance) ?? "")"
        let tool = ["sample-claude", "sample-codex", nil].randomElement(using: &chance) ?? nil
        let lines = ["reading the sources", "thinking", "editing 2 files", "running the tests"]
        let script = tool == nil ? steps(lines, every: 0.5, &chance) : script(change, every: 0.5, &chance)
        return SpawnTask(
            id: String(number), prompt: ([title] + script).joined(separator: "\n"),
            agent: agents.randomElement(using: &chance), displayName: title, tool: tool)
    }

    private static let change = """
        @cost 0.0052
        @todo 0 2
        @gives Sources/App/Options.swift
        @gives Sources/App/Printer.swift
        @gives Sources/App/Cache.swift
        @tool Bash rg --files Sources
        @pause
        @tool Edit Sources/App/Printer.swift
        @pause
        @todo 1 2
        @gives 212 tests passed
        @tool Bash swift test
        @pause
        @todo 2 2
        @print Two files changed, and all tests pass.
        """

    /// A script with pauses of about `seconds`.
    private static func script(_ text: String, every seconds: Double, _ chance: inout SplitMix64) -> [String] {
        text.split(separator: "\n").map { $0 == "@pause" ? pause(seconds, &chance) : String($0) }
    }

    private static func pause(_ seconds: Double, _ chance: inout SplitMix64) -> String {
        "@sleep \(Double(Int(seconds * Double.random(in: 70...130, using: &chance))) / 100)"
    }

    /// Lines of output with pauses of about `seconds` between them.
    private static func steps(_ lines: [String], every seconds: Double, _ chance: inout SplitMix64) -> [String] {
        lines.flatMap { ["@print \($0)", pause(seconds, &chance)] } + ["@print done"]
    }

    /// A session that breaks off on the first `times` attempts.
    private static func failing(
        _ kind: String, _ times: Int, after line: String, _ chance: inout SplitMix64
    ) -> [String] {
        steps([line], every: 0.4, &chance).dropLast() + ["@fail \(kind) \(times)", "@print written without the agent"]
    }
}
