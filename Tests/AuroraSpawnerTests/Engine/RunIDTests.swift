import AuroraSpawner
import Testing

@Suite struct RunIDTests {
    @Test(
        arguments: [
            (0.0, 0, "19700101-000000.000-0000000000"),
            (1_795_763_703.4825, 0x9c_3f1a_2b4d, "20261127-071503.482-9c3f1a2b4d"),
            (951_827_696.789, 1, "20000229-123456.789-0000000001"), (-5, 2, "19700101-000000.000-0000000002"),
            (1e300, 3, "99991231-235959.000-0000000003"),
        ] as [(Double, UInt64, String)])
    func `a run is called after the time at which it began, and chance`(time: Double, random: UInt64, id: String) {
        #expect(RunID.make(at: time, random: random) == id)
    }

    @Test(
        arguments: [
            ("20261127-071503.482-9c3f1a2b4d", 1_795_763_703), ("20000229-123456-abcdef", 951_827_696),
            ("notes", nil), ("20261127-071503.482-9c3f1a2b4d.old", nil), ("../20261127-071503-abcdef", nil), ("", nil),
        ] as [(String, Double?)])
    func `the name of a run says when it began`(id: String, time: Double?) { #expect(RunID.time(of: id) == time) }

    @Test func `names sort by time, and none is given twice`() {
        var ids = (0..<1000).map { RunID.make(at: 1_795_763_703 + Double($0) / 100) }
        #expect(ids == ids.sorted())
        ids += (0..<10_000).map { _ in RunID.make(at: 1_795_763_703) }
        #expect(Set(ids).count == 11_000)
    }
}
