import AuroraCommand
import AuroraSpawner
import SpawnCore
import SpawnProcess

/// `aurora classify`: what the output of an attempt would be taken for, and by which rule.
struct ClassifyCommand {
    private let options: RunOptions

    init(_ options: RunOptions) { self.options = options }

    func run() throws {
        let file = try ConfigurationFile.load(options.configFile, environment: Environment.current)
        let reading = try options.tool.map { try file.configuration.tool(named: $0).reading }
        let classifier = OutputClassifier(file.configuration)
        let files = options.operands.isEmpty ? ["-"] : options.operands
        for (index, path) in files.enumerated() {
            let text = CapturedOutput(head: try InputFile.read(path))
            // A text of unknown origin is read wherever its tool writes errors; that of a success is its answer.
            let isStream = reading?.format != .text && text.head.first { $0 > 0x20 } == UInt8(ascii: "{")
            let isOnStderr = reading?.stdout == OutputChannel.none && options.exitCode != 0 && !isStream
            let stdout = isOnStderr ? CapturedOutput() : text
            let stderr = isOnStderr ? text : CapturedOutput()
            let exit = ExitStatus.exited(options.exitCode)
            let verdict = classifier.classify(
                ChildEnd(exit), stdout: stdout, stderr: stderr, tool: options.tool ?? "", now: Clock.epochSeconds)
            var report = ProcessReport(
                exit: exit, stdout: stdout, stderr: stderr, finding: verdict.finding, hasResult: verdict.hasResult)
            report.agent = verdict.agent
            let heading = files.count == 1 ? [] : index == 0 ? [path] : ["", path]
            Console.print(lines: heading + ClassificationReport(report).lines)
        }
    }
}
