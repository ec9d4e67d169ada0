package import AuroraSpawner
import SpawnCore

/// What `aurora runs` prints.
package enum RunsReport {
    /// Each run in columns, the latest first, those that go on with another below it; a sentence where there is none.
    ///
    /// - Parameters:
    ///   - runs: The runs, the latest first.
    ///   - time: Now, in seconds since 1970.
    /// - Returns: The lines.
    package static func lines(_ runs: [RunStore.Run], at time: Double) -> [String] {
        guard !runs.isEmpty else { return ["no run is kept here yet"] }
        return TextTable.lines(
            [["RUN", "BEGAN", "STATE", "DONE", "COST", "TASKS"]]
                + family(of: runs).map { run, depth in
                    let end = run.manifest?.end
                    let count = run.manifest.map { "\($0.taskCount)" } ?? "?"
                    let ago = Duration(inSeconds: max(0, time - run.startedAt)).brief
                    return [
                        String(repeating: "  ", count: depth) + run.id, "\(ago) ago", run.state.words,
                        end.map { "\($0.succeeded) of \(count)" } ?? "of \(count)",
                        end?.cost.amount.map { "$\($0.value)" } ?? "–", run.manifest?.taskFile ?? "",
                    ]
                })
    }

    /// The runs with those that go on with each below it, and how deep.
    private static func family(of runs: [RunStore.Run]) -> [(run: RunStore.Run, depth: Int)] {
        let known = Set(runs.map(\.id))
        var children: [String?: [RunStore.Run]] = [:]
        for run in runs {
            children[run.manifest?.parent.flatMap { known.contains($0) && $0 < run.id ? $0 : nil }, default: []].append(
                run)
        }
        var rows: [(RunStore.Run, Int)] = []
        // The latest is the first to be taken.
        var pending = (children[nil] ?? []).reversed().map { ($0, 0) }
        while let (run, depth) = pending.popLast() {
            rows.append((run, depth))
            pending += (children[run.id] ?? []).reversed().map { ($0, depth + 1) }
        }
        return rows
    }

    /// The same as one JSON document.
    ///
    /// - Parameters:
    ///   - runs: The runs.
    ///   - size: The files and bytes of one.
    /// - Returns: The document.
    package static func json(_ runs: [RunStore.Run], size: (String) -> (files: Int, bytes: Int)) -> String {
        var writer = JSONWriter()
        writer.array { writer in
            for run in runs {
                writer.startLine()
                writer.object {
                    $0.field("id", run.id)
                    $0.field("parent", run.manifest?.parent)
                    $0.field("started_at", run.startedAt)
                    $0.field("state", run.state.rawValue)
                    $0.field("live", run.isLive)
                    $0.field("task_file", run.manifest?.taskFile)
                    $0.field("tasks", run.manifest?.taskCount)
                    $0.field("succeeded", run.manifest?.end?.succeeded)
                    $0.field("exit_code", run.manifest?.end?.exitCode)
                    $0.field("ended_at", run.manifest?.end?.at)
                    $0.field("cost_usd", run.manifest?.end?.cost.amount?.value)
                    let size = size(run.id)
                    $0.field("files", size.files)
                    $0.field("bytes", size.bytes)
                    $0.field("damage", run.damage)
                }
            }
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}

extension RunStore.Run {
    /// How a run stands.
    package enum State: String, Sendable {
        /// It goes on.
        case live
        /// All its tasks are over.
        case finished
        /// It was stopped before they were.
        case stopped
        /// It was killed, or the machine went down.
        case interrupted = "cut off"
        /// It was not recorded: only outputs are there.
        case unknown
        /// Its manifest cannot be read.
        case damaged

        var words: String { self == .live ? "goes on" : rawValue }
    }

    package var state: State {
        if isLive { return .live }
        if damage != nil { return .damaged }
        guard let manifest else { return .unknown }
        return manifest.end.map { $0.isComplete ? .finished : .stopped } ?? .interrupted
    }
}

extension RunManifest.End {
    /// How many tasks are done, whether in this run or before.
    package var succeeded: Int { endings.reduce(0) { $0 + ($1.key.satisfiesDependents ? $1.value : 0) } }
}
