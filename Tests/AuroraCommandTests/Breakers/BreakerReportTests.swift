import AuroraCommand
import SpawnCore
import Testing

@Suite struct BreakerReportTests {
    func breaker(_ agent: String, _ body: (inout CircuitBreaker) -> Void) -> BreakerSnapshot {
        var breaker = CircuitBreaker(agent: agent)
        body(&breaker)
        return breaker.snapshot(at: .start)
    }

    /// A task that fails so many seconds ago.
    func fail(_ breaker: inout CircuitBreaker, _ ago: Int, _ kind: FailureKind) {
        let moment = Moment.start + .seconds(-ago)
        guard case .admitted(let permit) = breaker.acquire(for: ago, lease: .seconds(60), at: moment) else { return }
        breaker.report(permit, .failure(kind: kind, attempt: 1), at: moment)
    }

    @Test func `each breaker is a line with its state, its failures, its probe and why`() {
        let breakers = [
            breaker("coder") {
                fail(&$0, 60, .crash)
                fail(&$0, 33, .timeout)
            },
            breaker("reviewer") { fail(&$0, 5, .crash) },
            breaker("tester") { _ = $0.perform(.forceOpen, at: .start + .seconds(-3)) },
            breaker("writer") {
                fail(&$0, 200, .authError)
                fail(&$0, 199, .authError)
            },
        ]
        #expect(
            BreakerReport.lines(breakers) == [
                "AGENT     STATE        FAILURES  PROBE          WHY",
                "coder     open         2 of 2    in 87.0 s      too many failures: crash, timeout, 33.0 s ago",
                "reviewer  closed       1 of 2    -              -",
                "tester    forced open  0 of 2    after a reset  opened by hand, 3.00 s ago",
                "writer    open         2 of 2    next           too many failures: auth_error, auth_error, 3 min 19 s ago",
            ])
        #expect(BreakerReport.lines([]) == ["no breakers are kept yet"])
    }
}
