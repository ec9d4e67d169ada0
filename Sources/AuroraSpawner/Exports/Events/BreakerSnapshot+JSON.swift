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
            rejections: try fields.required("rejections").count())
    }
}

extension BreakerFailure {
    fileprivate init(_ fields: ConfigReader.Fields) throws(InputError) {
        self.init(
            task: try fields.required("task").count(), attempt: try fields.required("attempt").count(),
            moment: try fields.required("t").moment(), kind: try fields.required("kind").choice(FailureKind.self))
    }
}
