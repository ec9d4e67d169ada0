import AuroraCommand
import AuroraSpawner
import Glibc
import SpawnCore
import SpawnProcess

/// What is kept of a run, so that it can be looked at and gone on with when it is over, however it ended.
struct RunRecord {
    /// Writes down what happens.
    let recorder: RunRecorder
    private let directory: RunDirectory
    private var manifest: RunManifest
    private let isDurable: Bool

    /// How long a disk may take for what is of no use but to keep the run.
    private static let patience = Duration.seconds(2)

    /// Begins to keep a run.
    ///
    /// - Parameters:
    ///   - run: The run.
    ///   - plan: What it does.
    ///   - stateDirectory: Where it is kept.
    /// - Throws: ``InputError`` where it cannot be. The run needs none of it.
    init(_ run: TaskRun, _ plan: RunPlan, in stateDirectory: String) throws {
        let startedAt = Clock.epochSeconds
        let manifest = RunManifest(
            id: plan.runID, parent: run.parent, program: ProductVersion.current, directory: WorkingDirectory.path,
            arguments: run.arguments, taskFile: run.options.taskFile, taskFileHash: ContentHash.of(run.taskFile),
            taskCount: plan.tasks.count,
            carried: plan.prior.filter { $0.value.ending == .carriedOver }.keys.sorted().map { plan.tasks[$0].id },
            tools: plan.usedTools, startedAt: startedAt)
        let begun = OwnThread.result(within: Self.patience) { [isDurable = run.options.isDurable] in
            let directory = try RunDirectory(in: stateDirectory, id: manifest.id)
            try directory.write(manifest, isDurable: isDurable)
            return (directory, try RunRecorder(directory, startedAt: startedAt, isDurable: isDurable))
        }
        guard let begun else { throw InputError(file: stateDirectory, message: "the disk did not answer within 2 s") }
        (directory, recorder) = try begun.get()
        self.manifest = manifest
        isDurable = run.options.isDurable
    }

    /// Notes that the run is over, and removes old ones.
    ///
    /// - Parameters:
    ///   - report: How it ended.
    ///   - exitCode: What is said to the shell.
    ///   - retention: What is kept.
    /// - Returns: What could not be kept, or removed; `nil` when all was.
    mutating func end(_ report: RunReport, exitCode: Int32, _ retention: RunRetention) -> String? {
        if let complaint = recorder.complaint { return complaint }
        let total = report.metrics.total
        manifest.end = RunManifest.End(
            at: Clock.epochSeconds, exitCode: exitCode, isComplete: report.stopCause == nil, endings: total.endings,
            usage: total.usage, cost: total.cost)
        let ended = OwnThread.result(within: Self.patience) { [directory, manifest, isDurable] in
            try directory.write(manifest, isDurable: isDurable)
        }
        switch ended {
        case .success: break
        case .failure(let error): return "\(error)"
        case nil: return "\(directory.path): the disk did not answer within 2 s; the end of the run is not noted"
        }
        // What is not removed in time goes another day.
        let tidied = OwnThread.result(within: Self.patience) { [directory] in
            try RunStore.open(directory.stateDirectory)?.tidy(retention, at: Clock.epochSeconds)
        }
        if case .failure(let error) = tidied { return "\(error)" }
        return nil
    }
}

extension RunPlan {
    /// The commands of the tools that its tasks ask for, by their names.
    fileprivate var usedTools: [String: [String]] {
        var commands: [String: [String]] = [:]
        for task in tasks {
            let tool = tools.tool(for: task, asFallback: false)
            commands[tool.name] = tool.command
        }
        return commands
    }
}
