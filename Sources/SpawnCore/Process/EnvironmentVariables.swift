/// Variables of a child's environment, each name once, in the order they were first set, and those it is not to inherit.
///
/// They are few and are put together for every start: looking through them takes less than a dictionary's hashing.
package struct EnvironmentVariables: Sendable, Equatable {
    /// One of them.
    package struct Entry: Sendable, Equatable {
        package var name: String
        package var value: String
    }

    package private(set) var entries: [Entry] = []
    /// The names that the child has no value of, whatever it would inherit.
    package private(set) var removed: [String] = []

    package init() {}

    /// The value of a name; `nil` where it is not set.
    package subscript(name: String) -> String? { entries.first { $0.name == name }?.value }

    /// Sets a name to a value, which takes the place of the one it has.
    package mutating func set(_ name: String, _ value: String) {
        removed.removeAll { $0 == name }
        if let place = entries.firstIndex(where: { $0.name == name }) {
            entries[place].value = value
        } else {
            entries.append(Entry(name: name, value: value))
        }
    }

    /// Takes a name away from the child.
    package mutating func remove(_ name: String) {
        entries.removeAll { $0.name == name }
        if !removed.contains(name) { removed.append(name) }
    }
}

extension EnvironmentVariables: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral elements: (String, String)...) {
        for (name, value) in elements { set(name, value) }
    }
}
