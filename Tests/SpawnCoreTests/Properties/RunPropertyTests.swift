import SpawnCore
import SpawnTestKit
import Testing

/// The invariants of a run, over made-up runs: random tasks, rules, children, wishes of people, late and doubled events,
/// and a machine that oversleeps.
struct RunPropertyTests {
    /// So many runs in each part; the parts run side by side.
    private static let runs = 1250

    @Test(arguments: 0..<8)
    func `every run keeps its promises`(part: Int) async throws {
        for seed in Seeds.some(Self.runs, from: UInt64(part * Self.runs) + 1) {
            // Tests of real processes wait for their turn on the same few threads.
            await Task.yield()
            var drive = RunDrive(try RandomRun(seed: seed), seed: seed)
            guard report(drive.faults(), drive, seed: seed) else { return }
        }
    }

    @Test(arguments: 0..<2)
    func `a run that shares its breakers keeps them too`(part: Int) async throws {
        for seed in Seeds.some(Self.runs, from: UInt64(part * Self.runs) + 1) {
            await Task.yield()
            var drive = RunDrive(try RandomRun(seed: seed), seed: seed, sharesBreakers: true)
            guard report(drive.faults(), drive, seed: seed) else { return }
        }
    }

    @Test func `a run broken off at any event has lost no result, and the next runs exactly what has not succeeded`()
        async throws
    {
        for seed in Seeds.some(Self.runs) {
            await Task.yield()
            let run = try RandomRun(seed: seed)
            var first = RunDrive(run, seed: seed)
            _ = first.faults()
            var random = SplitMix64(seed: seed)
            let told = first.events.prefix(Int.random(in: 0...first.events.count, using: &random))
            var replay = RunReplay()
            for event in told { replay.apply(event) }
            guard report(lostResults(of: replay, told), first, seed: seed) else { return }

            var second = RunDrive(run.resumed(after: replay), seed: seed)
            let faults = second.faults()
            let wrong = run.plan.tasks.indices.filter { index in
                let isOver = run.plan.tasks[index].isDone || replay.results[index]?.ending.isSuccess == true
                // A person may ask for what is carried over to be run again.
                let isWanted = second.events.contains { $0.kind == .taskReopened(task: index) }
                return !isWanted
                    && (isOver != (second.state.results[index]?.ending.isBeforehand == true)
                        || isOver && second.world.starts.contains { $0.attempt.task == index })
            }
            guard report(faults + wrong.map { "\($0) runs again, or never" }, second, seed: seed) else { return }
        }
    }

    /// What the last word on a task was, by a plain look at what was told.
    private func lostResults(of replay: RunReplay, _ told: some Sequence<SpawnEvent>) -> [String] {
        var last: [Int: SpawnResult] = [:]
        for event in told {
            switch event.kind {
            case .taskEnded(let result): last[result.taskIndex] = result
            case .taskReopened(let task): last[task] = nil
            default: break
            }
        }
        return last == replay.results ? [] : ["told of \(last.count) results, \(replay.results.count) are left"]
    }

    /// Records what went against the promises. Returns true when nothing did.
    private func report(_ faults: [String], _ drive: borrowing RunDrive, seed: UInt64) -> Bool {
        guard !faults.isEmpty else { return true }
        let story = Seeds.isAlone ? drive.events.map { "\($0.moment.seconds) \($0.kind)" } : []
        Issue.record(
            """
            \((story + faults.prefix(3)).joined(separator: "\n"))
            AURORA_SEED=\(seed) runs it again, and alone, and tells its story
            """)
        return false
    }
}
