package import AuroraSpawner
import SpawnCore

/// The batch behind `aurora demo`: real child processes of the bundled agent, scripted so that everything that can happen
/// to a batch happens in it once.
///
/// - `coder` loses its connection once and recovers by a retry.
/// - `tester` fails until its breaker opens; its tasks fall back to the plain LLM, those that come while the breaker is
///   open at once. A later one is the probe that closes it.
/// - `publisher` has a bad key: permanent, no retry, and what needs its work is blocked.
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
        configuration.recovery = .default
        // The tests that fail alike would hold their tool, and the story wait for it: one minute in place of a half.
        configuration.holdAfter = nil
        configuration.breaker.resetTimeout = .seconds(4)
        return configuration
    }

    private static func story(_ chance: inout SplitMix64) -> [SpawnTask] {
        var tasks: [SpawnTask] = []
        func add(
            _ title: String, _ agent: String?, _ script: [String], after: [String] = []
        ) {
            tasks.append(
                SpawnTask(
                    id: String(tasks.count + 1), prompt: ([title] + script).joined(separator: "\n"), agent: agent,
                    displayName: title, dependsOn: after))
        }
        let parser = ["reading Sources/Parser/Lexer.swift", "editing Sources/Parser/Parser.swift", "running the build"]
        add("Implement the parser", "coder", steps(parser, every: 0.7, &chance))
        add("Write tests for the parser", "tester", failing("connection", 3, after: "collecting tests", &chance))
        add("Write tests for the printer", "tester", failing("connection", 3, after: "collecting tests", &chance))
        add("Document the parser", "writer", steps(["reading README.md", "editing Docs/Parser.md"], every: 1, &chance))
        add(
            "Speed up the printer", "coder",
            ["@fail connection 1"] + steps(["reading Sources/Printer.swift", "measuring"], every: 0.8, &chance))
        add("Publish the packages", "publisher", ["@print signing 3 packages", "@sleep 0.8", "@fail auth"])
        add("Announce the release", "writer", steps(["writing the announcement"], every: 0.5, &chance), after: ["6"])
        add(
            "Review the parser", "reviewer", steps(["reading the diff", "2 remarks"], every: 1.2, &chance), after: ["1"]
        )
        add(
            "Write tests for the lexer", "tester", steps(["collecting tests", "8 passed"], every: 0.5, &chance),
            after: ["4"])
        add(
            "Merge the parser", "coder", steps(["rebasing", "resolving 1 conflict"], every: 1.2, &chance), after: ["8"])
        add(
            "Build the release", "coder", steps(["compiling", "linking", "stripping"], every: 1.0, &chance),
            after: ["10"])
        add("Check the release by hand", nil, steps(["starting it", "it answers"], every: 1.0, &chance), after: ["11"])
        add(
            "Test the release", "tester", steps(["collecting tests", "212 passed"], every: 0.8, &chance), after: ["12"])
        add(
            "Write tests for the release notes", "tester",
            steps(["collecting tests", "4 passed"], every: 0.6, &chance), after: ["13"])
        return tasks
    }

    /// A task that works, with a plausible session.
    private static func filler(number: Int, _ chance: inout SplitMix64) -> SpawnTask {
        let agents = ["coder", "writer", "reviewer"]
        let verbs = ["Tidy up", "Explain", "Simplify", "Rename things in", "Look for dead code in"]
        let rooms = ["the lexer", "the printer", "the cache", "the options", "the logger", "the installer"]
        let title = "\(verbs.randomElement(using: &chance) ?? "") \(rooms.randomElement(using: &chance) ?? "")"
        let lines = ["reading the sources", "thinking", "editing 2 files", "running the tests"]
        let script = steps(lines, every: 0.5, &chance)
        return SpawnTask(
            id: String(number), prompt: ([title] + script).joined(separator: "\n"),
            agent: agents.randomElement(using: &chance), displayName: title)
    }

    /// Lines of output with pauses of about `seconds` between them.
    private static func steps(_ lines: [String], every seconds: Double, _ chance: inout SplitMix64) -> [String] {
        lines.flatMap { line in
            let hundredths = Int(seconds * Double.random(in: 70...130, using: &chance))
            return ["@print \(line)", "@sleep \(Double(hundredths) / 100)"]
        } + ["@print done"]
    }

    /// A session that breaks off on the first `times` attempts.
    private static func failing(
        _ kind: String, _ times: Int, after line: String, _ chance: inout SplitMix64
    ) -> [String] {
        steps([line], every: 0.4, &chance).dropLast() + ["@fail \(kind) \(times)", "@print written without the agent"]
    }
}
