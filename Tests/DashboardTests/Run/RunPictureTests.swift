import SpawnCore
import Testing

@testable import Dashboard

/// What the dashboard keeps of a run.
struct RunPictureTests {
    @Test(arguments: [
        ("timed out after 120 s", "timed out after 45 s", true),
        ("request req_011CUx9f2e4a failed", "request req_77ab42cd0001 failed", true),
        (#"no such model "opus-5""#, #"no such model "sonnet""#, true),
        ("connection reset", "connection refused", false),
        ("HTTP 401", "HTTP 503", true),
        ("", "", true),
    ])
    func `messages are alike when only names and numbers differ`(left: String, right: String, areAlike: Bool) {
        #expect((Fingerprint.of(left) == Fingerprint.of(right)) == areAlike)
    }

    @Test func `failures that are alike are counted together`() {
        var groups = FailureGroups()
        for (task, seconds) in [(3, 10), (3, 20), (5, 30)] {
            let failure = Failure(category: .timeout, kind: .timeout, message: "timed out after \(seconds) s")
            groups.add(failure, task: task, at: .start + .seconds(seconds))
        }
        groups.add(Failure(category: .unknown, kind: .timeout, message: "timed out after 5 s"), task: 3, at: .start)
        #expect(groups.groups.map(\.attempts) == [3, 1])
        #expect(groups.groups[0].tasks == [3, 5])
        #expect(groups.contains(5, in: 0) && !groups.contains(5, in: 1))
    }

    @Test func `the worst failures are known as they come, however many kinds there are`() {
        var groups = FailureGroups()
        var chance = SplitMix64(seed: 5)
        for second in 1...3_000 {
            // Some kinds are far more common than others.
            let kind = Int.random(in: 0..<300, using: &chance) * Int.random(in: 0..<300, using: &chance) / 300
            let name = String(Unicode.Scalar(UInt8(65 + kind % 26))) + String(repeating: "x", count: kind / 26)
            groups.add(
                Failure(category: .unknown, kind: .crash, message: name), task: second % 40,
                at: .start + .seconds(second))
            let sorted = groups.groups.indices.sorted {
                (groups.groups[$0].attempts, groups.groups[$0].lastAt)
                    > (groups.groups[$1].attempts, groups.groups[$1].lastAt)
            }
            #expect(groups.worst == Array(sorted.prefix(FailureGroups.most)))
        }
        #expect(groups.attempts == 3_000)
    }

    @Test func `a series keeps every event of any run in bounded memory`() {
        var series = EventSeries()
        var chance = SplitMix64(seed: 3)
        var second = 0.0
        for count in 1...20_000 {
            second += Double.random(in: 0...60, using: &chance)
            series.add(at: .start + Duration(inSeconds: second))
            guard count % 1_000 == 0 else { continue }
            let (columns, each) = series.columns(100, until: .start + Duration(inSeconds: second))
            #expect(columns.reduce(0, +) == count)
            #expect(columns.count <= 100 && columns.count > 50)
            #expect(each.inSeconds * Double(columns.count) >= second)
        }
    }

    @Test func `what is left is a range between the pace so far and that of late`() throws {
        var story = Story()
        story.begin((1...100).map { .task("\($0)", "Task \($0)", nil) })
        for id in 1...20 { story.finish("\(id)", Double(id), .firstTry) }
        let left = try #require(Estimate.left(story.model.run, at: story.moment(20)))
        #expect(left.from <= .seconds(80) && left.to >= .seconds(80))
        #expect(left.to <= .seconds(200))
        #expect(Estimate.left(Story.finished().model.run, at: .start) == nil)
    }

    @Test func `what is left grows while nothing ends`() throws {
        var story = Story()
        story.begin((1...10).map { .task("\($0)", "Task \($0)", nil) })
        for id in 1...9 { story.finish("\(id)", Double(id), .firstTry) }
        let words = try [10.0, 29, 69, 309].map { second in
            let left = try #require(Estimate.left(story.model.run, at: story.moment(second)))
            return Wording.estimate(from: left.from, to: left.to, Glyphs(isASCII: false))
        }
        #expect(words == ["5 s", "20 s", "60 s", "5 min"])
    }

    @Test(arguments: [
        (40.0, 55.0, "40–55 s"), (3, 3, "5 s"), (60, 150, "1–3 min"), (120, 120, "2 min"), (4_000, 9_000, "1–3 h"),
    ])
    func `an estimate is round`(from: Double, to: Double, words: String) {
        let glyphs = Glyphs(isASCII: false)
        #expect(Wording.estimate(from: Duration(inSeconds: from), to: Duration(inSeconds: to), glyphs) == words)
    }
}
