using System.Linq;
using RustKernel.Drivers.GicV2;

namespace RustKernel.Drivers.Tests.Interrupts;

/// <summary>A machine with an interrupt controller and the driver on it.</summary>
public sealed class GicFixture
{
    public const uint Lines = 288;

    public FakeGic Gic { get; private init; } = null!;

    public InterruptController Controller { get; private init; } = null!;

    public FakeGicV2Distributor? DistributorV2 { get; private init; }

    public FakeGicV2Interface? InterfaceV2 { get; private init; }

    public static GicFixture Create(GicKind kind, int cpus = 4, uint lines = Lines)
        => kind is GicKind.V2 or GicKind.V2NonSecure
            ? CreateV2(cpus, lines, kind == GicKind.V2NonSecure)
            : GicV3Fixture.Create([.. Enumerable.Range(0, cpus).Select(i => (uint)i)], lines, kind == GicKind.V3NonSecure).Common;

    public static GicFixture Of(FakeGic gic, InterruptController controller) => new() { Gic = gic, Controller = controller };

    /// <summary>Initialises it on every CPU, starting with the first.</summary>
    public InterruptTarget[] Start()
    {
        Gic.Cpu = 0;
        Xunit.Assert.Equal(ErrorCode.None, Controller.Initialise());
        InterruptTarget[] targets = new InterruptTarget[Gic.Cpus];
        for (Gic.Cpu = 0; Gic.Cpu < Gic.Cpus; Gic.Cpu++)
        {
            Result<InterruptTarget> target = Controller.InitialiseCpu();
            Xunit.Assert.Equal(ErrorCode.None, target.Error);
            targets[Gic.Cpu] = target.Value;
        }

        Gic.Cpu = 0;
        return targets;
    }

    public uint Take()
    {
        ActiveInterrupt active = Controller.Acknowledge();
        if (active.Intid.IsSpecial)
        {
            return FakeGic.Spurious;
        }

        Controller.EndOfInterrupt(active);
        return active.Intid.Value;
    }

    private static GicFixture CreateV2(int cpus, uint lines, bool nonSecure)
    {
        FakeGic gic = new(cpus, lines) { NonSecureView = nonSecure, AcknowledgesGroup1 = nonSecure };
        FakeGicV2Distributor distributor = new(gic);
        FakeGicV2Interface cpuInterface = new(gic);
        GicV2Controller<FakeBus> controller = new();
        controller.Attach(new FakeBus(distributor), new FakeBus(cpuInterface));
        if (nonSecure)
        {
            AsFirmwareLeavesIt(gic);
        }

        return new GicFixture { Gic = gic, Controller = controller, DistributorV2 = distributor, InterfaceV2 = cpuInterface };
    }

    /// <summary>Firmware of a machine with two security states has passed on every interrupt.</summary>
    public static void AsFirmwareLeavesIt(FakeGic gic)
    {
        for (gic.Cpu = 0; gic.Cpu < gic.Cpus; gic.Cpu++)
        {
            for (uint intid = 0; intid < gic.Lines; intid++)
            {
                gic[intid].Group1 = true;
            }
        }

        gic.Cpu = 0;
    }
}
