import SpawnCore
import Testing

struct CircuitBreakerTests {
    /// A promise, the inputs that put it to the test and the states that keep it.
    struct Script: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let inputs: String
        let states: String

        init(_ promise: String, _ inputs: String, _ states: String) {
            testDescription = promise
            self.inputs = inputs
            self.states = states
        }
    }

    static let regular = [
        Script("two failures open it", "f s f x", "C C O O"),
        Script("a failure counts for less than 300 s", "f +299 f", "C C O"),
        Script("after 300 s it does not", "f +300 f", "C C C"),
        Script("it stays open for 120 s", "f f +119 x +1 a", "C O O O H P"),
        Script("one probe at a time", "f f +120 a x x", "C O H P P P"),
        Script("a probe that succeeds closes it", "f f +120 s s", "C O H C C"),
        Script("closing clears the history", "f f +120 s f", "C O H C C"),
        Script("a probe that fails opens it for 120 s more", "f f +120 f +119 +1", "C O H O O H"),
        Script("one failed probe is enough long after the failures", "f f +600 f", "C O H O"),
        Script("a rate-limited probe gives its place back", "f f +120 r s", "C O H H C"),
        Script("a rate-limited probe has had its say", "f f +120 r s2 a", "C O H H H P"),
        Script("a probe that ends without a word gives its place back", "f f +120 a e2 s", "C O H P H C"),
        Script("a silent probe ends with its lease", "f f +120 a +59 +1 +119 +1", "C O H P P O O H"),
        Script("a probe is too late after its lease", "f f +120 a +60 s2 +120 s2", "C O H P O O H H"),
        Script("rate limits never count", "r r r r r", "C C C C C"),
        Script("a task keeps its retries, and counts once", "a f0 f0 f0", "C C C C"),
        Script("a task's retry and another's failure open it", "a f0 f0 f", "C C C O"),
        Script(
            "others between the attempts of a failing task do not matter", "a f0 s s f0 s s f0 s", "C C C C C C C C C"),
        Script("a task counts by its last failure", "a f0 +200 f0 +299 f", "C C C C C O"),
        Script("a task that fails fast counts once too", "a F0 F0 F", "C C C O"),
        Script("a report counts once", "a f0 d0 d0 +5 d0 f", "C C C C C C O"),
        Script("a success settles its permit", "a s0 f0 f0", "C C C C"),
        Script("a late success does not close it", "a f f s0 +120 s0", "C C O O H H"),
        Script("a late success is no probe's", "a f f +120 a s0 s3", "C C O H P P C"),
        Script("a late failure does not reopen it", "a f f +120 f0 s f0 f", "C C O H H C C C"),
        Script("forced open stays open", "force x +600 x probe x", "X X X X X X"),
        Script("a reset closes what was forced", "force reset f f", "X C C O"),
        Script("disabled lets everything pass", "disable f f f s +600", "D D D D D D"),
        Script("a reset enables it again", "disable f f reset f f", "D D D C C O"),
        Script("probe now", "f f probe a x s2", "C O H P P C"),
        Script("probe now does nothing to a closed one", "f probe f", "C C O"),
        Script("force open beats a probe's success", "f f +120 a force s2", "C O H P X X"),
        Script("a reset makes permits worthless", "a f reset f0 f0 f", "C C C C C C"),
    ]

    @Test(arguments: regular)
    func `an agent's breaker, as specified`(script: Script) {
        var marbles = BreakerMarbles(CircuitBreaker())
        #expect(marbles.states(after: script.inputs) == script.states)
    }

    static let adHoc = [
        Script("four failures open it", "f f f f", "C C C O"),
        Script("two broken ones within 30 s open it", "F +29 F", "C C O"),
        Script("30 s apart they do not", "F +30 F", "C C C"),
        Script("two without a kind open it", "N N", "C O"),
        Script("inference is no reason to hurry", "I I I I", "C C C O"),
        Script("one broken one among others is not enough", "f F f f", "C C C O"),
        Script("a failed probe is, whatever the threshold", "f f f f +120 f", "C C C O H O"),
        Script("a reset keeps the mark", "f f f reset f f f f", "C C C C C C C O"),
    ]

    @Test(arguments: adHoc)
    func `an ad-hoc agent's breaker, as specified`(script: Script) {
        var marbles = BreakerMarbles(CircuitBreaker(agent: "generated-7"))
        #expect(marbles.states(after: script.inputs) == script.states)
        marbles = BreakerMarbles(CircuitBreaker())
        #expect(marbles.states(after: "mark " + script.inputs) == "C " + script.states)
    }

    static let patient = [
        Script("two broken ones within 10 s open it", "F +9 F", "C C O"),
        Script("10 s apart they do not", "F +10 F", "C C C"),
        Script("inference is a reason to hurry", "I I", "C O"),
        Script("other failures wait for the threshold", "f f f f", "C C C C"),
        Script(
            "two probes, three times as long after each failure, ten times at most",
            "F F +10 a a x f2 s3 +29 +1 f +89 +1 f +99 +1", "C O H P P P O O O H O O H O O H"),
    ]

    @Test(arguments: patient)
    func `a breaker with settings of its own`(script: Script) {
        let settings = BreakerSettings(
            failureThreshold: 5, resetTimeout: .seconds(10), resetMultiplier: 3, maxProbes: 2)
        var marbles = BreakerMarbles(CircuitBreaker(agent: "coder", settings: settings))
        #expect(marbles.states(after: script.inputs) == script.states)
    }

    @Test func `the defaults are those of the specification`() {
        let breaker = CircuitBreaker()
        #expect(breaker == CircuitBreaker(failureThreshold: 2, resetTimeout: .s(120), failureWindow: .s(300)))
        #expect(breaker.settings == BreakerSettings())
        #expect(breaker.settings.maxProbes == 1)
        #expect(breaker.settings.resetMultiplier == 1)
        #expect(breaker.threshold == 2)
        #expect(CircuitBreaker(agent: "adhoc").threshold == 4)
    }

    @Test(arguments: [
        ("adhoc", true), ("my-AD-HOC-agent", true), ("generated", true), ("xDynamic", true), ("inferred_2", true),
        ("coder", false), ("ad_hoc", false), ("", false),
    ])
    func `some names tell of an ad-hoc agent`(name: String, isAdHoc: Bool) {
        #expect(CircuitBreaker(agent: name).isAdHoc == isAdHoc)
    }

    @Test(arguments: FailureKind.allCases)
    func `every kind opens fast or slowly, as specified`(kind: FailureKind) {
        let fast: Set<FailureKind> = [.inference, .authError, .forbidden, .invalidModel, .invalidRequest, .notFound]
        var breaker = CircuitBreaker(failureThreshold: 9)
        for task in 0..<9 where breaker.state == .closed {
            guard case .admitted(let permit) = breaker.acquire(for: task, lease: .s(60), at: .start) else { break }
            breaker.report(permit, .failure(kind: kind, attempt: 1), at: .start)
        }
        let snapshot = breaker.snapshot(at: .start)
        #expect(snapshot.trippedBy.count == (kind == .rateLimit ? 0 : fast.contains(kind) ? 2 : 9))
        #expect(snapshot.state == (kind == .rateLimit ? .closed : .open))
    }
}
