import SpawnCore
import Testing

/// The delays before retries.
struct BackoffTests {
    private static func backoff(
        _ shape: Backoff.Shape, _ base: Double, _ maximum: Double, _ factor: Double, _ jitter: Backoff.Jitter = .none
    ) -> Backoff {
        Backoff(shape: shape, base: .s(base), maximum: .s(maximum), factor: factor, jitter: jitter)
    }

    @Test(arguments: [
        (backoff(.exponential, 1, 30, 2), [1, 2, 4, 8, 16, 30, 30]),
        (backoff(.exponential, 0.5, 60, 2), [0.5, 1, 2, 4, 8, 16, 32, 60]),
        (backoff(.exponential, 2, 120, 3), [2, 6, 18, 54, 120, 120]),
        (backoff(.exponential, 2, 30, 2), [2, 4, 8, 16, 30]),
        (backoff(.linear, 1, 30, 2), [1, 3, 5, 7, 9]),
        (backoff(.linear, 10, 30, 0.5), [10, 15, 20, 25, 30, 30]),
        (backoff(.fixed, 5, 30, 2), [5, 5, 5]),
        (backoff(.fixed, 50, 30, 2), [30, 30]),
        (backoff(.immediate, 5, 30, 2), [0, 0]),
    ])
    func `delays are those of their shape, up to the maximum`(backoff: Backoff, seconds: [Double]) {
        var random = SplitMix64(seed: 1)
        for (retry, delay) in seconds.enumerated() {
            #expect(backoff.nominalDelay(beforeRetry: retry) == .s(delay))
            #expect(backoff.delay(beforeRetry: retry, using: &random) == .s(delay))
        }
    }

    @Test(arguments: [
        // The last delay is 32 s before the clamp: a tenth less is below the maximum, so the clamp has to come last.
        (Backoff.Jitter.proportional, [0.9, 1.8, 3.6, 7.2, 14.4, 28.8], [1.1, 2.2, 4.4, 8.8, 17.6, 30]),
        (.full, [0, 0, 0, 0, 0, 0], [1, 2, 4, 8, 16, 30]),
        (.equal, [0.5, 1, 2, 4, 8, 15], [1, 2, 4, 8, 16, 30]),
        (.none, [1, 2, 4, 8, 16, 30], [1, 2, 4, 8, 16, 30]),
    ])
    func `jitter spreads a delay as far as it should, before the clamp`(
        jitter: Backoff.Jitter, least: [Double], most: [Double]
    ) {
        let backoff = Self.backoff(.exponential, 1, 30, 2, jitter)
        for retry in 0..<6 {
            var (low, high) = (Constant(value: 1), Constant(value: .max))
            #expect(abs(backoff.delay(beforeRetry: retry, using: &low).inSeconds - least[retry]) < 1e-6)
            #expect(abs(backoff.delay(beforeRetry: retry, using: &high).inSeconds - most[retry]) < 1e-6)
        }
    }

    @Test func `decorrelated jitter goes from the base to three times the delay before`() {
        let backoff = Self.backoff(.exponential, 2, 30, 2, .decorrelated)
        for (previous, most) in [(nil, 6), (3, 9), (10, 30), (29, 30)] as [(Double?, Double)] {
            var (low, high) = (Constant(value: 1), Constant(value: .max))
            let before = previous.map { Duration.s($0) }
            #expect(backoff.delay(beforeRetry: 3, previous: before, using: &low) == .s(2))
            #expect(abs(backoff.delay(beforeRetry: 3, previous: before, using: &high).inSeconds - most) < 1e-6)
        }
    }

    @Test(arguments: Backoff.Shape.allCases, Backoff.Jitter.allCases)
    func `every delay is finite and within its bounds, however late the retry`(
        shape: Backoff.Shape, jitter: Backoff.Jitter
    ) {
        for seed in Seeds.some(40) {
            var random = SplitMix64(seed: seed)
            let base = random.one(of: [0, 1e-9, 0.5, 2, 1e6, 9e9])
            let backoff = Self.backoff(
                shape, base, random.one(of: [0, 1e-9, 30, 9e9]), random.one(of: [1, 1.1, 2, 10, 1e300]), jitter)
            for retry in [0, 1, 2, 63, 64, 1023, 1024, 1_000_000, 1_000_000_000] {
                let delay = backoff.delay(beforeRetry: retry, previous: .s(random.seconds(0...60)), using: &random)
                #expect(delay >= .zero && delay <= backoff.maximum, "seed \(seed): retry \(retry) of \(backoff)")
                let nominal = backoff.nominalDelay(beforeRetry: retry)
                #expect(nominal >= .zero && nominal <= backoff.maximum, "seed \(seed): retry \(retry) of \(backoff)")
            }
        }
    }
}

/// Chance that always falls the same way: 1 draws the lower bound of a range, the largest number the upper. With 0 the
/// standard library would draw again, for ever.
private struct Constant: RandomNumberGenerator {
    let value: UInt64

    mutating func next() -> UInt64 { value }
}
