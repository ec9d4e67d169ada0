import SpawnCore
import Testing

/// When the bytes of a stream came.
struct OutputTimesTests {
    @Test func `a byte came in the second in which its chunk was read`() {
        var times = OutputTimes()
        #expect(times.second(of: 0) == nil)
        for (offset, elapsed) in [(0, 0.2), (10, 0.9), (20, 1.0), (30, 1.9), (40, 63.5)] {
            times.note(offset, after: Duration(inSeconds: elapsed))
        }
        #expect([0, 10, 19, 20, 39, 40, 1_000].map { times.second(of: $0) } == [0, 0, 0, 1, 1, 63, 63])
        #expect(times.step == 1)
    }

    /// Chunks at random times, against a list of all of them.
    @Test(arguments: UInt64(1)...20)
    func `a time is never later than it was, and early by less than the step`(seed: UInt64) {
        var chance = SplitMix64(seed: seed)
        var times = OutputTimes()
        var chunks: [(offset: Int, second: Int)] = []
        var elapsed = Duration.zero
        var offset = 0
        for _ in 0..<Int.random(in: 1...20_000, using: &chance) {
            elapsed += .milliseconds(Int.random(in: 0...3_000, using: &chance))
            times.note(offset, after: elapsed)
            chunks.append((offset, Int(elapsed.components.seconds)))
            offset += Int.random(in: 1...100, using: &chance)
        }
        for chunk in chunks {
            let second = times.second(of: chunk.offset) ?? -1
            #expect((chunk.second - times.step + 1...chunk.second).contains(second))
        }
        #expect(chunks.count < OutputTimes.limit || times.step > 1)
    }

    @Test func `however long a child writes, its times take no more room`() {
        var times = OutputTimes()
        for second in 0..<100_000 { times.note(second * 80, after: .seconds(second)) }
        #expect(times.step == 256)
        #expect(times.count <= OutputTimes.limit)
    }
}
