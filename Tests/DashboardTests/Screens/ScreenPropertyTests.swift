import Dashboard
import SpawnCore
import SpawnTestKit
import Testing

/// What holds for every screen at every size, whatever tasks are called and children write.
struct ScreenPropertyTests {
    @Test func `every size from 1×1 up survives, on every page`() {
        let keys: [Key] = [
            .character("b"), .enter, .down, .escape, .escape, .character("m"), .end, .character("t"), .character("z"),
            .character("f"), .character("?"), .pageDown, .escape, .escape, .escape, .escape, .enter, .character("w"),
            .escape, .character("/"), .character("x"), .enter, .character("q"),
        ]
        for rows in [1, 2, 3, 4, 5, 9, 10, 11, 15, 24, 70] {
            for columns in [1, 2, 3, 7, 39, 40, 41, 64, 80, 110, 250] {
                var story = Story.release(Size(columns: columns, rows: rows))
                #expect(story.frame.faults.isEmpty)
                for key in keys {
                    story.press(key)
                    #expect(story.frame.faults.isEmpty, "\(columns)×\(rows) after \(key)")
                }
            }
        }
    }

    @Test func `a resize in the middle of anything survives`() async {
        var story = Story.release()
        var chance = SplitMix64(seed: 7)
        for _ in 0..<2_000 {
            // Tests of real processes wait for their turn on the same few threads.
            await Task.yield()
            switch Int.random(in: 0..<3, using: &chance) {
            case 0:
                let size = (Int.random(in: 1...220, using: &chance), Int.random(in: 1...70, using: &chance))
                story.update(.resized(Size(columns: size.0, rows: size.1)))
            case 1:
                story.update(.key(Self.anyKey(&chance)))
            default: story.tick(134 + Double.random(in: 0...60, using: &chance))
            }
            #expect(story.frame.faults.isEmpty)
        }
    }

    /// A key of the table, or any other.
    private static func anyKey(_ chance: inout SplitMix64) -> Key {
        let keys = KeyTable.bindings.flatMap(\.keys).filter { $0 != .interrupt }
        if Int.random(in: 0..<4, using: &chance) > 0 { return keys.randomElement(using: &chance) ?? .up }
        return .character(Character(Unicode.Scalar(UInt8.random(in: 0x20..<0x7F, using: &chance))))
    }

    @Test(arguments: HostileText.samples) func `no text that is known to do harm changes a cell outside its place`(
        bytes: [UInt8]
    ) throws {
        var screen = try HostileScreen()
        for split in [0, 1, 2, 3, 5, bytes.count / 2, bytes.count] {
            #expect(screen.complaints(about: bytes, splitAt: split).isEmpty, "split at \(split)")
        }
    }

    /// `aurora-bench hostile --count 1000000` tries a million.
    @Test func `no text at all changes a cell outside its place`() async throws {
        var screen = try HostileScreen()
        for seed in 1...400 {
            await Task.yield()
            let bytes = HostileText.random(seed: seed)
            #expect(screen.complaints(about: bytes, splitAt: seed % (bytes.count + 1)).isEmpty, "seed \(seed)")
        }
    }

    @Test(arguments: HostileText.samples + (1...200).map { HostileText.random(seed: $0) })
    func `whatever tasks are called, every cell is whole`(bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        var story = Story(Size(columns: 120, rows: 40))
        story.begin([SpawnTask(id: text, prompt: text, agent: text, displayName: text, dependsOn: [text])])
        #expect(story.frame.faults.isEmpty)
        story.start(text, 1)
        for key: Key in [.enter, .escape, .character("t"), .escape, .character("c")] {
            story.press(key)
            #expect(story.frame.faults.isEmpty)
        }
    }
}
