extension JSONWriter {
    package mutating func fields(of breaker: BreakerSnapshot) {
        field("agent", breaker.agent)
        field("state", breaker.state.rawValue)
        field("failures", breaker.failures)
        field("threshold", breaker.threshold)
        field("failure_velocity", breaker.failureVelocity)
        field("risk", breaker.risk.rawValue)
        field("recent_kinds", breaker.recentKinds.map(\.rawValue))
        field("tripped_by", breaker.trippedBy)
        field("probe_at", breaker.probeAt?.seconds)
        field("probe_task", breaker.probeTask)
        field("rejections", breaker.rejections)
        field("last_change", breaker.lastChange)
    }
}

extension BreakerSnapshot {
    init(_ fields: JSONReader.Fields) throws(InputError) {
        self.init(
            agent: try fields.required("agent").text(), state: try fields.required("state").choice(BreakerState.self),
            failures: try fields.required("failures").count(), threshold: try fields.required("threshold").count(),
            failureVelocity: try fields.required("failure_velocity").double(),
            risk: try fields.required("risk").choice(BreakerRisk.self),
            recentKinds: try fields.required("recent_kinds").failureKinds(),
            trippedBy: try fields.required("tripped_by").failures(),
            probeAt: try fields.unlessNull("probe_at")?.moment(),
            probeTask: try fields.unlessNull("probe_task")?.count(),
            rejections: try fields.required("rejections").count(), lastChange: try fields.breakerChange("last_change"))
    }
}
