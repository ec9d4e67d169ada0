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
            let faults = drive.faults()
            guard faults.isEmpty else {
                let story = Seeds.isAlone ? drive.events.map { "\($0.moment.seconds) \($0.kind)" } : []
                Issue.record(
                    """
                    \((story + faults.prefix(3)).joined(separator: "\n"))
                    AURORA_SEED=\(seed) runs it again, and alone, and tells its story
                    """)
                return
            }
        }
    }
}
