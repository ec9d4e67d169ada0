/// Which part of the run the timeline shows.
package struct TimelineView: Sendable, Equatable {
    package enum Extent: Sendable, CaseIterable {
        case whole, tenMinutes, minute

        /// `nil` is the whole run.
        var length: Duration? {
            switch self {
            case .whole: nil
            case .tenMinutes: .seconds(600)
            case .minute: .seconds(60)
            }
        }

        var next: Extent {
            switch self {
            case .whole: .tenMinutes
            case .tenMinutes: .minute
            case .minute: .whole
            }
        }
    }

    package internal(set) var extent = Extent.whole
    /// How long before now it ends.
    package internal(set) var back = Duration.zero
}
