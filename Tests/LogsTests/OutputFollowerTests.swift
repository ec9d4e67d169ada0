import Logs
import SpawnCore
import SpawnTestKit
import Testing

/// A stream that grows and is read once.
struct OutputFollowerTests {
    /// What has been read of a stream: its bytes, with a sign in the place of what was left out.
    private struct Reading {
        var text: [UInt8] = []
        var lineEnds = 0
        var gaps = 0

        mutating func take(_ piece: OutputFollower.Piece) {
            switch piece {
            case .bytes(let bytes):
                text += bytes
                lineEnds += bytes.count { $0 == 0x0A }
            case .gap(let left, _):
                gaps += 1
                lineEnds += left
            }
        }
    }

    /// The output of a child when it has written so much, and so much of it is in the file.
    private func captured(_ text: ArraySlice<UInt8>, inFile count: Int?, _ path: String) throws -> CapturedOutput {
        let limit = CapturedOutput.limit
        var captured = CapturedOutput(
            head: Array(text.prefix(limit)), tail: Array(text.dropFirst(limit).suffix(limit)), byteCount: text.count)
        captured.lineEnds = text.count { $0 == 0x0A }
        if let count {
            try Files.write(Array(text.prefix(count)), to: path)
            captured.file = SpillFile(stream: .stdout, path: path, byteCount: count)
        }
        return captured
    }

    private func text(of lines: Int, _ random: inout SplitMix64) -> [UInt8] {
        (0..<lines).flatMap { line in
            Array("\(line) \(String(repeating: "x", count: Int.random(in: 0...40, using: &random)))\n".utf8)
        }
    }

    @Test(arguments: 1...8)
    func `all of it is read once, however it grows and wherever it is`(seed: UInt64) async throws {
        var random = SplitMix64(seed: seed)
        let whole = text(of: 20_000, &random)
        let files = try TemporaryDirectory()
        let follower = OutputFollower()
        var reading = Reading()
        var written = 0
        for step in 1...9 {
            let text = whole[..<(whole.count * step / 9)]
            // The file may be far behind what is written.
            written = Int.random(in: written...text.count, using: &random)
            let output = try captured(text, inFile: step < 3 ? nil : step == 9 ? text.count : written, files["log"])
            await follower.follow(
                step < 3 ? try captured(text.prefix(9_000 * step), inFile: nil, "") : output, isOver: step == 9
            ) {
                reading.take($0)
            }
        }
        #expect(reading.gaps == 0)
        #expect(reading.text == whole)
    }

    @Test func `what no file has is left out and its lines are counted`() async throws {
        var random = SplitMix64(seed: 1)
        let whole = text(of: 30_000, &random)
        for file in [nil, 100_000] {
            let files = try TemporaryDirectory()
            var reading = Reading()
            await OutputFollower().follow(try captured(whole[...], inFile: file, files["log"]), isOver: true) {
                reading.take($0)
            }
            #expect(reading.gaps == 1)
            #expect(reading.lineEnds == 30_000)
            #expect(reading.text.count == max(file ?? 0, CapturedOutput.limit) + CapturedOutput.limit)
        }
    }

    @Test func `of an attempt that another has followed the end is read, and a file that is gone is counted`()
        async throws
    {
        var output = CapturedOutput(tail: Array("b\nc\n".utf8), byteCount: 1_000)
        output.lineEnds = 12
        var pieces: [OutputFollower.Piece] = []
        await OutputFollower().follow(output, isOver: true) { pieces.append($0) }
        #expect(pieces == [.gap(lineEnds: 10, file: nil), .bytes(Array("b\nc\n".utf8))])

        output = CapturedOutput(
            byteCount: 1_000, file: SpillFile(stream: .stdout, path: "/nowhere/at/all", byteCount: 1_000))
        output.lineEnds = 12
        pieces = []
        await OutputFollower().follow(output, isOver: true) { pieces.append($0) }
        #expect(pieces == [.gap(lineEnds: 12, file: nil)])
    }

    @Test func `who falls behind goes on near the end, and is told what was left out and where it is`() async throws {
        let line = Array("0123456789012345678901234567890\n".utf8)
        let count = 3 * OutputFollower.furthest / line.count
        let whole = [[UInt8]](repeating: line, count: count).flatMap(\.self)
        let files = try TemporaryDirectory()
        let follower = OutputFollower()
        var reading = Reading()
        var places: [String?] = []
        for part in [whole.prefix(32), whole[...]] {
            let output = try captured(part, inFile: part.count, files["log"])
            await follower.follow(output, isOver: part.count == whole.count) {
                reading.take($0)
                if case .gap(_, let file) = $0 { places.append(file) }
            }
        }
        #expect(places == [files["log"]])
        #expect(reading.lineEnds == count)
        // The head is in memory, and what of the tail is to be read begins with a piece.
        #expect(reading.text.count <= OutputFollower.furthest + CapturedOutput.limit)
    }
}
