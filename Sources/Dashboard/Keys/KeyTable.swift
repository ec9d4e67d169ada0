/// One thing a key can ask for.
package enum Action: Sendable, CaseIterable {
    case up, down, pageUp, pageDown, top, bottom
    case open, back, nextStream
    case cancel, retry, retryWithFallback
    case moreSlots, fewerSlots, pause, breakers, help, quit, stop
}

/// A row of the key table, which keys, footer and help are all made of.
package struct KeyBinding: Sendable {
    /// Where a key does something.
    package enum Place: Sendable {
        case tasks, breakers, detail, help
    }

    package let keys: [Key]
    package let action: Action
    /// The keys as people write them; `nil` where the first key speaks for itself.
    package let label: String
    /// One or two words for the footer; `nil` where it is not worth the room.
    package let footer: String?
    /// One phrase for the help.
    package let help: String
    package let places: [Place]
}

package enum KeyTable {
    package static let bindings: [KeyBinding] = [
        KeyBinding(
            keys: [.up, .character("k")], action: .up, label: "↑ k", footer: nil, help: "one up",
            places: [.tasks, .breakers, .detail, .help]),
        KeyBinding(
            keys: [.down, .character("j")], action: .down, label: "↓ j", footer: nil, help: "one down",
            places: [.tasks, .breakers, .detail, .help]),
        KeyBinding(
            keys: [.pageUp], action: .pageUp, label: "PgUp", footer: nil, help: "one page up",
            places: [.tasks, .breakers, .detail, .help]),
        KeyBinding(
            keys: [.pageDown, .character(" ")], action: .pageDown, label: "PgDn space", footer: nil,
            help: "one page down", places: [.tasks, .breakers, .detail, .help]),
        KeyBinding(
            keys: [.home, .character("g")], action: .top, label: "Home g", footer: nil, help: "to the first",
            places: [.tasks, .breakers, .detail, .help]),
        KeyBinding(
            keys: [.end, .character("G")], action: .bottom, label: "End G", footer: nil,
            help: "to the last; in output: follow it", places: [.tasks, .breakers, .detail, .help]),
        KeyBinding(
            keys: [.enter], action: .open, label: "⏎", footer: "open", help: "open the task: attempts and output",
            places: [.tasks]),
        KeyBinding(
            keys: [.escape, .backspace], action: .back, label: "esc", footer: "back", help: "back",
            places: [.breakers, .detail, .help]),
        KeyBinding(
            keys: [.tab], action: .nextStream, label: "tab", footer: "stdout/stderr", help: "the other stream",
            places: [.detail]),
        KeyBinding(
            keys: [.character("c")], action: .cancel, label: "c", footer: "cancel", help: "cancel the task",
            places: [.tasks, .detail]),
        KeyBinding(
            keys: [.character("r")], action: .retry, label: "r", footer: "retry",
            help: "run a finished task again; end a backoff now", places: [.tasks, .detail]),
        KeyBinding(
            keys: [.character("R")], action: .retryWithFallback, label: "R", footer: nil,
            help: "let the plain LLM run a finished task", places: [.tasks, .detail]),
        KeyBinding(
            keys: [.character("b")], action: .breakers, label: "b", footer: "breakers",
            help: "breakers: which are open, and why", places: [.tasks, .breakers]),
        KeyBinding(
            keys: [.character("p")], action: .pause, label: "p", footer: "pause",
            help: "start no more attempts, or start them again", places: [.tasks, .breakers, .detail]),
        KeyBinding(
            keys: [.character("+"), .character("=")], action: .moreSlots, label: "+", footer: "more slots",
            help: "one slot more", places: [.tasks, .breakers]),
        KeyBinding(
            keys: [.character("-")], action: .fewerSlots, label: "-", footer: "fewer",
            help: "one slot fewer; ends nothing", places: [.tasks, .breakers]),
        KeyBinding(
            keys: [.character("?")], action: .help, label: "?", footer: "help", help: "this help",
            places: [.tasks, .breakers, .detail, .help]),
        KeyBinding(
            keys: [.character("q")], action: .quit, label: "q", footer: "quit", help: "quit; asks while tasks run",
            places: [.tasks, .breakers, .detail, .help]),
        KeyBinding(
            keys: [.interrupt], action: .stop, label: "Ctrl-C", footer: nil,
            help: "stop the run; again: at once", places: [.tasks, .breakers, .detail, .help]),
    ]

    static func action(for key: Key, in place: KeyBinding.Place) -> Action? {
        bindings.first { $0.places.contains(place) && $0.keys.contains(key) }?.action
    }
}
