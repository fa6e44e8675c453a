// Chooses a thread's requests: any system call with arguments that mostly make sense.

using System;
using RustKernel.Objects;
using RustKernel.User.SelfTest;

namespace RustKernel.Kernel.Tests.Model;

internal sealed class RandomProgram(Random random)
{
    private const ulong Area = 0x2000_0000;

    /// <summary>Fills the registers of <paramref name="thread"/>, which runs.</summary>
    internal void Choose(ref Thread thread)
    {
        SystemCall number = (SystemCall)random.Next((int)CallTable.Count);

        // Nothing here writes, ends the machine, has a program or a serial line; other tests cover those.
        if (number is SystemCall.DebugWrite or SystemCall.MachinePower or SystemCall.ProcessLoad or SystemCall.ConsoleTake
            || (number is SystemCall.ProcessExit or SystemCall.ThreadExit or SystemCall.ProcessKill or SystemCall.HandleDestroy
                && random.Next(8) != 0))
        {
            number = SystemCall.Yield;
        }

        thread.Context.X8 = (ulong)number;
        ref Process process = ref KernelObjects.Process(thread.Process);
        for (int i = 0; i < 6; i++)
        {
            thread.Context.SetRegister(i, Argument(CallTable.Argument((ulong)number, i), ref process));
        }

        if (CallTable.IsMessage((ulong)number))
        {
            ChooseMessage(ref thread, ref process);
        }
    }

    private void ChooseMessage(ref Thread thread, ref Process process)
    {
        uint handles = random.Next(4) == 0 ? (uint)random.Next(4) : 0;
        thread.Context.X0 = Handle(ref process, ObjectKind.Port);
        thread.Context.X1 = Deadline();
        thread.Context.X2 = new MessageInfo((uint)random.Next(2), (uint)random.Next(9), handles, MessageKind.Send).Bits;
        thread.Context.X3 = Handle(ref process, ObjectKind.None) | (Handle(ref process, ObjectKind.None) << 32);
        thread.Context.X4 = Handle(ref process, ObjectKind.None);
        thread.Context.X5 = AnyToken();
    }

    // A thread that waits for a reply.
    private ulong AnyToken()
    {
        for (uint i = 1; i < KernelObjects.ThreadLimit; i++)
        {
            ref Thread thread = ref KernelObjects.Thread(i);
            if (thread.Header.References != 0 && thread.State == ThreadState.AwaitingReply && random.Next(2) == 0)
            {
                return ((ulong)thread.CallSequence << 32) | i;
            }
        }

        return 0;
    }

    private ulong Argument(ArgumentType type, ref Process process) => type switch
    {
        ArgumentType.None => 0,
        ArgumentType.Any => Handle(ref process, ObjectKind.None),
        ArgumentType.Process => Handle(ref process, ObjectKind.Process),
        ArgumentType.OptionalProcess => random.Next(2) == 0 ? 0 : Handle(ref process, ObjectKind.Process),
        ArgumentType.Thread => Handle(ref process, ObjectKind.Thread),
        ArgumentType.OptionalThread => random.Next(2) == 0 ? 0 : Handle(ref process, ObjectKind.Thread),
        ArgumentType.Port => Handle(ref process, ObjectKind.Port),
        ArgumentType.OptionalPort => random.Next(4) == 0 ? 0 : Handle(ref process, ObjectKind.Port),
        ArgumentType.Memory => Handle(ref process, ObjectKind.Memory),
        ArgumentType.Interrupt => Handle(ref process, ObjectKind.Interrupt),
        ArgumentType.Timer => Handle(ref process, ObjectKind.Timer),
        ArgumentType.Machine => Handle(ref process, ObjectKind.Machine),
        ArgumentType.Deadline => Deadline(),
        _ => Number(type),
    };

    private ulong Number(ArgumentType type) => type switch
    {
        ArgumentType.Period => (ulong)random.Next(2) * 100_000,
        ArgumentType.Flag => (ulong)random.Next(2),
        ArgumentType.Count => (ulong)random.Next(6),
        ArgumentType.FrameQuota => (ulong)random.Next(60),
        ArgumentType.ObjectQuotas => (uint)random.Next(20) | ((ulong)(uint)random.Next(20) << 32),
        ArgumentType.Address => Area + ((ulong)random.Next(32) * 4096),
        ArgumentType.Offset => (ulong)random.Next(4) * 4096,
        ArgumentType.Size => (ulong)random.Next(6) * 4096,
        ArgumentType.Rights => random.Next(3) == 0 ? (ulong)random.Next(256) : 255,
        ArgumentType.Access => (ulong)Rights.Read | (random.Next(2) == 0 ? (ulong)Rights.Write : 0),
        ArgumentType.Priority => (ulong)random.Next(34),
        ArgumentType.Cpus => random.Next(2) == 0 ? 0 : (ulong)random.Next(32),
        ArgumentType.Register => (ulong)random.Next(36),
        ArgumentType.InterruptLine => (ulong)random.Next(28, 60),
        ArgumentType.Physical => 0x0900_0000,
        ArgumentType.Item => (ulong)random.Next(11),
        _ => (ulong)random.Next(1000),
    };

    // Any of the process's handles, preferably of the kind; sometimes none at all.
    private ulong Handle(ref Process process, ObjectKind kind)
    {
        if (process.Handles.Fresh == 0 || random.Next(20) == 0)
        {
            return (ulong)random.Next(1 << 16);
        }

        uint start = (uint)random.Next((int)process.Handles.Fresh);
        for (uint i = 0; i < process.Handles.Fresh; i++)
        {
            uint handle = process.Handles.HandleAt((start + i) % process.Handles.Fresh);
            if (handle != 0 && (kind == ObjectKind.None || process.Handles.At(handle).Kind == kind))
            {
                return handle;
            }
        }

        return process.Handles.HandleAt(start);
    }

    private ulong Deadline() => random.Next(4) switch
    {
        0 => 0,
        1 => ulong.MaxValue,
        _ => Arm64.SystemRegisters.CNTVCT_EL0 + (ulong)random.Next(100_000),
    };
}
