import SpawnTestKit
import Testing

/// What `make fuzz` begins with, and what it once found, as ordinary tests.
@Suite struct FuzzSeedTests {
    private static let folder = #filePath.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 } + "/Seeds"

    private static func seeds(of target: FuzzTarget) -> [String] {
        Files.entries(of: "\(folder)/\(target.rawValue)").sorted()
    }

    @Test(arguments: FuzzTarget.allCases)
    func `every seed is read and every promise holds, wherever it is cut`(target: FuzzTarget) throws {
        let seeds = Self.seeds(of: target)
        #expect(seeds.count >= 3)
        for seed in seeds {
            let bytes = try #require(Files.bytes("\(Self.folder)/\(target.rawValue)/\(seed)"))
            for length in Set((0...40).map { $0 * bytes.count / 40 }) {
                let complaint = target.complaint(about: Array(bytes[..<length]))
                #expect(complaint == nil, "\(seed), its first \(length) bytes")
            }
        }
    }
}
