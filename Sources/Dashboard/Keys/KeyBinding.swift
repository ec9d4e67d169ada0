/// A row of the key table.
package struct KeyBinding: Sendable {
    /// Where a key does something.
    package enum Place: Sendable, CaseIterable {
        case tasks, breakers, task, breaker, metrics, timeline, failures, search, help
    }

    package let keys: [Key]
    package let action: Action
    /// The keys as people write them.
    package let label: String
    /// The same in ASCII; `nil` where ``label`` is.
    let asciiLabel: String?
    /// One or two words for the footer; `nil` where it is not worth the room.
    package let footer: String?
    /// One phrase for the help.
    package let help: String
    package let places: Set<Place>

    init(
        _ keys: [Key], _ action: Action, _ label: String, ascii: String? = nil, footer: String? = nil, _ help: String,
        in places: Set<Place> = Set(Place.allCases)
    ) {
        self.keys = keys
        self.action = action
        self.label = label
        asciiLabel = ascii
        self.footer = footer
        self.help = help
        self.places = places
    }

    init(
        _ key: Character, _ action: Action, footer: String? = nil, _ help: String,
        in places: Set<Place> = Set(Place.allCases)
    ) {
        self.init([.character(key)], action, String(key), footer: footer, help, in: places)
    }

    /// The keys as the screen writes them.
    func label(_ glyphs: Glyphs) -> String { glyphs.isASCII ? asciiLabel ?? label : label }
}

/// Bindings that belong together in the help.
package struct KeyGroup: Sendable {
    package let title: String
    package let bindings: [KeyBinding]
}
