import SpawnCore

/// What the specification says of a breaker, written down as plainly as it can be: whole seconds, every permit ever given
/// kept in a list, nothing clever.
struct BreakerModel: Hashable {
    struct Permit: Hashable {
        var epoch: Int
        var isProbe: Bool
        var leaseEnds: Int
        /// It may still be reported on.
        var isOpen = true
        var attempts = 0
    }

    struct FastFailure: Hashable {
        var moment: Int
        var place: Int
    }

    struct Numbers: Hashable {
        var threshold = 2
        var fastWindow = 10
        var resetTimeout = 120
        var window = 300
        var multiplier = 1.0
        var probes = 1
        var lease = 60
    }

    let numbers: Numbers
    var now = 0
    var state = BreakerState.closed
    var openEnds = 0
    /// Failed probes in a row.
    var failedProbes = 0
    /// When each task failed last that did, by its permit: every permit is another task's.
    var failures: [Int: Int] = [:]
    /// When the last failure that opens fast was, and whose.
    var lastFastFailure: FastFailure?
    var permits: [Permit] = []
    /// Permits of an earlier epoch are worth nothing; every change of state begins one.
    var epoch = 0

    init(_ numbers: Numbers) { self.numbers = numbers }

    /// Lets time pass.
    mutating func pass(_ seconds: Int) {
        let end = now + seconds
        while let due = nextDue, due <= end {
            now = due
            if state == .open { change(to: .halfOpen) } else { failProbe() }
        }
        now = end
    }

    /// When time alone changes the state: the end of OPEN, or of the first lease.
    private var nextDue: Int? {
        state == .open ? openEnds : permits.filter(isProbing).map(\.leaseEnds).min()
    }

    /// Whether a task may begin.
    mutating func acquire() -> (isAdmitted: Bool, isProbe: Bool) {
        switch state {
        case .closed, .disabled:
            permits.append(Permit(epoch: epoch, isProbe: false, leaseEnds: now + numbers.lease))
            return (true, false)
        case .halfOpen where permits.count(where: isProbing) < numbers.probes:
            permits.append(Permit(epoch: epoch, isProbe: true, leaseEnds: now + numbers.lease))
            return (true, true)
        case .open, .halfOpen, .forcedOpen: return (false, false)
        }
    }

    enum Verdict { case success, failure(isFast: Bool), neutral }

    /// A report by whoever holds a permit.
    mutating func report(_ place: Int, _ verdict: Verdict) {
        guard permits[place].isOpen, permits[place].epoch == epoch, state != .disabled else { return }
        let isProbe = permits[place].isProbe
        switch verdict {
        case .success:
            permits[place].isOpen = false
            if isProbe { close() }
        case .neutral: if isProbe { permits[place].isOpen = false }
        case .failure(let isFast):
            failures[place] = now
            if isProbe { return failProbe() }
            let isSecondFast =
                isFast && lastFastFailure.map { $0.place != place && now - $0.moment < numbers.fastWindow } ?? false
            if isFast { lastFastFailure = FastFailure(moment: now, place: place) }
            if countedFailures >= numbers.threshold || isSecondFast { open() }
        }
    }

    /// The task of a permit is over.
    mutating func release(_ place: Int) {
        if permits[place].epoch == epoch { permits[place].isOpen = false }
    }

    mutating func perform(_ action: BreakerAction) {
        switch action {
        case .reset: close()
        case .probe: if state == .open { change(to: .halfOpen) }
        case .forceOpen: change(to: .forcedOpen)
        case .disable: change(to: .disabled)
        }
    }

    var countedFailures: Int { failures.values.count { now - $0 < numbers.window } }

    private func isProbing(_ permit: Permit) -> Bool { permit.isOpen && permit.isProbe && permit.epoch == epoch }

    private mutating func failProbe() {
        failedProbes += 1
        open()
    }

    private mutating func open() {
        var factor = 1.0
        for _ in 0..<failedProbes { factor = min(10, factor * numbers.multiplier) }
        openEnds = now + Int(Double(numbers.resetTimeout) * factor)
        change(to: .open)
    }

    private mutating func close() {
        failures = [:]
        lastFastFailure = nil
        failedProbes = 0
        change(to: .closed)
    }

    private mutating func change(to state: BreakerState) {
        self.state = state
        epoch += 1
    }
}
