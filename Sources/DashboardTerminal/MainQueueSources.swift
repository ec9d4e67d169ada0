import Dispatch

/// Calls back on the main actor while descriptors are readable.
@MainActor
final class DescriptorSources {
    private var sources: [Int32: any DispatchSourceRead] = [:]

    func watch(_ descriptor: Int32, _ body: @escaping @MainActor @Sendable () -> Void) {
        let source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: .main)
        // The main queue is the main actor's executor, whichever thread happens to serve it.
        source.setEventHandler { MainActor.assumeIsolated(body) }
        source.activate()
        sources[descriptor] = source
    }

    func stopWatching(_ descriptor: Int32) { sources.removeValue(forKey: descriptor)?.cancel() }

    func cancel() {
        for source in sources.values { source.cancel() }
        sources = [:]
    }
}

/// One timer that is set anew after every turn.
@MainActor
final class WakeTimer {
    private let source = DispatchSource.makeTimerSource(queue: .main)

    init(_ body: @escaping @Sendable () -> Void) {
        source.setEventHandler(handler: body)
        source.schedule(deadline: .distantFuture)
        source.activate()
    }

    /// Fires once after `delay`; `nil` not at all.
    func set(_ delay: Duration?) {
        guard let delay else { return source.schedule(deadline: .distantFuture) }
        let nanoseconds = Int(max(.zero, delay) / .nanoseconds(1))
        source.schedule(deadline: .now() + .nanoseconds(nanoseconds), leeway: .milliseconds(1))
    }

    func cancel() { source.cancel() }
}
