import SpawnCore
import Testing

/// The names of spill files.
struct SpillNameTests {
    @Test(arguments: [
        ("1.2", "1.2-attempt-3"), ("lint_A-b", "lint_A-b-attempt-3"), ("a/b c", "a%2Fb%20c-attempt-3"),
        ("..", "%2E.-attempt-3"), ("é%", "%C3%A9%25-attempt-3"), ("\n", "%0A-attempt-3"),
    ])
    func `an attempt's files are called after its task`(id: String, name: String) {
        #expect(SpillFile.name(ofTask: id, at: 0, attempt: 3) == name)
    }

    @Test func `long ids make names that a file can have, and different ones`() {
        let id = String(repeating: "é", count: 300)
        let names = [(id, 7), (id + "x", 8)].map { SpillFile.name(ofTask: $0, at: $1, attempt: 1) }
        #expect(names.allSatisfy { $0.utf8.count < 220 })
        #expect(names[0] != names[1])
    }
}
