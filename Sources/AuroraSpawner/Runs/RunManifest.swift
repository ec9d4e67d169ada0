package import SpawnCore

/// What is known of a run as a whole: `run.json` in its directory, written when it begins and again when it is over.
package struct RunManifest: Sendable, Equatable {
    /// Its name in the run's directory.
    package static let fileName = "run.json"
    /// The version of the format; it grows when a reader of the old one would misunderstand the new one.
    package static let version = 1

    /// Names the run.
    package var id: String
    /// The run that it goes on with; `nil` for one of its own.
    package var parent: String?
    /// The version of the program.
    package var program: String
    /// The directory in which it was started.
    package var directory: String
    /// The arguments of the command, its name left out.
    package var arguments: [String]
    /// The task file; `-` is standard input.
    package var taskFile: String
    /// A hash of what was in it, to tell whether it has changed; of no use against somebody who wants it not to be seen.
    package var taskFileHash: String
    package var taskCount: Int
    /// The ids of the tasks whose results it has from its parent. They stand here before anything starts, because the events that
    /// tell the results may be cut off at any of them.
    package var carried: [String]
    /// The commands of the tools that its tasks ask for, by their names.
    package var tools: [String: [String]]
    /// When it began, in seconds since 1970.
    package var startedAt: Double
    /// How it ended; `nil` while it goes on, and for one that never came to its end.
    package var end: End?

    /// How a run ended.
    package struct End: Sendable, Equatable {
        /// When, in seconds since 1970.
        package var at: Double
        package var exitCode: Int32
        /// False for one that was stopped before all its tasks were over.
        package var isComplete: Bool
        /// How many tasks ended each way; what did not happen is missing.
        package var endings: [TaskEnding: Int]
        package var usage: TokenUsage
        package var cost: Cost

        package init(
            at time: Double, exitCode: Int32, isComplete: Bool, endings: [TaskEnding: Int], usage: TokenUsage,
            cost: Cost
        ) {
            at = time
            self.exitCode = exitCode
            self.isComplete = isComplete
            self.endings = endings
            self.usage = usage
            self.cost = cost
        }
    }

    package init(
        id: String, parent: String? = nil, program: String, directory: String, arguments: [String], taskFile: String,
        taskFileHash: String, taskCount: Int, carried: [String] = [], tools: [String: [String]], startedAt: Double,
        end: End? = nil
    ) {
        self.id = id
        self.parent = parent
        self.program = program
        self.directory = directory
        self.arguments = arguments
        self.taskFile = taskFile
        self.taskFileHash = taskFileHash
        self.taskCount = taskCount
        self.carried = carried
        self.tools = tools
        self.startedAt = startedAt
        self.end = end
    }

    /// Reads one.
    ///
    /// - Parameters:
    ///   - bytes: What is in the file.
    ///   - file: Its path, for errors.
    /// - Throws: ``InputError`` for what is none, and for one of a later version.
    package init(_ bytes: [UInt8], file: String) throws(InputError) {
        let fields = try JSONReader(JSONParser.parse(bytes, file: file), file: file).record()
        let version = try fields.required("v")
        guard try version.anyInteger() == Self.version else { throw version.mismatch(String(Self.version)) }
        var arguments: [String] = []
        for element in try fields.required("arguments").elements() { arguments.append(try element.text()) }
        var carried: [String] = []
        for element in try fields.unlessNull("carried")?.elements() ?? [] { carried.append(try element.text()) }
        self.init(
            id: try fields.required("id").text(), parent: try fields.unlessNull("parent")?.text(),
            program: try fields.required("program").text(), directory: try fields.required("directory").text(),
            arguments: arguments, taskFile: try fields.required("task_file").text(),
            taskFileHash: try fields.required("task_file_hash").text(), taskCount: try fields.required("tasks").count(),
            carried: carried,
            tools: try fields.required("tools").dictionary { (_, command) throws(InputError) in
                var words: [String] = []
                for element in try command.elements() { words.append(try element.text()) }
                return words
            }, startedAt: try fields.required("started_at").double(),
            end: try fields.unlessNull("end").map { (end) throws(InputError) in try End(end.record()) })
    }

    /// The file's bytes.
    package var json: [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("v", Self.version)
            writer.field("id", id)
            writer.field("parent", parent)
            writer.field("program", program)
            writer.field("directory", directory)
            writer.field("arguments", arguments)
            writer.field("task_file", taskFile)
            writer.field("task_file_hash", taskFileHash)
            writer.field("tasks", taskCount)
            writer.field("carried", carried)
            writer.key("tools")
            writer.object { writer in
                for tool in tools.sorted(by: { $0.key < $1.key }) { writer.field(tool.key, tool.value) }
            }
            writer.field("started_at", startedAt)
            writer.key("end")
            guard let end else { return writer.value(nil as String?) }
            writer.object { $0.fields(of: end) }
        }
        writer.newline()
        return writer.bytes
    }
}

extension JSONWriter {
    fileprivate mutating func fields(of end: RunManifest.End) {
        field("at", end.at)
        field("exit_code", end.exitCode)
        field("complete", end.isComplete)
        key("endings")
        object { writer in
            for ending in TaskEnding.allCases {
                if let count = end.endings[ending] { writer.field(ending.rawValue, count) }
            }
        }
        field(end.usage)
        field(end.cost)
    }
}

extension RunManifest.End {
    fileprivate init(_ fields: JSONReader.Fields) throws(InputError) {
        var endings: [TaskEnding: Int] = [:]
        let counts = try fields.required("endings").record()
        for ending in TaskEnding.allCases {
            if let count = counts[ending.rawValue] { endings[ending] = try count.count() }
        }
        self.init(
            at: try fields.required("at").double(), exitCode: try fields.required("exit_code").int32(),
            isComplete: try fields.required("complete").bool(), endings: endings,
            usage: try TokenUsage(fields.required("usage").record()), cost: try Cost(fields.required("cost").record()))
    }
}
