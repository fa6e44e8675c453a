// The base of the system-call stubs if .NET's own runtime runs the program: the C library's syscall.

using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RustKernel.Linux;

namespace RustKernel.User;

/// <content>Calls through the personality (services/Linux/KernelCalls.cs).</content>
public static partial class Kernel
{
    /// <summary>CNTVCT_EL0, in ticks.</summary>
    public static ulong ReadCounter()
    {
        PersonalityCall.Registers registers = default;
        Enter(PersonalityCall.Counter, ref registers);
        return registers[1];
    }

    /// <summary>The process's start words. PlatformNotSupportedException: this is another system.</summary>
    internal static StartBlock ReadStart()
    {
        PersonalityCall.Registers registers = default;
        Enter(PersonalityCall.Start, ref registers);
        return Unsafe.As<PersonalityCall.Registers, StartBlock>(ref registers);
    }

    /// <summary>Maps the first <paramref name="bytes"/> of an object at a free address. Errors as MemoryMap.</summary>
    internal static ErrorCode MapMemory(Handle<Memory> memory, ulong bytes, Rights rights, out ulong address)
    {
        PersonalityCall.Registers registers = default;
        registers[0] = memory.Value;
        registers[2] = bytes;
        registers[3] = ((rights & Rights.Read) != 0 ? 1ul : 0) | ((rights & Rights.Write) != 0 ? 2ul : 0);
        Enter(PersonalityCall.Map, ref registers);
        address = registers[1];
        return (ErrorCode)registers[0];
    }

    /// <summary>Unmaps what <see cref="MapMemory"/> mapped.</summary>
    internal static void UnmapMemory(ulong address, ulong bytes) => _ = Unmap((nuint)address, (nuint)bytes);

    private static CallResult Invoke0(ulong number) => Invoke(number, 0, 0, 0, 0, 0, 0);

    private static CallResult Invoke1(ulong a, ulong number) => Invoke(number, a, 0, 0, 0, 0, 0);

    private static CallResult Invoke2(ulong a, ulong b, ulong number) => Invoke(number, a, b, 0, 0, 0, 0);

    private static CallResult Invoke3(ulong a, ulong b, ulong c, ulong number) => Invoke(number, a, b, c, 0, 0, 0);

    private static CallResult Invoke4(ulong a, ulong b, ulong c, ulong d, ulong number) => Invoke(number, a, b, c, d, 0, 0);

    private static CallResult Invoke5(ulong a, ulong b, ulong c, ulong d, ulong e, ulong number) => Invoke(number, a, b, c, d, e, 0);

    private static CallResult Invoke6(ulong a, ulong b, ulong c, ulong d, ulong e, ulong f, ulong number) =>
        Invoke(number, a, b, c, d, e, f);

    private static CallResult Invoke(ulong number, ulong a, ulong b, ulong c, ulong d, ulong e, ulong f)
    {
        PersonalityCall.Registers registers = default;
        registers[0] = a;
        registers[1] = b;
        registers[2] = c;
        registers[3] = d;
        registers[4] = e;
        registers[5] = f;
        Enter(number, ref registers);
        return new CallResult(registers[0], registers[1]);
    }

    // One or two arguments, then words in the following registers.
    private static ulong InvokeWords(ulong a, in RegisterWords words, ulong number)
    {
        PersonalityCall.Registers registers = default;
        registers[0] = a;
        for (int i = 0; i < RegisterWords.Count; i++)
        {
            registers[1 + i] = words[i];
        }

        Enter(number, ref registers);
        return registers[0];
    }

    private static ulong InvokeWords(ulong a, ulong b, in RegisterWords words, ulong number)
    {
        PersonalityCall.Registers registers = default;
        registers[0] = a;
        registers[1] = b;
        for (int i = 0; i < RegisterWords.Count - 1; i++)
        {
            registers[2 + i] = words[i];
        }

        Enter(number, ref registers);
        return registers[0];
    }

    // The error, then results in the following registers.
    private static ulong InvokeResults<T>(ulong a, out T results, ulong number)
        where T : unmanaged => InvokeResults(a, 0, out results, number);

    private static ulong InvokeResults<T>(ulong a, ulong b, out T results, ulong number)
        where T : unmanaged
    {
        PersonalityCall.Registers registers = default;
        registers[0] = a;
        registers[1] = b;
        Enter(number, ref registers);
        results = MemoryMarshal.Read<T>(MemoryMarshal.AsBytes((ReadOnlySpan<ulong>)registers)[sizeof(ulong)..]);
        return registers[0];
    }

    private static ulong Tell(ulong port, ulong deadline, ulong token, in Message message, ulong number)
    {
        PersonalityCall.Registers registers = Load(port, deadline, token, in message);
        Enter(number, ref registers);
        return registers[0];
    }

    private static ulong Exchange(ulong port, ulong deadline, ulong token, ref Message message, ulong number)
    {
        PersonalityCall.Registers registers = Load(port, deadline, token, in message);
        Enter(number, ref registers);
        message.Badge = new Badge(registers[1]);
        message.Info = new MessageInfo(registers[2]);
        message.Handles = Unsafe.BitCast<(ulong, ulong), MessageHandles>((registers[3], registers[4]));
        message.Token = new ReplyToken(registers[5]);
        for (int i = 0; i < (int)MessageInfo.MaximumWords; i++)
        {
            message.Words[i] = registers[PersonalityCall.Registers.Words + i];
        }

        return registers[0];
    }

    private static PersonalityCall.Registers Load(ulong port, ulong deadline, ulong token, in Message message)
    {
        PersonalityCall.Registers registers = default;
        registers[0] = port;
        registers[1] = deadline;
        registers[2] = message.Info.Bits;
        (registers[3], registers[4]) = Unsafe.BitCast<MessageHandles, (ulong, ulong)>(message.Handles);
        registers[5] = token;
        for (int i = 0; i < (int)MessageInfo.MaximumWords; i++)
        {
            registers[PersonalityCall.Registers.Words + i] = message.Words[i];
        }

        return registers;
    }

    private static void Enter(ulong number, ref PersonalityCall.Registers registers)
    {
        if (SystemCall((long)PersonalityCall.Number, number, ref registers) != 0)
        {
            throw new PlatformNotSupportedException("This program makes calls of RustKernel, and the system that runs it is another one.");
        }
    }

    [DllImport("libc", EntryPoint = "syscall")]
    private static extern long SystemCall(long linuxNumber, ulong number, ref PersonalityCall.Registers registers);

    [DllImport("libc", EntryPoint = "munmap")]
    private static extern int Unmap(nuint address, nuint bytes);
}
