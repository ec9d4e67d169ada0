import SpawnCore
import Testing

struct DurationHistogramTests {
    private func histogram(_ durations: [Duration]) -> DurationHistogram {
        var histogram = DurationHistogram()
        for duration in durations { histogram.add(duration) }
        return histogram
    }

    @Test func `a percentile is that of the sorted durations, to 3 percent`() {
        for seed in Seeds.some(60) {
            var random = SplitMix64(seed: seed)
            let scale = random.one(of: [0.000_01, 0.01, 1, 1000, 100_000])
            let durations = (0..<Int.random(in: 1...300, using: &random)).map { _ in
                Duration(inSeconds: Double.random(in: 0...scale, using: &random))
            }
            let histogram = histogram(durations)
            #expect(histogram.count == durations.count)
            let sorted = durations.sorted()
            for percent in [0.0, 1, 50, 90, 99, 100] {
                let rank = max(1, Int((Double(sorted.count) * percent / 100).rounded(.up)))
                let exact = sorted[rank - 1].inSeconds
                let found = histogram.percentile(percent)?.inSeconds ?? -1
                #expect(abs(found - exact) <= 0.03 * exact + 1e-6, "seed \(seed): \(percent) % of \(durations.count)")
            }
        }
    }

    @Test func `of nothing there is no percentile, and the longest fits`() {
        #expect(histogram([]).percentile(50) == nil)
        #expect(histogram([.zero]).percentile(50).map { $0 < .microseconds(1) } == true)
        #expect(histogram([.seconds(-1)]).percentile(50) == histogram([.zero]).percentile(50))
        let century = Duration.seconds(3_200_000_000)
        let found = histogram([century]).percentile(100)?.inSeconds ?? 0
        #expect(abs(found / century.inSeconds - 1) < 0.03)
    }
}
