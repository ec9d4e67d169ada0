import AuroraCommand
import AuroraSpawner
import SpawnProcess

/// `aurora runs`: what runs have left, to look at and to remove.
struct RunsCommand {
    let action: RunsAction
    let options: RunOptions

    func run() throws -> Int32 {
        let time = Clock.epochSeconds
        guard let store = try RunStore.open(options.stateDirectory) else {
            Console.print(lines: options.isJSON ? ["[]"] : RunsReport.lines([], at: time))
            return ExitCode.success
        }
        var runs = try store.all()
        var code = ExitCode.success
        var bytes = 0
        if action == .prune {
            runs = RunRetention(count: options.keptRuns, age: options.prunedAge)
                .excess(of: runs, at: time) { store.size(of: $0).bytes }
            runs.removeAll { run in
                let size = store.size(of: run.id).bytes
                guard options.isDryRun || remove(run, from: store, &code) else { return true }
                bytes += size
                return false
            }
        }
        if options.isJSON {
            Console.print(text: RunsReport.json(runs) { store.size(of: $0) })
        } else if action == .list {
            Console.print(lines: RunsReport.lines(runs, at: time))
        } else {
            let verb = options.isDryRun ? "would be removed" : "removed"
            Console.print(
                lines: runs.map { "\($0.id) \(verb)" } + [
                    "\(runs.count) \(runs.count == 1 ? "run" : "runs"), \(bytes) bytes \(verb)"
                ])
        }
        return code
    }

    /// - Returns: Whether it is gone.
    private func remove(_ run: RunStore.Run, from store: borrowing RunStore, _ code: inout Int32) -> Bool {
        do throws(InputError) { return try store.remove(run.id) } catch {
            Console.complain("\(error)")
            code = ExitCode.failure
            return false
        }
    }
}
