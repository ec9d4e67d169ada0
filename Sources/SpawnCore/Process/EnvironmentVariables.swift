/// Variables of a child's environment, each name once, in the order they were first set, and those it is not to inherit.
///
/// They are few and are put together for every start: looking through them takes less than a dictionary's hashing.
package struct EnvironmentVariables: Sendable, Equatable {
    /// One of them.
    package struct Entry: Sendable, Equatable {
        package var name: String
        package var value: String
        /// True for one that gives way to the value that the child would inherit.
        package var isOffer = false
    }

    package private(set) var entries: [Entry] = []
    /// The names that the child has no value of, whatever it would inherit.
    package private(set) var removed: [String] = []

    package init() {}

    /// The value that a name has for sure; `nil` where it has none.
    package subscript(name: String) -> String? { entries.first { $0.name == name && !$0.isOffer }?.value }

    /// Sets a name to a value, which takes the place of the one it has.
    package mutating func set(_ name: String, _ value: String) {
        removed.removeAll { $0 == name }
        if let place = entries.firstIndex(where: { $0.name == name }) {
            entries[place] = Entry(name: name, value: value)
        } else {
            entries.append(Entry(name: name, value: value))
        }
    }

    /// Gives a name a value where the child would inherit none.
    package mutating func offer(_ name: String, _ value: String) {
        guard !entries.contains(where: { $0.name == name }), !removed.contains(name) else { return }
        entries.append(Entry(name: name, value: value, isOffer: true))
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
