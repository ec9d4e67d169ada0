import SpawnTestKit
import Testing

@testable import Dashboard

/// What the roles look like where there are many colours, few, or none.
struct ThemeTests {
    @Test func `a depth uses no colour it has not got`() {
        for role in Role.allCases {
            for isSelected in [false, true] {
                var style = Style(role, isSelected: isSelected)
                style.child = ChildStyle(foreground: 208, background: 52)
                let none = Theme.look(style, .none)
                #expect(none.foreground == nil && none.background == nil)
                for (depth, count) in [(ColourDepth.eight, 8), (.sixteen, 16)] {
                    let look = Theme.look(style, depth)
                    #expect(Int(look.foreground ?? 0) < count && Int(look.background ?? 0) < count)
                }
            }
        }
    }

    @Test func `what is selected stands out at every depth`() {
        for depth in ColourDepth.allCases {
            for role in Role.allCases {
                #expect(
                    Theme.look(Style(role), depth) != Theme.look(Style(role, isSelected: true), depth) || role == .match
                )
            }
        }
    }

    @Test func `no two states, and no two states of a breaker, are told apart by colour alone`() {
        for isASCII in [false, true] {
            let glyphs = Glyphs(isASCII: isASCII)
            #expect(Set(TaskState.allCases.map { glyphs.sign(of: $0) + $0.word }).count == TaskState.allCases.count)
        }
    }
}
