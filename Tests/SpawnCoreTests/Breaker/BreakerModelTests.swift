import SpawnCore
import Testing

/// Every sequence of so many inputs, the breaker against the model.
struct BreakerModelTests {
    enum Input: CustomStringConvertible {
        case acquire
        case report(ofFirst: Bool, BreakerModel.Verdict)
        case release
        case pass(Int)
        case perform(BreakerAction)

        var description: String {
            switch self {
            case .acquire: "acquire"
            case .report(let ofFirst, let verdict): "\(ofFirst ? "first" : "last") permit: \(verdict)"
            case .release: "release"
            case .pass(let seconds): "+\(seconds)"
            case .perform(let action): "\(action)"
            }
        }
    }

    /// Both sides after the same inputs. Two pairs that are equal have the same future, so one of them is enough.
    struct Pair: Hashable {
        var breaker: CircuitBreaker
        var permits: [BreakerPermit] = []
        var model: BreakerModel

        static func == (left: Pair, right: Pair) -> Bool {
            left.model == right.model && left.permits == right.permits && left.breaker == right.breaker
        }

        func hash(into hasher: inout Hasher) { hasher.combine(model) }

        /// Takes an input in on both sides; false when they do not say the same.
        mutating func take(_ input: Input) -> Bool {
            let now = now
            switch input {
            case .acquire:
                let expected = model.acquire()
                let lease = Duration.seconds(model.numbers.lease)
                switch breaker.acquire(for: permits.count, lease: lease, at: now) {
                case .admitted(let permit):
                    permits.append(permit)
                    guard expected == (true, permit.isProbe) else { return false }
                case .rejected(let retryAfter):
                    let wait = model.state == .open ? Duration.seconds(model.openEnds - model.now) : nil
                    guard !expected.isAdmitted, retryAfter == wait else { return false }
                }
            case .report(let ofFirst, let verdict):
                let place = ofFirst ? 0 : permits.count - 1
                model.permits[place].attempts += 1
                breaker.report(permits[place], model.verdict(verdict, place), at: now)
                model.report(place, verdict)
            case .release:
                breaker.release(permits[permits.count - 1])
                model.release(permits.count - 1)
            case .pass(let seconds):
                model.pass(seconds)
                while breaker.advance(to: self.now) != nil {}
            case .perform(let action):
                breaker.perform(action, at: now)
                model.perform(action)
            }
            return isAgreed
        }

        private var isAgreed: Bool {
            guard breaker.state == model.state else { return false }
            let snapshot = breaker.snapshot(at: now)
            return snapshot.failures == model.countedFailures
                && snapshot.probeAt == (model.state == .open ? moment(model.openEnds) : nil)
        }

        private var now: Moment { moment(model.now) }

        private func moment(_ seconds: Int) -> Moment { Moment(nanoseconds: Int64(seconds) * 1_000_000_000) }
    }

    static let regular = BreakerModel.Numbers()
    static let adHoc = BreakerModel.Numbers(threshold: 4, fastWindow: 30)
    static let patient = BreakerModel.Numbers(threshold: 3, resetTimeout: 40, window: 100, multiplier: 4, probes: 2)

    @Test(arguments: [("coder", regular, 7), ("adhoc", adHoc, 6), ("coder", patient, 6)])
    func `no sequence of inputs tells the breaker from its specification`(
        agent: String, numbers: BreakerModel.Numbers, longest: Int
    ) async {
        let settings = BreakerSettings(
            failureThreshold: numbers.threshold, resetTimeout: .seconds(numbers.resetTimeout),
            failureWindow: .seconds(numbers.window), resetMultiplier: numbers.multiplier, maxProbes: numbers.probes)
        let inputs = Self.inputs(numbers)
        var seen: Set<Pair> = [
            Pair(breaker: CircuitBreaker(agent: agent, settings: settings), model: BreakerModel(numbers))
        ]
        for length in 1...longest {
            var reached: Set<Pair> = []
            for (number, pair) in seen.enumerated() {
                // Tests of real processes wait for their turn on the same few threads.
                if number.isMultiple(of: 64) { await Task.yield() }
                for input in inputs where pair.permits.count >= input.permits {
                    var next = pair
                    guard next.take(input) else {
                        Issue.record("after \(length - 1) inputs to \(pair.model), \(input) leads to \(next.breaker)")
                        return
                    }
                    if length < longest, next != pair { reached.insert(next) }
                }
            }
            seen = reached
        }
    }

    private static func inputs(_ numbers: BreakerModel.Numbers) -> [Input] {
        [.acquire, .release] + BreakerAction.allCases.map { .perform($0) }
            + [numbers.fastWindow / 2, numbers.lease, numbers.resetTimeout].map { .pass($0) }
            + [.success, .failure(isFast: false), .failure(isFast: true), .neutral].map { .report(ofFirst: false, $0) }
            + [.success, .failure(isFast: true)].map { .report(ofFirst: true, $0) }
    }
}

extension BreakerModelTests.Input {
    /// How many permits there must be for it to differ from others.
    var permits: Int {
        switch self {
        case .acquire, .pass, .perform: 0
        case .report(let ofFirst, _): ofFirst ? 2 : 1
        case .release: 1
        }
    }
}

extension BreakerModel {
    /// The same verdict in the breaker's words.
    func verdict(_ verdict: Verdict, _ place: Int) -> BreakerVerdict {
        switch verdict {
        case .success: .success
        case .neutral: .neutral
        case .failure(let isFast): .failure(kind: isFast ? .authError : .crash, attempt: permits[place].attempts)
        }
    }
}
