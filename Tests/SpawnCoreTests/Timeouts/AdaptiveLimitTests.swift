import SpawnCore
import Testing

struct AdaptiveLimitTests {
    private let policy = TimeoutPolicy(
        mode: .adaptive, first: .s(10), maximum: .s(100), idle: .s(30), killsOnIdle: false)

    @Test(arguments: [
        ([], nil), ([20, 20], nil), ([20, 20, 20], 30.0), ([1, 1, 1], 10), ([90, 90, 90], 100),
        // Of ten the ninth, by rank; the oldest is forgotten when the eleventh comes.
        ([1, 2, 3, 4, 5, 6, 7, 8, 20, 60], 30), ([60, 1, 2, 3, 4, 5, 6, 7, 8, 20, 30], 30), ([30, 10, 20], 45),
    ])
    func `it is half as long again as the 90th percentile of the last ten successes, within the policy's limits`(
        successes: [Double], limit: Double?
    ) {
        var adaptive = AdaptiveLimit()
        for success in successes { adaptive.record(success: .s(success)) }
        #expect(adaptive.limit(in: policy) == limit.map { .s($0) })
    }
}
