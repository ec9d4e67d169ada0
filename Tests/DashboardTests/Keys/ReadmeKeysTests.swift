import Dashboard
import SpawnTestKit
import Testing

/// The keys in the README are those of the table.
@Suite struct ReadmeKeysTests {
    @Test func `the README lists every key of the table and no other`() throws {
        let root = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        let readme = try #require(Files.read("/\(root)/README.md"))
        let section = try #require(
            readme.split(separator: "## Keys of the dashboard\n").last?.split(separator: "\n## ").first)
        let rows = section.split(separator: "\n").filter { $0.hasPrefix("| `") }.map(String.init)
        let expected = KeyTable.groups.flatMap(\.bindings).map { binding in
            let keys = binding.label.split(separator: " ").map { "`\($0)`" }.joined(separator: " ")
            return "| \(keys) | \(binding.help) |"
        }
        #expect(rows == expected, "\(expected.joined(separator: "\n"))")
    }
}
