/// Changes and failures of a breaker, in events and wherever a breaker is kept.
extension JSONWriter {
    mutating func field(_ key: String, _ failures: [BreakerFailure]) {
        self.key(key)
        array { writer in
            for failure in failures {
                writer.object {
                    $0.field("task", failure.task)
                    $0.field("attempt", failure.attempt)
                    $0.field("t", failure.moment.seconds)
                    $0.field("kind", failure.kind.rawValue)
                }
            }
        }
    }

    mutating func field(_ key: String, _ change: BreakerChange?) {
        self.key(key)
        guard let change else { return value(String?.none) }
        object { writer in
            writer.field("from", change.from.rawValue)
            writer.field("to", change.to.rawValue)
            writer.field("cause", change.cause.name)
            if case .operator(let action) = change.cause { writer.field("action", action.rawValue) }
            writer.field("t", change.moment.seconds)
        }
    }
}

extension JSONReader {
    func failures() throws(InputError) -> [BreakerFailure] {
        var failures: [BreakerFailure] = []
        for element in try elements() { failures.append(try BreakerFailure(element.record())) }
        return failures
    }

    func failureKinds() throws(InputError) -> [FailureKind] {
        var kinds: [FailureKind] = []
        for element in try elements() { kinds.append(try element.choice(FailureKind.self)) }
        return kinds
    }
}

extension JSONReader.Fields {
    func breakerChange(_ key: String) throws(InputError) -> BreakerChange? {
        guard let field = unlessNull(key) else { return nil }
        return try BreakerChange(field.record())
    }
}

extension BreakerChange {
    fileprivate init(_ fields: JSONReader.Fields) throws(InputError) {
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

    fileprivate init(_ fields: JSONReader.Fields) throws(InputError) {
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
    fileprivate init(_ fields: JSONReader.Fields) throws(InputError) {
        self.init(
            task: try fields.unlessNull("task")?.count(), attempt: try fields.required("attempt").count(),
            moment: try fields.required("t").moment(), kind: try fields.required("kind").choice(FailureKind.self))
    }
}
