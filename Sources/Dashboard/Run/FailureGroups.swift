package import SpawnCore

/// Failures that are alike: the same kind of trouble, and the same message but for numbers and names.
package struct FailureGroup: Sendable {
    package let failure: Failure
    package internal(set) var attempts = 0
    /// The tasks it happened to, in the order it first did.
    package internal(set) var tasks: [Int] = []
    package internal(set) var lastAt = Moment.start
    /// How many of the tasks ended with it.
    package internal(set) var failedTasks = 0
}

/// All failures of a run, grouped as they come.
package struct FailureGroups: Sendable {
    /// How many groups ``worst`` holds.
    static let most = 12

    package private(set) var groups: [FailureGroup] = []
    /// Attempts that failed, all groups together.
    package private(set) var attempts = 0
    /// The groups with the most failed attempts, the latest first among equals, by their places. Kept as failures come, for there may
    /// be as many groups as tasks.
    package private(set) var worst: [Int] = []
    private var places: [String: Int] = [:]
    private var members: [Set<Int>] = []
    /// The group each task has ended with.
    private var endedWith: [Int: Int] = [:]

    /// The group of a failure; `nil` when nothing like it has happened.
    package func place(of failure: Failure) -> Int? { places[Self.key(failure)] }

    mutating func add(_ failure: Failure, task: Int, at moment: Moment) {
        let key = Self.key(failure)
        let place = places[key] ?? groups.count
        if place == groups.count {
            places[key] = place
            groups.append(FailureGroup(failure: failure))
            members.append([])
        }
        groups[place].attempts += 1
        groups[place].lastAt = moment
        attempts += 1
        if members[place].insert(task).inserted { groups[place].tasks.append(task) }
        rank(place)
    }

    /// Moves a group up that has just grown. None ever shrinks, so one that is left out comes back when it grows.
    private mutating func rank(_ place: Int) {
        worst.removeAll { $0 == place }
        let rank = worst.firstIndex { groups[$0].attempts <= groups[place].attempts } ?? worst.count
        worst.insert(place, at: rank)
        if worst.count > Self.most { worst.removeLast() }
    }

    /// A task has failed for good.
    mutating func end(_ task: Int, with failure: Failure) {
        guard let place = place(of: failure) else { return }
        endedWith[task] = place
        groups[place].failedTasks += 1
    }

    /// A task that had failed is to run again.
    mutating func reopen(_ task: Int) {
        guard let place = endedWith.removeValue(forKey: task) else { return }
        groups[place].failedTasks -= 1
    }

    /// Whether a task ever failed so.
    package func contains(_ task: Int, in place: Int) -> Bool {
        members.indices.contains(place) && members[place].contains(task)
    }

    private static func key(_ failure: Failure) -> String {
        failure.category.rawValue + " " + failure.kind.rawValue + " " + Fingerprint.of(failure.message)
    }
}
