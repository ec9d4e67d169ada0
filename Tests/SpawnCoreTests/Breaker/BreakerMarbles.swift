import SpawnCore
import Testing

/// A breaker driven by one line of inputs, with the states under them.
///
///     f a  the next task is admitted and fails (crash) or keeps its permit    F I N  … fails of auth_error, inference, no kind
///     s r  … succeeds, is rate-limited                                        x      … is turned away
///     f2   task 2 fails again, s2 succeeds, r2 is rate-limited, d2 repeats its last report, e2 ends
///     +10  seconds pass       force reset probe disable  the operator         mark   marks the agent as ad hoc
///
///     C closed   O open   H half-open   P half-open with every probe in flight   X forced open   D disabled
struct BreakerMarbles {
    var breaker: CircuitBreaker
    var now = Moment.start
    private var permits: [BreakerPermit] = []
    private var attempts: [Int] = []

    init(_ breaker: CircuitBreaker) { self.breaker = breaker }

    /// The states that follow the inputs, one word for each; `?` marks an answer that was not what the input says.
    mutating func states(after inputs: String) -> String {
        inputs.split(separator: " ").map { step($0) ? letter : letter + "?" }.joined(separator: " ")
    }

    private var letter: String {
        switch breaker.state {
        case .closed: "C"
        case .open: "O"
        case .halfOpen: breaker.snapshot(at: now).probeTask == nil ? "H" : "P"
        case .forcedOpen: "X"
        case .disabled: "D"
        }
    }

    private mutating func step(_ input: Substring) -> Bool {
        switch input {
        case "force": breaker.perform(.forceOpen, at: now)
        case "reset": breaker.perform(.reset, at: now)
        case "probe": breaker.perform(.probe, at: now)
        case "disable": breaker.perform(.disable, at: now)
        case "mark": breaker.markAsAdHoc()
        case _ where input.first == "+":
            now = now + .seconds(Int(input.dropFirst()) ?? 0)
            while breaker.advance(to: now) != nil {}
        case _ where input.count > 1:
            return report(input.prefix(1), of: Int(input.dropFirst()) ?? 0)
        default:
            guard case .admitted(let permit) = breaker.acquire(for: permits.count, lease: .seconds(60), at: now)
            else { return input == "x" }
            permits.append(permit)
            attempts.append(0)
            return input != "x" && (input == "a" || report(input, of: permits.count - 1))
        }
        return true
    }

    private mutating func report(_ verdict: Substring, of task: Int) -> Bool {
        let kinds: [Substring: FailureKind?] = ["f": .crash, "d": .crash, "F": .authError, "I": .inference, "N": nil]
        switch verdict {
        case "s": breaker.report(permits[task], .success, at: now)
        case "r": breaker.report(permits[task], .neutral, at: now)
        case "e": breaker.release(permits[task])
        default:
            guard let kind = kinds[verdict] else { return false }
            if verdict != "d" { attempts[task] += 1 }
            breaker.report(permits[task], .failure(kind: kind, attempt: attempts[task]), at: now)
        }
        return true
    }
}
