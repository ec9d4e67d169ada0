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

/// A run as far as its breaker is concerned, with every answer at once.
struct BreakerRun {
    let store: SharedBreakers
    let clock: TestClock
    let beginning: Double
    var breaker: CircuitBreaker
    private var tasks = 0

    init(_ directory: String, _ clock: TestClock, name: String = "r1", settings: BreakerSettings = BreakerSettings()) {
        store = SharedBreakers(directory: directory, run: name, settings: settings, time: { clock.now })
        self.clock = clock
        beginning = clock.now
        breaker = CircuitBreaker(agent: "coder", settings: settings)
    }

    var now: Moment { .start + Duration(inSeconds: clock.now - beginning) }

    @discardableResult
    mutating func ask(_ work: SharedBreakerRequest.Work) -> BreakerAdmission? {
        let request = SharedBreakerRequest(agent: "coder", generation: breaker.generation, moment: now, work)
        switch store.answer(request, at: clock.now) {
        case .alone(let other):
            if breaker.generation == 0, other.state != .closed { breaker = other }
            if case .count = work { return nil }
            return breaker.carryOut(request)
        case .common(let common, let admission):
            breaker.adopt(common)
            return admission
        }
    }

    mutating func acquire(task: Int? = nil, lease: Duration = .seconds(60)) -> BreakerAdmission {
        let task = task ?? tasks
        tasks += 1
        return ask(.acquire(task: task, lease: lease)) ?? breaker.acquire(for: task, lease: lease, at: now)
    }

    mutating func report(_ admission: BreakerAdmission, _ verdict: BreakerVerdict) {
        guard case .admitted(let permit) = admission else { return }
        if permit.isProbe {
            ask(.report(permit, verdict))
            return
        }
        let last = breaker.failures.last
        breaker.report(permit, verdict, at: now)
        guard let failure = breaker.failures.last, failure != last, case .failure(let kind, _) = verdict else { return }
        ask(.count(failure, kind: kind))
    }

    /// A task that fails on its first attempt.
    mutating func fail(_ kind: FailureKind = .crash, task: Int? = nil) {
        report(acquire(task: task), .failure(kind: kind, attempt: 1))
    }

    /// What it sees of the breaker now.
    mutating func look() -> BreakerState {
        ask(.look)
        return breaker.state
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
        first.ask(.perform(.reset))
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

    @Test(arguments: [2, 8])
    func `the failures of runs at once add up, each counted once`(count: Int) {
        let settings = BreakerSettings(failureThreshold: count)
        var runs = (1...count).map { BreakerRun(directory, clock, name: "r\($0)", settings: settings) }
        // All of them begin before the first fails, so that none has heard of the others.
        let admissions = runs.indices.map { runs[$0].acquire() }
        for (place, admission) in admissions.enumerated() {
            #expect(runs[place].breaker.state == .closed)
            // Its own retry counts no second time.
            for attempt in 1...2 { runs[place].report(admission, .failure(kind: .crash, attempt: attempt)) }
            #expect(runs[place].breaker.snapshot(at: runs[place].now).failures == place + 1)
        }
        for place in runs.indices { #expect(runs[place].look() == .open) }
        let tripped = runs[0].breaker.snapshot(at: runs[0].now).trippedBy
        #expect(tripped.map(\.task) == [0] + Array(repeating: nil, count: count - 1))
    }

    @Test func `a run that was read back knows its own tasks, and counts each once`() {
        var run = BreakerRun(directory, clock, settings: BreakerSettings(failureThreshold: 3))
        run.fail(task: 7)
        run.fail(task: 7)
        run.fail(task: 8)
        var again = BreakerRun(directory, clock, settings: BreakerSettings(failureThreshold: 3))
        #expect(again.look() == .closed)
        #expect(again.breaker.failures.map(\.task) == [7, 8])
        var other = BreakerRun(directory, clock, name: "r2", settings: BreakerSettings(failureThreshold: 3))
        other.fail(task: 7)
        #expect(other.breaker.state == .open)
        #expect(other.breaker.trippedBy.map(\.task) == [nil, nil, 7])
    }

    @Test(arguments: [-864_000.0, 315_360_000.0])
    func `a wall clock that is set keeps no breaker open for longer than it may be`(jump: Double) {
        var first = BreakerRun(directory, clock)
        first.fail()
        first.fail()
        clock.advance(20 + jump)
        // When it was opened nobody knows any more; a probe tells how the agent is.
        var second = BreakerRun(directory, clock, name: "r2")
        #expect(isProbe(second.acquire()) == true)
        clock.advance(-jump)
    }

    @Test func `a clock that goes back a little does not matter`() {
        var first = BreakerRun(directory, clock)
        first.fail()
        first.fail()
        clock.advance(-0.5)
        var second = BreakerRun(directory, clock, name: "r2")
        #expect(second.acquire() == .rejected(retryAfter: .milliseconds(120_500)))
    }

    @Test func `what is written while the clock is wrong holds for its own length and no longer`() {
        let years = 315_360_000.0
        clock.advance(years)
        var wrong = BreakerRun(directory, clock)
        wrong.fail()
        clock.advance(-years)
        var right = BreakerRun(directory, clock, name: "r2")
        #expect(right.look() == .closed)
        #expect(right.breaker.snapshot(at: right.now).failures == 0)
        right.fail()
        #expect(right.breaker.state == .closed)

        // A probe that began in a time that is not yet holds no place.
        right.fail()
        clock.advance(121 + years)
        var prober = BreakerRun(directory, clock, name: "r3")
        #expect(isProbe(prober.acquire(lease: .seconds(60))) == true)
        clock.advance(-years)
        var late = BreakerRun(directory, clock, name: "r4")
        #expect(isProbe(late.acquire()) == true)
    }

    @Test func `a record leaves when it says nothing any more, and what an operator has set stays`() {
        let window = 300.0
        func records() -> [String] {
            Files.entries(of: directory + "/breakers").filter { $0.hasSuffix(".json") }.sorted()
        }
        var run = BreakerRun(directory, clock)
        run.fail()
        _ = run.store.answer(
            SharedBreakerRequest(agent: "forced", moment: run.now, .perform(.forceOpen)), at: clock.now)
        clock.advance(window - 1)
        run.store.tidy()
        #expect(records() == ["coder.json", "forced.json"])
        clock.advance(2)
        #expect(throws: Never.self) { try run.store.all(at: run.now).map(\.agent) == ["forced"] }
        run.store.tidy()
        #expect(records() == ["forced.json"])
        // Who has known it goes on as before.
        run.fail()
        run.fail()
        #expect(run.breaker.state == .open)
        // An open one that nobody has asked for within a day.
        clock.advance(86_401)
        run.store.tidy()
        #expect(records() == ["forced.json"])
    }

    @Test func `an agent's record is as small as its breaker, however many agents there are`() throws {
        let store = SharedBreakers(directory: directory, run: "r1", time: { [clock] in clock.now })
        for number in 0..<200 {
            let failure = BreakerFailure(task: number, attempt: 1, moment: .start, kind: .crash)
            _ = store.answer(
                SharedBreakerRequest(agent: "a/\(number)", moment: .start, .count(failure, kind: .crash)), at: clock.now
            )
        }
        let names = Files.entries(of: directory + "/breakers").filter { $0.hasSuffix(".json") }
        #expect(names.count == 200)
        #expect(names.contains("a%2F7.json"))
        for name in names { #expect(try #require(Files.bytes("\(directory)/breakers/\(name)")).count < 1000) }
        #expect(try store.all(at: .start).count == 200)
    }

    @Test func `names that are too long for a file are told apart`() throws {
        let store = SharedBreakers(directory: directory, run: "r1", time: { [clock] in clock.now })
        let long = String(repeating: "n", count: 5000)
        for agent in [long + "a", long + "b"] {
            _ = store.answer(
                SharedBreakerRequest(agent: agent, moment: .start, .perform(.forceOpen)), at: clock.now)
        }
        #expect(store.complaints == [])
        #expect(try store.all(at: .start).map(\.agent) == [long + "a", long + "b"])
    }

    @Test func `a run with nothing to keep leaves nothing behind`() {
        var run = BreakerRun(directory, clock)
        run.report(run.acquire(), .success)
        run.report(run.acquire(), .neutral)
        #expect(Files.entries(of: files.path) == [])
    }

    @Test func `what is kept is for its owner's eyes alone`() throws {
        var run = BreakerRun(directory, clock)
        run.fail()
        func mode(_ path: String) -> UInt32 {
            var status = stat()
            return unsafe stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
        }
        #expect(mode(directory) == 0o700)
        #expect(mode(directory + "/breakers") == 0o700)
        #expect(mode(directory + "/breakers/coder.json") == 0o600)
        #expect(Set(Files.entries(of: directory)) == [".gitignore", "breakers", "breakers.lock"])
    }

    private func place(_ text: String) throws -> String {
        _ = unsafe mkdir(directory, 0o700)
        _ = unsafe mkdir(directory + "/breakers", 0o700)
        return try files.write("state/breakers/coder.json", text)
    }

    @Test(
        arguments: [
            ("", 1, "the text ends too early; expected a JSON value"),
            ("{\"v\": 1,\n\"agent\": [", 2, "the text ends too early; expected a JSON value"),
            ("{\"v\": 0}", 1, "v is 0; allowed is 1"),
            ("{\"v\": 1, \"agent\": \"tester\"}", 1, "agent is \"tester\"; allowed is \"coder\""),
            (
                "{\"v\": 1, \"agent\": \"coder\",\n\"state\": \"ajar\"}", 2,
                "state is \"ajar\"; allowed is one of closed, open, half_open, forced_open, disabled"
            ),
        ])
    func `a record that is none of ours is kept beside a new one, and said`(text: String, line: Int, fault: String)
        throws
    {
        let path = try place(text)
        var run = BreakerRun(directory, clock)
        #expect(isProbe(run.acquire()) == false)
        #expect(
            run.store.complaints == [
                "\(path):\(line): \(fault); it is kept as \(path).damaged, and the breaker of coder begins anew"
            ])
        #expect(Files.read(path + ".damaged") == text)
        run.fail()
        run.fail()
        var next = BreakerRun(directory, clock, name: "r2")
        #expect(next.look() == .open)
        #expect(next.store.complaints == [])
        // A second one takes nothing away.
        try files.write("state/breakers/coder.json", "again")
        _ = next.look()
        #expect(Files.read(path + ".damaged") == text)
        #expect(Files.read(path + ".damaged-2") == "again")
    }

    @Test func `a breaker that was forced open stays so whatever becomes of its record`() throws {
        var run = BreakerRun(directory, clock)
        run.ask(.perform(.forceOpen))
        let path = directory + "/breakers/coder.json"
        let text = try #require(Files.read(path))
        try Files.write(text.utf8.dropLast(9), to: path)
        var next = BreakerRun(directory, clock, name: "r2")
        #expect(next.acquire() == .rejected(retryAfter: nil))
        #expect(next.store.complaints.first?.hasSuffix("and the breaker of coder stays forced open") == true)
        var third = BreakerRun(directory, clock, name: "r3")
        #expect(third.look() == .forcedOpen)
        #expect(third.store.complaints == [])
    }

    @Test func `what a later version wrote is left as it is, and not shared`() throws {
        let text = "{\"v\": 2, \"agent\": \"coder\", \"state\": {\"now\": \"open\"}}"
        let path = try place(text)
        var run = BreakerRun(directory, clock)
        run.fail()
        run.fail()
        #expect(run.breaker.state == .open)
        #expect(Files.read(path) == text)
        #expect(
            run.store.complaints == [
                "\(path):1: v is 2; allowed is 1: a later version of aurora wrote it; the breaker of coder is not shared"
            ])
        // Others are.
        let request = SharedBreakerRequest(agent: "tester", moment: .start, .perform(.forceOpen))
        guard case .common = run.store.answer(request, at: clock.now) else {
            Issue.record("the breaker of tester is not shared either")
            return
        }
        try Files.write(text.replacingFirst("open", with: "forced_open").utf8, to: path)
        var next = BreakerRun(directory, clock, name: "r2")
        #expect(next.acquire() == .rejected(retryAfter: nil))
    }

    @Test(arguments: ["a link", "a pipe", "a directory", "huge"])
    func `a record that is no plain file of ours is never followed, waited for or replaced`(kind: String) throws {
        let path = try place("{}")
        let victim = try files.write("victim", "mine")
        Files.remove(path)
        switch kind {
        case "a link": unsafe symlink(victim, path)
        case "a pipe": unsafe mkfifo(path, 0o600)
        case "a directory": unsafe mkdir(path, 0o700)
        default: try Files.write(repeatElement(32, count: 2 << 20), to: path)
        }
        var run = BreakerRun(directory, clock)
        run.fail()
        run.fail()
        #expect(run.look() == .open)
        #expect(run.store.complaints.count == 1)
        #expect(run.store.complaints.first?.hasPrefix("\(path): cannot be read: ") == true)
        #expect(Files.read(victim) == "mine")
        #expect(Set(Files.entries(of: directory + "/breakers")) == ["coder.json"])
    }

    @Test func `a directory that cannot be used leaves a run to its own breakers, with one complaint`() throws {
        try files.write("state", "in the way")
        var run = BreakerRun(directory, clock)
        run.fail()
        run.fail()
        #expect(run.look() == .open)
        #expect(
            run.store.complaints == [
                "\(directory)/breakers/coder.json: cannot be read: Not a directory; breakers are not shared"
            ])
    }
}

extension String {
    fileprivate func replacingFirst(_ old: String, with new: String) -> String {
        guard let range = firstRange(of: old) else { return self }
        return self[..<range.lowerBound] + new + self[range.upperBound...]
    }
}
