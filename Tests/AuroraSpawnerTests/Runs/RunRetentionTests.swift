import AuroraSpawner
import Testing

/// Which runs are removed.
@Suite struct RunRetentionTests {
    /// Runs that began so many days ago, the latest first.
    private func runs(_ days: [Double]) -> [RunStore.Run] {
        days.enumerated().map { place, days in
            let id = RunID.make(at: 1e9 - days * 86_400, random: UInt64(place))
            return RunStore.Run(id: id, startedAt: 1e9 - days * 86_400, isLive: false, manifest: manifest(id))
        }
    }

    private func manifest(_ id: String, parent: String? = nil, isComplete: Bool = true) -> RunManifest {
        RunManifest(
            id: id, parent: parent, program: "1", directory: "/", arguments: [], taskFile: "tasks.md", taskFileHash: "",
            taskCount: 1, tools: [:], startedAt: 0,
            end: .init(at: 0, exitCode: 0, isComplete: isComplete, endings: [:], usage: TokenUsage(), cost: .unknown))
    }

    private func removed(_ runs: [RunStore.Run], _ change: (inout RunRetention) -> Void = { _ in }) -> [Int] {
        var retention = RunRetention()
        change(&retention)
        let excess = retention.excess(of: runs, at: 1e9) { _ in 1 << 30 }
        return excess.compactMap { run in runs.firstIndex { $0.id == run.id } }
    }

    @Test func `what is beyond the number, the age or the bytes is removed, whichever is first`() {
        let runs = runs([0, 1, 2, 31, 40])
        #expect(removed(runs) { $0.bytes = nil } == [3, 4])
        #expect(removed(runs) == [2, 3, 4])
        #expect(removed(runs) { ($0.bytes, $0.age, $0.count) = (nil, nil, 4) } == [4])
        #expect(removed(runs) { ($0.bytes, $0.age, $0.count) = (nil, nil, nil) } == [])
    }

    @Test func `neither a run that goes on is removed, nor the one that an unfinished run goes on with`() {
        var runs = runs([0, 40, 41, 42])
        runs[2].isLive = true
        runs[0].manifest = manifest(runs[0].id, parent: runs[3].id, isComplete: false)
        #expect(removed(runs) == [1])
        runs[0].manifest = manifest(runs[0].id, parent: runs[3].id)
        #expect(removed(runs) == [1, 3])
    }
}
