import SpawnCore
import Testing

@testable import SpawnProcess

/// When a child's progress is told.
struct OutputMeterTests {
    private func at(_ milliseconds: Int64) -> Moment { Moment(nanoseconds: milliseconds * 1_000_000) }

    @Test func `the first byte is told at once, what follows when the interval is over`() {
        var meter = OutputMeter()
        #expect(meter.received(1, on: .stdout, at: at(5)) == .report)
        let first = meter.report(line: "a", at: at(5))
        #expect(
            first == OutputProgress(stdoutBytes: 1, stderrBytes: 0, lastActivity: at(5), lastStdout: at(5), line: "a"))
        #expect(meter.received(1, on: .stderr, at: at(6)) == .wait(until: at(105)))
        #expect(meter.received(1, on: .stderr, at: at(50)) == .nothing)
        meter.waited()
        let second = meter.report(line: "b", at: at(105))
        #expect(
            second == OutputProgress(stdoutBytes: 1, stderrBytes: 2, lastActivity: at(50), lastStdout: at(5), line: "b")
        )
    }

    @Test func `after a silence the next byte is told at once`() {
        var meter = OutputMeter()
        _ = meter.received(1, on: .stdout, at: at(0))
        _ = meter.report(line: "", at: at(0))
        #expect(meter.received(1, on: .stdout, at: at(100)) == .report)
    }

    @Test func `what is told is not told again`() {
        var meter = OutputMeter()
        #expect(!meter.isDirty)
        _ = meter.received(1, on: .stdout, at: at(0))
        #expect(meter.isDirty)
        _ = meter.report(line: "", at: at(0))
        #expect(!meter.isDirty)
    }

    /// However the bytes come: at most one report in 100 ms, and none of the bytes stays untold.
    @Test(arguments: UInt64(1)...20)
    func `reports are 100 ms apart and the last byte is told`(seed: UInt64) {
        var chance = SplitMix64(seed: seed)
        var meter = OutputMeter()
        var now = at(0)
        var agreed: Moment?
        var reports: [(moment: Moment, count: Int)] = []
        var count = 0
        func report(_ meter: inout OutputMeter) {
            reports.append((now, meter.report(line: "", at: now).stdoutBytes))
        }
        for _ in 0..<200 {
            let next = now + .milliseconds(Int64.random(in: 0...60, using: &chance))
            if let moment = agreed, moment <= next {
                now = moment
                agreed = nil
                meter.waited()
                if meter.isDirty { report(&meter) }
            }
            now = next
            count += 1
            switch meter.received(1, on: .stdout, at: now) {
            case .report: report(&meter)
            case .wait(let moment): agreed = moment
            case .nothing: #expect(agreed != nil)
            }
        }
        if let agreed {
            now = agreed
            report(&meter)
        }
        #expect(reports.last?.count == count)
        for (one, next) in zip(reports, reports.dropFirst()) { #expect(next.moment - one.moment >= .milliseconds(100)) }
    }
}
