import SpawnCore
import Testing

@testable import Dashboard

/// Tasks in order, whatever comes and goes.
struct OrderedTasksTests {
    @Test(arguments: [1, 2, 3])
    func `after any coming and going, positions are those in a sorted list`(seed: UInt64) {
        var chance = SplitMix64(seed: seed)
        var entries = Set((0..<2_000).map { Self.entry($0, &chance) })
        var ordered = OrderedTasks(Array(entries))
        // First many more come than go, so that chunks are split, then most of them go, so that chunks end.
        for (step, share) in [(6_000, 80), (7_500, 5)].flatMap({ Array(repeating: $0.1, count: $0.0) }).enumerated() {
            if Int.random(in: 0..<100, using: &chance) < share {
                let entry = Self.entry(2_000 + step, &chance)
                entries.insert(entry)
                ordered.insert(entry)
            } else if let entry = entries.randomElement(using: &chance) {
                entries.remove(entry)
                ordered.remove(entry)
            }
            guard step % 2_500 == 0 else { continue }
            Self.check(ordered, entries)
        }
        Self.check(ordered, entries)
    }

    private static func check(_ ordered: OrderedTasks, _ entries: Set<OrderedTasks.Entry>) {
        #expect(ordered.count == entries.count)
        for (position, entry) in entries.sorted().enumerated() {
            #expect(ordered[position] == Int(entry.task) && ordered.position(of: entry) == position)
        }
        #expect(ordered[-1] == nil && ordered[entries.count] == nil)
        #expect(ordered.position(of: OrderedTasks.Entry(key: 7, task: -1)) == nil)
    }

    /// Few keys, so that many tasks share one.
    private static func entry(_ task: Int, _ chance: inout SplitMix64) -> OrderedTasks.Entry {
        OrderedTasks.Entry(key: UInt64.random(in: 0..<50, using: &chance), task: Int32(task))
    }
}
