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

    /// Begins to keep a run.
    ///
    /// - Parameters:
    ///   - run: The run.
    ///   - plan: What it does.
    ///   - stateDirectory: Where it is kept.
    /// - Throws: ``InputError`` where it cannot be. The run needs none of it.
    init(_ run: TaskRun, _ plan: RunPlan, in stateDirectory: String) throws {
        directory = try RunDirectory(in: stateDirectory, id: plan.runID)
        let startedAt = Clock.epochSeconds
        manifest = RunManifest(
            id: plan.runID, parent: run.parent, program: ProductVersion.current, directory: WorkingDirectory.path,
            arguments: run.arguments, taskFile: run.options.taskFile, taskFileHash: ContentHash.of(run.taskFile),
            taskCount: plan.tasks.count,
            carried: plan.prior.filter { $0.value.ending == .carriedOver }.keys.sorted().map { plan.tasks[$0].id },
            tools: plan.tools.tools.merging(plan.tools.agents) { $1 }.mapValues(\.command),
            startedAt: startedAt)
        try directory.write(manifest)
        recorder = try RunRecorder(directory, startedAt: startedAt, isDurable: run.options.isDurable)
    }

    /// Notes that the run is over.
    ///
    /// - Parameters:
    ///   - report: How it ended.
    ///   - exitCode: What is said to the shell.
    /// - Returns: What could not be kept, a sentence each.
    mutating func end(_ report: RunReport, exitCode: Int32) -> [String] {
        let total = report.metrics.total
        manifest.end = RunManifest.End(
            at: Clock.epochSeconds, exitCode: exitCode, isComplete: report.stopCause == nil, endings: total.endings,
            usage: total.usage, cost: total.cost)
        do throws(InputError) { try directory.write(manifest) } catch {
            return [recorder.complaint, "\(error)"].compactMap(\.self)
        }
        return [recorder.complaint].compactMap(\.self)
    }
}
