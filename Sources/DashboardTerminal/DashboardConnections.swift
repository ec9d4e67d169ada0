package import Dashboard
package import SpawnCore

/// What a dashboard needs of the run it shows.
package struct DashboardConnections: Sendable {
    /// What happens, from the beginning: a batch is all that came while the one before was taken in.
    package var events: AsyncStream<[SpawnEvent]>
    /// Now, on the clock of the events.
    package var clock: @Sendable () -> Moment
    /// Takes a person's wishes to the run.
    package var send: @Sendable (UserCommand) -> Void
    /// What a task has written; `nil` when it was nothing.
    package var output: @Sendable (OutputSource) async -> LiveOutput?
    /// Suspends the run and this program, as Ctrl-Z does, and answers when they go on.
    package var suspend: @Sendable () async -> Void

    package init(
        events: AsyncStream<[SpawnEvent]>, clock: @escaping @Sendable () -> Moment,
        send: @escaping @Sendable (UserCommand) -> Void,
        output: @escaping @Sendable (OutputSource) async -> LiveOutput?,
        suspend: @escaping @Sendable () async -> Void
    ) {
        self.events = events
        self.clock = clock
        self.send = send
        self.output = output
        self.suspend = suspend
    }
}
