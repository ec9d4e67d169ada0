import AuroraSpawner
import SpawnTestKit
import Testing

/// Runs that share a breaker, in any order of events.
@Suite struct SharedBreakersPropertyTests {
    private struct Running {
        var run: Int
        var admission: BreakerAdmission
        var ends: Double
    }

    @Test(arguments: RandomValues.seeds(60))
    func `runs at once never have more probes in flight than one may`(seed: UInt64) throws {
        var random = RandomValues(seed: seed)
        let files = try TemporaryDirectory()
        let clock = TestClock()
        let limit = random.int(1...3)
        let settings = BreakerSettings(resetMultiplier: random.bool() ? 1 : 2, maxProbes: limit)
        var runs = (0..<3).map { BreakerRun(files["s"], clock, name: "r\($0)", settings: settings) }
        var probes: [Running] = []
        var others: [Running] = []
        for step in 0..<150 {
            let which = random.int(0...2)
            switch random.int(0...9) {
            case 0...4:
                let admission = runs[which].acquire(task: step, lease: .seconds(40))
                guard case .admitted(let permit) = admission else { break }
                let running = Running(run: which, admission: admission, ends: clock.now + 40)
                if permit.isProbe { probes.append(running) } else { others.append(running) }
            case 5...7:
                // A killed run reports nothing; its probe is in flight until its lease is over.
                let verdict = random.one(of: [
                    BreakerVerdict.success, .neutral, .failure(kind: .crash, attempt: 1),
                    .failure(kind: .authError, attempt: 1),
                ])
                let isProbe = random.bool()
                guard let place = (isProbe ? probes : others).firstIndex(where: { $0.run >= 0 }) else { break }
                let running = isProbe ? probes.remove(at: place) : others.remove(at: place)
                runs[running.run].report(running.admission, verdict)
            case 8: clock.advance(random.one(of: [0.1, 5, 41, 121, 1300]))
            default:
                // A new run in the place of one that was killed: its probes report no more.
                runs[which] = BreakerRun(files["s"], clock, name: "r\(which).\(step)", settings: settings)
                others.removeAll { $0.run == which }
                probes = probes.map { $0.run == which ? Running(run: -1, admission: $0.admission, ends: $0.ends) : $0 }
            }
            // Who was given up holds no place any more.
            probes.removeAll { $0.ends <= clock.now }
            #expect(probes.count <= limit, "step \(step)")
        }
        for run in runs { #expect(run.store.complaints == []) }
    }

    @Test(arguments: RandomValues.seeds(200))
    func `whatever stands in the file, a run goes on`(seed: UInt64) throws {
        var random = RandomValues(seed: seed)
        let files = try TemporaryDirectory()
        let clock = TestClock()
        var first = BreakerRun(files["s"], clock)
        for _ in 0..<random.int(1...4) {
            first.fail()
            clock.advance(random.one(of: [1, 121]))
        }
        _ = first.acquire()
        var bytes = try #require(Files.bytes(files["s/breakers/coder.json"]))
        let place = random.int(0...bytes.count - 1)
        switch random.int(0...2) {
        case 0: bytes[place] = UInt8(random.int(0...255))
        case 1: bytes.insert(contentsOf: "9".utf8, at: place)
        default: bytes.removeSubrange(place..<min(bytes.count, place + random.int(1...40)))
        }
        try Files.write(bytes, to: files["s/breakers/coder.json"])
        var second = BreakerRun(files["s"], clock, name: "r2")
        for _ in 0..<6 {
            second.fail(random.bool() ? .authError : .timeout)
            clock.advance(random.one(of: [1, 61, 121]))
        }
        _ = second.breaker.snapshot(at: second.now)
        #expect(second.store.complaints.allSatisfy { $0.hasPrefix(files["s"]) })
        #expect(second.store.complaints.count <= 1)
    }
}
