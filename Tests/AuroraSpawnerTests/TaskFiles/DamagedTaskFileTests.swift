import AuroraSpawner
import Testing

@Suite struct DamagedTaskFileTests {
    /// A generator whose numbers are the same in every run (SplitMix64).
    struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    static let whole = [
        "t.md": """
        # A
        - [ ] 1 One <!-- agent: coder -->
          ```sh
          x
          ```
          - [x] 1.1. Two
            - Depends: 1
            - Timeout: 5
        <!-- long
        -->
        * [ ] 2 Three\r\n\ttab é

        """,
        "t.json":
            #"{"tasks": [{"id": "a", "prompt": "\ud83d\ude00 x\n", "timeout": 1.5e1, "depends_on": []}, {"prompt": "é"}]}"#,
        "t.jsonl": "{\"prompt\": \"a\", \"agent\": null}\n\n{\"prompt\": \"b\", \"depends_on\": [\"1\"]}\n",
    ]

    @Test(arguments: ["t.md", "t.json", "t.jsonl"])
    func `a damaged file gives tasks with prompts or an error with a line of the file`(file: String) async throws {
        let whole = Array(try #require(Self.whole[file]).utf8)
        #expect(try !TaskFileParser.parse(whole, file: file).isEmpty)
        var generator = Generator(state: 1)
        let bytes = Array(" \n\t-*[]{}<>!`~:,.\"\\ux1e+0".utf8) + [0, 0x1B, 0xC3, 0xFF]
        for _ in 0..<3000 {
            // Tests of real processes wait for their turn on the same few threads.
            await Task.yield()
            var damaged = whole
            for _ in 0..<Int.random(in: 1...4, using: &generator) where !damaged.isEmpty {
                let place = Int.random(in: 0..<damaged.count, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: damaged.remove(at: place)
                case 1: damaged.removeSubrange(place...)
                case 2: damaged.insert(bytes.randomElement(using: &generator) ?? 0, at: place)
                default: damaged[place] = bytes.randomElement(using: &generator) ?? 0
                }
            }
            let lines = damaged.count { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") } + 1
            do {
                for task in try TaskFileParser.parse(damaged, file: file) {
                    #expect(!task.prompt.isEmpty)
                    #expect((1...lines).contains(task.line ?? 0))
                }
            } catch {
                let hasLine = !error.message.hasPrefix("there is no task")
                #expect(!hasLine || (1...lines).contains(error.line ?? 0), "\(error)")
                #expect(error.message.contains("; "), "\(error)")
            }
        }
    }
}
