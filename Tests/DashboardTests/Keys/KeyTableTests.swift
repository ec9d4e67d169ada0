import Testing

@testable import Dashboard

/// The one table of keys.
struct KeyTableTests {
    @Test func `no key means two things in one place`() {
        for place in KeyBinding.Place.allCases {
            let keys = KeyTable.bindings.filter { $0.places.contains(place) }.flatMap(\.keys)
            #expect(Set(keys).count == keys.count, "\(place)")
        }
    }

    @Test func `every action has a key, and every key a phrase`() {
        #expect(Set(KeyTable.bindings.map(\.action)) == Set(Action.allCases))
        #expect(KeyTable.bindings.allSatisfy { !$0.help.isEmpty && !$0.places.isEmpty })
    }

    @Test func `the help has every key, on every page`() {
        for width in [40, 80, 120, 200] {
            let shown = HelpLine.columns(width: width).joined().count { if case .binding = $0 { true } else { false } }
            #expect(shown == KeyTable.bindings.count)
        }
        #expect(KeyBinding.Place.allCases.allSatisfy { KeyTable.action(for: .character("?"), in: $0) == .help })
    }
}
