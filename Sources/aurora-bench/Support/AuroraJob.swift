import AuroraSpawner

/// A task file and a configuration for the built `aurora`, in a directory beside it.
struct AuroraJob {
    private static let agents = 4

    let directory: String
    let count: Int

    /// Prepares `count` tasks, each of which runs one command. They are spread over a few agents, so that breakers and
    /// metrics have something to do.
    ///
    /// - Parameters:
    ///   - command: A program and its arguments.
    ///   - prompts: What it finds on its stdin, each for one task after the other; none is nothing.
    ///   - count: How many tasks.
    /// - Throws: When the directory cannot be written.
    init(_ command: [String], prompts: [String] = [], count: Int) throws {
        directory = "\(Shell.ownDirectory)/bench"
        self.count = count
        try Shell.run("rm -rf '\(directory)' && mkdir -p '\(directory)/.aurora'")
        let tasks = (1...count).lazy.map {
            #"{"id": "\#($0)", "prompt": "\#(prompts.isEmpty ? "task" : prompts[$0 % prompts.count])", "agent": "agent-\#($0 % Self.agents)"}"#
        }
        try Shell.write("[\n\(tasks.joined(separator: ",\n"))\n]\n", to: "\(directory)/tasks.json")
        let words = command.map { "\"\($0)\"" }.joined(separator: ", ")
        let delivery = prompts.isEmpty ? "none" : "stdin"
        try Shell.write(
            #"{"spawner": {"tools": {"bench": {"command": [\#(words)], "prompt": "\#(delivery)", "kill_on_error_pattern": true}}}}"#,
            to: "\(directory)/.aurora/config.json")
    }

    /// The command line. By itself: task file, events, metrics, breakers and results, everything but a screen.
    func commandLine(
        slots: Int, _ options: String = "--ui none --events events.jsonl --results results.json"
    ) -> String {
        "cd '\(directory)' && exec '\(Shell.ownDirectory)/aurora' spawn tasks.json --config .aurora/config.json -j \(slots) --tool bench \(options)"
    }

    /// Runs it to its end.
    ///
    /// - Throws: When it fails or does not report that every task succeeded.
    func run(slots: Int) throws -> Cost {
        let cost = try Shell.run(commandLine(slots: slots))
        try Shell.run("grep -q '\"succeeded\": *\(count)' '\(directory)/results.json'")
        return cost
    }

    /// What it has told of itself so far.
    func events() throws -> [SpawnEvent] {
        try EventLineReader.read(InputFile.read("\(directory)/events.jsonl"), file: nil).events
    }
}
