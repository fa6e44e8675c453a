// Suite services, second part: a service that misbehaves harms no other, shown one by one.

using RustKernel.User;

namespace RustKernel.Services.Tests;

/// <summary>The tests, by number.</summary>
internal static class OffenceTests
{
    private const ulong ShortMilliseconds = 100;
    private const ulong FaultCode = 0xE100;
    private const ulong PageBytes = 4096;

    internal static void Run(int test)
    {
        Bystanders others = new();
        Check.Ok(InitClient.Command("offender", ServiceCommand.Start));
        int offender = World.Find("offender");
        switch (test)
        {
            case 0: UntilEnded(others, offender, Offence.Flood, 0); break;
            case 1: UntilEnded(others, offender, Offence.SetBits, 0); break;
            case 2: UntilEnded(others, offender, Offence.Flood, 4); break;
            case 3: UntilEnded(others, offender, Offence.Call, 0); break;
            case 4: Forges(others, offender); break;
            case 5: Maps(others); break;
            case 6: Touches(others, offender); break;
            case 7: Hoards(others); break;
            case 8: UntilEnded(others, offender, Offence.Loop, 0); break;
            case 9: FallsSilent(others, offender); break;
            case 10: Withholds(others, offender); break;
            default: Paints(others); break;
        }

        others.MustBeUnharmed();
    }

    // It does not answer Init's question meanwhile, so it is ended.
    private static void UntilEnded(Bystanders others, int offender, Offence offence, ulong how)
    {
        Order(offence, how, 0);
        others.MustAnswerUntilRestart(offender);
    }

    private static void Forges(Bystanders others, int offender)
    {
        const ulong enough = 10_000;
        Message message = default;
        Check.Ok(Ask(Offence.Forge, ref message, 0));
        Check.Equal(0, message.Words[0]);
        Check.That(message.Words[1] > enough);
        Check.Equal(0, World.State(offender).Restarts);
        others.MustAnswer();
    }

    private static void Maps(Bystanders others)
    {
        Check.Ok(Kernel.Call(SystemCall.MemoryCreate, out ulong memory, PageBytes));
        Check.Ok(Kernel.Call(SystemCall.MemoryWrite, memory, 0, 42));
        Check.Ok(Kernel.Call(SystemCall.HandleDuplicate, out ulong readable, memory, (ulong)(Rights.Read | Rights.Transfer)));
        Message message = new() { Handles01 = readable };
        Check.Ok(Ask(Offence.Map, ref message, 1));
        Check.Equal(0, message.Words[0]);
        others.MustAnswer();

        // Nor did anything of it come into the memory.
        CallRegisters word = new() { X0 = memory };
        Check.Ok(Kernel.Call(SystemCall.MemoryRead, ref word));
        Check.Equal(42, word.X1);
    }

    // What is not mapped, or not for that, is a fault; the process ends with it, and only that one.
    private static void Touches(Bystanders others, int offender)
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
            Order(Offence.Touch, places[i], 1);
            Check.That(World.WaitForRestart(offender, i));
            Check.Ok(InitClient.LastEnd(offender, out ExitCause cause, out ulong code, out _, out _));
            Check.Equal((ulong)ExitCause.Exited, (ulong)cause);
            Check.Equal(FaultCode + (ulong)faults[i], code);
            others.MustAnswer();
        }
    }

    private static void Hoards(Bystanders others)
    {
        Message message = default;
        Check.Ok(Ask(Offence.Hoard, ref message, 0));
        Check.Equal((ulong)ErrorCode.OutOfMemory, message.Words[0]);
        Check.Equal((ulong)ErrorCode.OutOfMemory, message.Words[1]);
        Check.Equal((ulong)ErrorCode.OutOfMemory, message.Words[2]);
        others.MustAnswer();
    }

    // Its caller gets an error when its watch has ended it.
    private static void FallsSilent(Bystanders others, int offender)
    {
        Message message = default;
        Check.Equal((ulong)ErrorCode.InvalidState, (ulong)Ask(Offence.FallSilent, ref message, 0));
        Check.That(World.WaitForRestart(offender, 0));
        Check.Ok(InitClient.LastEnd(offender, out ExitCause cause, out _, out _, out _));
        Check.Equal((ulong)ExitCause.Killed, (ulong)cause);
        others.MustAnswer();
    }

    // It lives and answers Init, so nobody ends it: its callers have their deadlines.
    private static void Withholds(Bystanders others, int offender)
    {
        Connection impatient = new("offender", ShortMilliseconds);
        for (int i = 0; i < 5; i++)
        {
            Message message = default;
            Check.Equal((ulong)ErrorCode.TimedOut, (ulong)impatient.Call((uint)Offence.Withhold, ref message, 1));
            others.MustAnswer();
        }

        Check.Equal(0, World.State(offender).Restarts);
    }

    // The lines are told in the log of the run; what could move the cursor is not on them (LineBufferTests).
    private static void Paints(Bystanders others)
    {
        Message message = default;
        Check.Ok(Ask(Offence.Paint, ref message, 0));
        others.MustAnswer();
    }

    private static ErrorCode Ask(Offence offence, ref Message message, uint handles) => World.Offender.Call((uint)offence, ref message, 8, handles);

    private static void Order(Offence offence, ulong word0, ulong word1)
    {
        Check.Ok(InitClient.Connect("offender", out ulong port));
        Message message = new() { Port = port, Info = new MessageInfo((uint)offence, 2, 0, MessageKind.Send).Bits };
        message.Words[0] = word0;
        message.Words[1] = word1;
        Check.Ok(Kernel.Call(SystemCall.Send, ref message));
        _ = Kernel.Call(SystemCall.HandleClose, port);
    }
}
