import SpawnCore

/// What the dashboard says of a breaker.
struct BreakerWording {
    let model: DashboardModel
    let breaker: BreakerSnapshot

    init(_ model: DashboardModel, _ breaker: BreakerSnapshot) {
        self.model = model
        self.breaker = breaker
    }

    /// Sign and word of the state.
    var face: (String, Role) { Self.face(of: breaker.state, model.glyphs) }

    static func face(of state: BreakerState, _ glyphs: Glyphs) -> (String, Role) {
        let role: Role =
            switch state {
            case .closed: .success
            case .open, .forcedOpen: .danger
            case .halfOpen: .warning
            case .disabled: .dim
            }
        return (glyphs.sign(of: state) + " " + state.words, role)
    }

    /// The number that matters in this state.
    var figure: String {
        switch breaker.state {
        case .closed: "\(breaker.failures) of \(breaker.threshold)"
        case .open:
            breaker.probeAt.map { $0 <= model.now ? "probe next" : "probe in \(Wording.left($0 - model.now))" } ?? ""
        case .halfOpen: breaker.probeTask.map { "probing \(model.run.tasks.id($0))" } ?? "probe next"
        case .forcedOpen: "until reset"
        case .disabled: "counts nothing"
        }
    }

    /// The failures that opened it, and how many it has turned away.
    var cause: String {
        guard !breaker.trippedBy.isEmpty else { return "opened by hand" + turnedAway }
        let kind = breaker.trippedBy.last?.kind.rawValue ?? ""
        var tasks: [String] = []
        for task in breaker.trippedBy.compactMap(\.task) where !tasks.contains(model.run.tasks.id(task)) {
            tasks.append(model.run.tasks.id(task))
        }
        let isElsewhere = breaker.trippedBy.contains { $0.task == nil }
        let here = tasks.isEmpty ? [] : [(tasks.count == 1 ? "task " : "tasks ") + Wording.list(tasks, most: 3)]
        let places = here + (isElsewhere ? ["another run"] : [])
        return "\(breaker.trippedBy.count) \(model.glyphs.times) \(kind) in \(places.joined(separator: " and "))"
            + turnedAway
    }

    private var turnedAway: String {
        breaker.rejections > 0 ? model.glyphs.separator + "\(breaker.rejections) turned away" : ""
    }

    /// One sentence on what brought it into its state.
    var reason: String {
        guard let change = breaker.lastChange else { return "It has been closed all the time." }
        let when = change.moment < .start ? "before this run" : "at " + Wording.elapsed(change.moment - .start)
        return switch change.cause {
        case .threshold: "Opened \(when): \(Wording.count(breaker.threshold, "failure")) within the window."
        case .fastFail: "Opened \(when) at once: two failures in a row that say the agent is broken."
        case .openTimeOver:
            "Half-open \(when): it has been open long enough for a probe."
        case .probeSucceeded: "Closed \(when): a probe succeeded."
        case .probeFailed: "Opened \(when): a probe failed."
        case .leaseExpired: "Opened \(when): a probe did not report in time."
        case .operator(let action): "\(Self.past(action)) \(when) by hand."
        }
    }

    private static func past(_ action: BreakerAction) -> String {
        switch action {
        case .reset: "Reset"
        case .probe: "Made to probe"
        case .forceOpen: "Forced open"
        case .disable: "Disabled"
        }
    }
}
