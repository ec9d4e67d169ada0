import SpawnCore
import Testing

struct BreakerSnapshotTests {
    private func snapshot(after inputs: String, of breaker: CircuitBreaker = CircuitBreaker()) -> BreakerSnapshot {
        var marbles = BreakerMarbles(breaker)
        #expect(!marbles.states(after: inputs).contains("?"))
        return marbles.breaker.snapshot(at: marbles.now)
    }

    @Test func `it tells what opened the breaker and when the probe comes`() {
        let snapshot = snapshot(after: "s f +60 f x x +20")
        #expect(snapshot.state == .open)
        #expect(snapshot.failures == 2)
        #expect(snapshot.threshold == 2)
        #expect(snapshot.trippedBy.map(\.task) == [1, 2])
        #expect(snapshot.trippedBy.map(\.attempt) == [1, 1])
        #expect(snapshot.trippedBy.map(\.moment) == [Moment(at: 0), Moment(at: 60)])
        #expect(snapshot.recentKinds == [.crash, .crash])
        #expect(snapshot.probeAt == Moment(at: 180))
        #expect(snapshot.probeTask == nil)
        #expect(snapshot.rejections == 2)
    }

    @Test(arguments: [
        ("f", BreakerRisk.medium), ("s", .low), ("f f", .critical), ("f f +120", .high), ("force", .critical),
        ("f +300", .low), ("disable", .low),
    ])
    func `risk follows from state and failures`(inputs: String, risk: BreakerRisk) {
        #expect(snapshot(after: inputs).risk == risk)
    }

    @Test(arguments: [("f", 0.0), ("f +30 f", 4), ("f +30 f +30", 2), ("f f", 120), ("f +30 f +271", 0)])
    func `velocity is failures a minute since the first that counts`(inputs: String, velocity: Double) {
        #expect(snapshot(after: inputs).failureVelocity == velocity)
    }

    @Test func `the last ten kinds are kept`() {
        let settings = BreakerSettings(failureThreshold: 99)
        let kinds = snapshot(after: "f F f f f f f f f f +20 I", of: CircuitBreaker(agent: "a", settings: settings))
        #expect(kinds.recentKinds == [.authError] + Array(repeating: .crash, count: 8) + [.inference])
    }

    @Test func `a half-open breaker names its probe, and what the probe did is what trips it`() {
        #expect(snapshot(after: "f f +120 a").probeTask == 2)
        #expect(snapshot(after: "f f +120 f").trippedBy.map(\.task) == [2])
        #expect(snapshot(after: "f f x +120 s").trippedBy.isEmpty)
    }

    @Test func `every change is told with its cause`() {
        var breaker = CircuitBreaker()
        func admit(_ task: Int, at now: Moment) -> BreakerPermit? {
            if case .admitted(let permit) = breaker.acquire(for: task, lease: .s(60), at: now) { permit } else { nil }
        }
        let first = admit(0, at: .start)
        let second = admit(1, at: .start)
        let failure = BreakerVerdict.failure(kind: .crash, attempt: 1)
        #expect(first.flatMap { breaker.report($0, failure, at: .start) } == nil)
        #expect(second.flatMap { breaker.report($0, failure, at: Moment(at: 1)) }?.cause == .threshold)
        #expect(breaker.nextMoment() == Moment(at: 121))
        #expect(breaker.advance(to: Moment(at: 130))?.moment == Moment(at: 121))
        #expect(admit(2, at: Moment(at: 130))?.isProbe == true)
        #expect(breaker.nextMoment() == Moment(at: 190))
        #expect(breaker.advance(to: Moment(at: 189)) == nil)
        #expect(breaker.advance(to: Moment(at: 200))?.cause == .leaseExpired)
        #expect(breaker.nextMoment() == Moment(at: 310))
        #expect(breaker.acquire(for: 3, lease: .s(60), at: Moment(at: 300)) == .rejected(retryAfter: .s(10)))
        #expect(breaker.perform(.reset, at: Moment(at: 305))?.cause == .operator(.reset))
        #expect(breaker.nextMoment() == nil)
    }
}
