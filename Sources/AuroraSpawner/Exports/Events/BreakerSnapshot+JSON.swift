extension JSONWriter {
    mutating func fields(of breaker: BreakerSnapshot) {
        field("agent", breaker.agent)
        field("state", breaker.state.rawValue)
        field("failures", breaker.failures)
        field("threshold", breaker.threshold)
        field("failure_velocity", breaker.failureVelocity)
        field("risk", breaker.risk.rawValue)
        field("recent_kinds", breaker.recentKinds.map(\.rawValue))
        key("tripped_by")
        array { writer in
            for failure in breaker.trippedBy {
                writer.object {
                    $0.field("task", failure.task)
                    $0.field("attempt", failure.attempt)
                    $0.field("t", failure.moment.seconds)
                    $0.field("kind", failure.kind.rawValue)
                }
            }
        }
        field("probe_at", breaker.probeAt?.seconds)
        field("probe_task", breaker.probeTask)
        field("rejections", breaker.rejections)
        key("last_change")
        guard let change = breaker.lastChange else { return value(String?.none) }
        object { $0.fields(of: change) }
    }

    private mutating func fields(of change: BreakerChange) {
        field("from", change.from.rawValue)
        field("to", change.to.rawValue)
        field("cause", change.cause.name)
        if case .operator(let action) = change.cause { field("action", action.rawValue) }
        field("t", change.moment.seconds)
    }
}

extension BreakerSnapshot {
    init(_ fields: ConfigReader.Fields) throws(InputError) {
        var recentKinds: [FailureKind] = []
        for element in try fields.required("recent_kinds").elements() {
            recentKinds.append(try element.choice(FailureKind.self))
        }
        var trippedBy: [BreakerFailure] = []
        for element in try fields.required("tripped_by").elements() {
            trippedBy.append(try BreakerFailure(element.record()))
        }
        self.init(
            agent: try fields.required("agent").text(), state: try fields.required("state").choice(BreakerState.self),
            failures: try fields.required("failures").count(), threshold: try fields.required("threshold").count(),
            failureVelocity: try fields.required("failure_velocity").double(),
            risk: try fields.required("risk").choice(BreakerRisk.self), recentKinds: recentKinds,
            trippedBy: trippedBy, probeAt: try fields.unlessNull("probe_at")?.moment(),
            probeTask: try fields.unlessNull("probe_task")?.count(),
            rejections: try fields.required("rejections").count(),
            lastChange: try fields.unlessNull("last_change").map { (field) throws(InputError) in
                try BreakerChange(field.record())
            })
    }
}

extension BreakerChange {
    fileprivate init(_ fields: ConfigReader.Fields) throws(InputError) {
        self.init(
            from: try fields.required("from").choice(BreakerState.self),
            to: try fields.required("to").choice(BreakerState.self), cause: try BreakerCause(fields),
            moment: try fields.required("t").moment())
    }
}

extension BreakerCause {
    fileprivate var name: String {
        switch self {
        case .threshold: "threshold"
        case .fastFail: "fast_fail"
        case .openTimeOver: "open_time_over"
        case .probeSucceeded: "probe_succeeded"
        case .probeFailed: "probe_failed"
        case .leaseExpired: "lease_expired"
        case .operator: "operator"
        }
    }

    fileprivate init(_ fields: ConfigReader.Fields) throws(InputError) {
        let cause = try fields.required("cause")
        if case .string("operator") = cause.value.content {
            self = .operator(try fields.required("action").choice(BreakerAction.self))
        } else {
            let causes: [BreakerCause] = [
                .threshold, .fastFail, .openTimeOver, .probeSucceeded, .probeFailed, .leaseExpired,
            ]
            self = try cause.choice(causes.map { ($0.name, $0) })
        }
    }
}

extension BreakerFailure {
    fileprivate init(_ fields: ConfigReader.Fields) throws(InputError) {
        self.init(
            task: try fields.required("task").count(), attempt: try fields.required("attempt").count(),
            moment: try fields.required("t").moment(), kind: try fields.required("kind").choice(FailureKind.self))
    }
}
