using System.Collections.Generic;
using System.Linq;
using RustKernel.Drivers.GicV3;

namespace RustKernel.Drivers.Tests.Interrupts;

/// <summary>A machine with a GICv3, with the redistributors that the test needs.</summary>
public sealed class GicV3Fixture
{
    public FakeGic Gic { get; private init; } = null!;

    public FakeGicV3Distributor Distributor { get; private init; } = null!;

    public FakeGicSystem.Machine System { get; private init; } = null!;

    public List<FakeGicV3Redistributors> Regions { get; } = [];

    public GicV3Controller<FakeBus, FakeGicSystem> Controller { get; } = new();

    public GicFixture Common => GicFixture.Of(Gic, Controller);

    /// <summary>CPUs with these packed affinities; <see cref="AddRegion"/> adds the redistributors.</summary>
    public static GicV3Fixture CreateBare(
        uint[] affinities,
        uint lines = GicFixture.Lines,
        bool nonSecure = false,
        bool closed = false,
        bool rangeSelector = false,
        uint priorityBits = 5)
    {
        FakeGic gic = new(affinities.Length, lines) { NonSecureView = nonSecure, AcknowledgesGroup1 = true };
        if (nonSecure)
        {
            GicFixture.AsFirmwareLeavesIt(gic);
        }

        FakeGicV3Distributor distributor = new(gic, affinities) { RangeSelector = rangeSelector };
        FakeGicSystem.Machine system = new(gic, affinities)
        {
            ClosedByFirmware = closed,
            RangeSelector = rangeSelector,
            PriorityBits = priorityBits
        };
        FakeGicSystem.Use(system);
        GicV3Fixture fixture = new() { Gic = gic, Distributor = distributor, System = system };
        fixture.Controller.Attach(new FakeBus(distributor));
        return fixture;
    }

    /// <summary>As <see cref="CreateBare"/>, with one region of ordinary redistributors in the CPUs' order.</summary>
    public static GicV3Fixture Create(uint[] affinities, uint lines = GicFixture.Lines, bool nonSecure = false)
    {
        GicV3Fixture fixture = CreateBare(affinities, lines, nonSecure);
        fixture.AddRegion(
            (uint)affinities.Length * 0x20000,
            0,
            [.. affinities.Select((a, i) => new FakeGicV3Redistributors.Redistributor(i, a) { Last = i == affinities.Length - 1 })]);
        return fixture;
    }

    public ErrorCode AddRegion(uint sizeBytes, uint strideBytes, FakeGicV3Redistributors.Redistributor[] redistributors)
    {
        FakeGicV3Redistributors region = new(Gic, redistributors);
        Regions.Add(region);
        return Controller.AddRegion(new GicRedistributorRegion<FakeBus>(new FakeBus(region), sizeBytes, strideBytes));
    }
}
