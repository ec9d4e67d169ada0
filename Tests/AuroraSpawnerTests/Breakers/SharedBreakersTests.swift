import AuroraSpawner
import Glibc
import SpawnTestKit
import Synchronization
import Testing

/// A wall clock for tests.
final class TestClock: Sendable {
    private let seconds = Mutex(1_750_000_000.0)

    var now: Double { seconds.withLock { $0 } }

    func advance(_ by: Double) { seconds.withLock { $0 += by } }
}

/// A run as far as its breaker is concerned.
struct BreakerRun {
    let store: SharedBreakers
    let clock: TestClock
    let beginning: Double
    var breaker: CircuitBreaker

    init(_ directory: String, _ clock: TestClock, name: String = "r1", settings: BreakerSettings = BreakerSettings()) {
        store = SharedBreakers(directory: directory, run: name, time: { clock.now })
        self.clock = clock
        beginning = clock.now
        breaker = CircuitBreaker(agent: "coder", settings: settings)
    }

    var now: Moment { .start + Duration(inSeconds: clock.now - beginning) }

    mutating func acquire(task: Int = 0, lease: Duration = .seconds(60)) -> BreakerAdmission {
        store.work(on: &breaker, at: now) { [now] in $0.acquire(for: task, lease: lease, at: now) }
    }

    mutating func report(_ admission: BreakerAdmission, _ verdict: BreakerVerdict) {
        guard case .admitted(let permit) = admission else { return }
        store.work(on: &breaker, at: now) { [now] in _ = $0.report(permit, verdict, at: now) }
    }

    /// A task that fails on its first attempt.
    mutating func fail(_ kind: FailureKind = .crash) {
        report(acquire(), .failure(kind: kind, attempt: 1))
    }

    /// What a run does at its end.
    mutating func end() { store.update(&breaker, at: now) { _ in } }

    /// What it sees of the breaker now.
    mutating func look() -> BreakerState {
        store.work(on: &breaker, at: now) { [now] in
            while $0.advance(to: now) != nil {}
            return $0.state
        }
    }
}

@Suite struct SharedBreakersTests {
    let files: TemporaryDirectory
    let clock = TestClock()

    init() throws { files = try TemporaryDirectory() }

    var directory: String { files["state"] }

    func isProbe(_ admission: BreakerAdmission) -> Bool? {
        if case .admitted(let permit) = admission { permit.isProbe } else { nil }
    }

    @Test func `a breaker that is open at the end of a run rejects in the next until its probe`() {
        var first = BreakerRun(directory, clock)
        first.fail()
        first.fail()
        clock.advance(30)
        var second = BreakerRun(directory, clock, name: "r2")
        #expect(second.acquire() == .rejected(retryAfter: .seconds(90)))
        clock.advance(91)
        let probe = second.acquire()
        #expect(isProbe(probe) == true)
        second.report(probe, .success)
        var third = BreakerRun(directory, clock, name: "r3")
        #expect(isProbe(third.acquire()) == false)
    }

    @Test func `failures count across runs while they are within the window`() {
        var first = BreakerRun(directory, clock)
        first.fail()
        first.end()
        clock.advance(299)
        var second = BreakerRun(directory, clock, name: "r2")
        second.fail()
        #expect(second.look() == .open)
        #expect(second.breaker.snapshot(at: second.now).trippedBy.map(\.task) == [nil, 0])
    }

    @Test func `a run notices at its next task that another has opened the breaker, or closed it`() {
        var first = BreakerRun(directory, clock)
        var second = BreakerRun(directory, clock, name: "r2")
        #expect(isProbe(second.acquire()) == false)
        first.fail()
        first.fail()
        #expect(second.acquire() == .rejected(retryAfter: .seconds(120)))
        first.store.update(&first.breaker, at: first.now) { [now = first.now] in _ = $0.perform(.reset, at: now) }
        #expect(isProbe(second.acquire()) == false)
    }

    @Test func `what two runs trip at once is one change`() {
        var first = BreakerRun(directory, clock)
        var second = BreakerRun(directory, clock, name: "r2")
        let mine = (second.acquire(task: 0), second.acquire(task: 1))
        first.fail()
        first.fail()
        second.report(mine.0, .failure(kind: .crash, attempt: 1))
        second.report(mine.1, .failure(kind: .crash, attempt: 1))
        #expect(second.breaker.generation == first.breaker.generation)
        #expect(second.breaker.snapshot(at: second.now).trippedBy.map(\.task) == [nil, nil])
    }

    @Test func `a probe of a run that was killed is given up when its lease is over`() {
        var first = BreakerRun(directory, clock)
        first.fail()
        first.fail()
        clock.advance(121)
        #expect(isProbe(first.acquire(lease: .seconds(40))) == true)
        var second = BreakerRun(directory, clock, name: "r2")
        #expect(second.acquire() == .rejected(retryAfter: nil))
        clock.advance(39)
        #expect(second.acquire() == .rejected(retryAfter: nil))
        clock.advance(2)
        #expect(second.acquire() == .rejected(retryAfter: .seconds(119)))
    }

    @Test(arguments: [-86_400.0, 86_400.0])
    func `a wall clock that is set keeps no breaker open for longer than it may be`(jump: Double) {
        var first = BreakerRun(directory, clock)
        first.fail()
        first.fail()
        clock.advance(20 + jump)
        var second = BreakerRun(directory, clock, name: "r2")
        let expected: BreakerAdmission? = jump < 0 ? .rejected(retryAfter: .seconds(120)) : nil
        let admission = second.acquire()
        #expect(expected == nil ? isProbe(admission) == true : admission == expected)
    }

    @Test func `a run with nothing to keep leaves nothing behind`() {
        var run = BreakerRun(directory, clock)
        run.report(run.acquire(), .success)
        run.report(run.acquire(), .neutral)
        run.end()
        #expect(Files.entries(of: files.path) == [])
    }

    @Test func `what is kept is for its owner's eyes alone`() throws {
        var run = BreakerRun(directory, clock)
        run.fail()
        run.end()
        func mode(_ path: String) -> UInt32 {
            var status = stat()
            return unsafe stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
        }
        #expect(mode(directory) == 0o700)
        #expect(mode(directory + "/breakers.json") == 0o600)
        #expect(Set(Files.entries(of: directory)) == ["breakers.json", "breakers.lock"])
    }

    @Test(
        arguments: [
            ("", ": the text ends too early; expected a JSON value; all breakers begin anew"),
            (
                "{\"v\": 1,\n\"breakers\": [",
                ": the text ends too early; expected a JSON value; all breakers begin anew"
            ),
            ("{\"v\": 2}", ": v is 2; allowed is 1; all breakers begin anew"),
            (
                "{\"v\": 1, \"breakers\": {\n\"coder\": {\"state\": \"ajar\"}}}",
                ": breakers.coder.state is \"ajar\"; allowed is one of closed, open, half_open, forced_open, disabled; "
                    + "the breaker of coder begins anew"
            ),
        ])
    func `a garbled file or record is a fresh breaker and a warning`(text: String, warning: String) throws {
        _ = unsafe mkdir(directory, 0o700)
        try files.write("state/breakers.json", text)
        var run = BreakerRun(directory, clock)
        #expect(isProbe(run.acquire()) == false)
        #expect(run.store.complaints.count == 1)
        let place = "\(directory)/breakers.json:\(1 + text.count { $0 == "\n" })"
        #expect(run.store.complaints.first == place + warning)
        run.fail()
        run.fail()
        var next = BreakerRun(directory, clock, name: "r2")
        #expect(next.look() == .open)
        #expect(next.store.complaints == [])
    }

    @Test func `a record keeps its place beside one that is garbled`() throws {
        var run = BreakerRun(directory, clock)
        run.fail()
        run.fail()
        let path = directory + "/breakers.json"
        let text = try #require(Files.read(path))
        let both = text.replacingFirst("\"breakers\":{", with: "\"breakers\":{\"writer\":3,")
        try Files.write(both.utf8, to: path)
        var next = BreakerRun(directory, clock, name: "r2")
        #expect(next.look() == .open)
    }

    @Test func `a directory that cannot be used leaves a run to its own breakers, with one complaint`() throws {
        try files.write("state", "in the way")
        var run = BreakerRun(directory, clock)
        run.fail()
        run.fail()
        #expect(run.look() == .open)
        run.end()
        #expect(
            run.store.complaints == [
                "\(directory)/breakers.lock: cannot be opened: Not a directory; breakers are not shared"
            ])
    }
}

extension String {
    fileprivate func replacingFirst(_ old: String, with new: String) -> String {
        guard let range = firstRange(of: old) else { return self }
        return self[..<range.lowerBound] + new + self[range.upperBound...]
    }
}
