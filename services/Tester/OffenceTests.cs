// Suite services, second part: a misbehaving service harms no other, shown for one way after the other.

using RustKernel.SelfTests;
using RustKernel.User;

namespace RustKernel.Services.Tester;

/// <summary>The tests, by number.</summary>
[Suite("services", 180, NeedsServices = true, Part = 2)]
internal static partial class OffenceTests
{
    private const ulong ShortMilliseconds = 100;
    private const ulong FaultCode = 0xE100;
    private const ulong PageBytes = 4096;

    private static Bystanders s_others = null!;
    private static int s_offender;

    // Others are asked during all of this and must not be harmed.
    internal static void Run(int test)
    {
        s_others = new Bystanders();
        Check.Ok(InitClient.Command("offender", ServiceCommand.Start));
        s_offender = World.Find("offender");
        RunTest(test);
        s_others.MustBeUnharmed();
    }

    [Test("offender_floods")]
    private static void Floods() => UntilEnded(World.Offender.Flood(0));

    [Test("offender_sets_bits")]
    private static void SetsBits() => UntilEnded(World.Offender.SetBits());

    [Test("offender_sends_handles")]
    private static void SendsHandles() => UntilEnded(World.Offender.Flood(4));

    [Test("offender_calls")]
    private static void Calls() => UntilEnded(World.Offender.CallAll());

    [Test("offender_loops")]
    private static void Loops() => UntilEnded(World.Offender.Loop());

    // It does not answer Init's question during this, so Init ends it.
    private static void UntilEnded(ErrorCode ordered)
    {
        Check.Ok(ordered);
        s_others.MustAnswerUntilRestart(s_offender);
    }

    [Test("offender_forges")]
    private static void Forges()
    {
        const ulong enough = 10_000;
        Check.Ok(World.Offender.Forge(out ulong wrong, out ulong tried));
        Check.Equal(0, wrong);
        Check.That(tried > enough);
        Check.Equal(0, World.State(s_offender).Restarts);
        s_others.MustAnswer();
    }

    [Test("offender_maps")]
    private static void Maps()
    {
        Check.Ok(Kernel.MemoryCreate(PageBytes, out Handle<Memory> memory));
        Check.Ok(Kernel.MemoryWrite(memory, 0, new RegisterWords(42)));
        Check.Ok(Kernel.HandleDuplicate(memory, Rights.Read | Rights.Transfer, out Handle<Memory> readable));
        Result<int> line = World.Offender.Map(readable);
        Check.Ok(line.Error);
        Check.Equal(0, (ulong)line.Value);
        s_others.MustAnswer();

        // Nor did any of it get into the memory.
        Check.Ok(Kernel.MemoryRead(memory, 0, out RegisterWords word));
        Check.Equal(42, word[0]);
    }

    // Access without a mapping, or not permitted by it, is a fault: it ends that process, and no other.
    [Test("offender_touches")]
    private static void Touches()
    {
        const ulong kernelImage = 0xFFFF_FFFF_8000_0000;
        const ulong directMap = 0xFFFF_0000_4000_0000;
        const ulong uart = 0x0900_0000;
        const ulong mapped = 0x20_0000_0000;
        const ulong ownCode = 0x40_0000;
        ulong[] places = [kernelImage, directMap, uart, mapped, ownCode];
        FaultClass[] faults = [FaultClass.Unmapped, FaultClass.Unmapped, FaultClass.Unmapped, FaultClass.Unmapped, FaultClass.Permission];
        for (uint i = 0; i < (uint)places.Length && Check.ExitCode == 0; i++)
        {
            Check.Ok(World.Offender.Touch(places[i], isWrite: true));
            Check.That(World.WaitForRestart(s_offender, i));
            Check.Ok(InitClient.LastEnd(s_offender, out ExitCause cause, out ulong code, out _, out _));
            Check.Equal((ulong)ExitCause.Exited, (ulong)cause);
            Check.Equal(FaultCode + (ulong)faults[i], code);
            s_others.MustAnswer();
        }
    }

    [Test("offender_hoards")]
    private static void Hoards()
    {
        Check.Ok(World.Offender.Hoard(out ErrorCode ports, out ErrorCode processes, out ErrorCode memory));
        Check.Equal((ulong)ErrorCode.OutOfMemory, (ulong)ports);
        Check.Equal((ulong)ErrorCode.OutOfMemory, (ulong)processes);
        Check.Equal((ulong)ErrorCode.OutOfMemory, (ulong)memory);
        s_others.MustAnswer();
    }

    // Its caller gets an error when its watch has ended it.
    [Test("offender_falls_silent")]
    private static void FallsSilent()
    {
        Check.Equal((ulong)ErrorCode.ServerEnded, (ulong)World.Offender.FallSilent());
        Check.That(World.WaitForRestart(s_offender, 0));
        Check.Ok(InitClient.LastEnd(s_offender, out ExitCause cause, out _, out _, out _));
        Check.Equal((ulong)ExitCause.Killed, (ulong)cause);
        s_others.MustAnswer();
    }

    // It lives and answers Init, so no one ends it: its callers have deadlines.
    [Test("offender_withholds")]
    private static void Withholds()
    {
        OffenderClient impatient = new(InitClient.PortOf("offender")) { TimeoutTicks = Own.Ticks(ShortMilliseconds) };
        for (int i = 0; i < 5; i++)
        {
            Check.Equal((ulong)ErrorCode.TimedOut, (ulong)impatient.Withhold());
            s_others.MustAnswer();
        }

        Check.Equal(0, World.State(s_offender).Restarts);
    }

    // The run's log checks the lines: nothing in them may move the cursor (LineBufferTests).
    [Test("offender_paints")]
    private static void Paints()
    {
        Check.Ok(World.Offender.Paint());
        s_others.MustAnswer();
    }
}
