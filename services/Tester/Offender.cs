using System.Runtime.CompilerServices;
using RustKernel.Services.Devices;
using RustKernel.Services.Text;
using RustKernel.User;

namespace RustKernel.Services.Tester;

/// <summary>
/// The service <c>offender</c>, which misbehaves on order. It does not restrain itself: the kernel and the others must prevent what it may
/// not do.
/// </summary>
internal sealed class Offender : Service, IOffender
{
    /// <summary><c>argument=</c> of its manifest: no test has that number.</summary>
    internal const uint Argument = 65536;

    private const uint OrdinaryPriority = 16;
    private const ulong PageBytes = 4096;
    private const ulong Nowhere = 0x6000_0000_0000;
    private const ulong DeviceAddress = 0x0900_0000;
    private const ulong MemoryTaken = 1 << 20;
    private const int MostTaken = 1000;
    private readonly Handle<Port>[] _ports = new Handle<Port>[4];

    internal Offender()
    {
        Serve(new OffenderDispatcher(this));
        _ports[0] = Own.Init;
        string[] names = ["devices", "calculator", "console"];
        for (int i = 0; i < names.Length; i++)
        {
            _ = InitClient.Connect(names[i], out _ports[i + 1]);
        }
    }

    /// <inheritdoc/>
    public ErrorCode Flood(uint handles)
    {
        BeOrdinary();

        // Does not wait: sends again if there is no room.
        for (int i = 0; ; i++)
        {
            Message message = new() { Info = new MessageInfo((uint)i & 0xFFF, 8, handles, MessageKind.Send) };
            for (int j = 0; j < (int)handles; j++)
            {
                _ = Kernel.PortCreate(1, out Handle<Port> port);
                message.Handles[j] = port;
            }

            if (Kernel.Send(_ports[i % _ports.Length], Deadline.Now, in message) != ErrorCode.None)
            {
                for (int j = 0; j < (int)handles; j++)
                {
                    _ = Kernel.HandleClose(message.Handles[j]);
                }
            }
        }
    }

    /// <inheritdoc/>
    public ErrorCode SetBits()
    {
        BeOrdinary();

        // All but the one with which it would answer Init.
        for (int i = 0; ; i++)
        {
            _ = Kernel.Notify(_ports[i % _ports.Length], ~Supervision.AliveBit(Own.Number));
        }
    }

    /// <inheritdoc/>
    public ErrorCode CallAll()
    {
        BeOrdinary();
        for (int i = 0; ; i++)
        {
            Message call = new() { Info = new MessageInfo(99, 8, 0, MessageKind.Call) };
            _ = Kernel.Call(_ports[i % _ports.Length], new Deadline(Own.In(1).Ticks), ref call);
        }
    }

    /// <inheritdoc/>
    public ErrorCode Touch(ulong address, bool isWrite)
    {
        if (isWrite)
        {
            new DeviceRegisters(address).Write32(0, 1);
        }
        else
        {
            _ = new DeviceRegisters(address).Read32(0);
        }

        return ErrorCode.None;
    }

    /// <inheritdoc/>
    public ErrorCode Loop()
    {
        Crash.Do(CrashKind.Loop);
        return ErrorCode.None;
    }

    /// <inheritdoc/>
    public ErrorCode FallSilent()
    {
        while (true)
        {
            Own.Sleep(1000);
        }
    }

    /// <inheritdoc/>
    public ErrorCode Withhold()
    {
        _ = Defer();
        return ErrorCode.None;
    }

    /// <inheritdoc/>
    public ErrorCode Paint() =>
        new Terminal().Write("\u001b[2J\u001b[1;1Hconsole: I am another\rkernel: so am I\nrk> crash init\n");

    // As urgent as an ordinary service; Loop shows what a more urgent one does.
    private static void BeOrdinary() => _ = Kernel.ThreadSetSchedule(Handle<User.Thread>.None, OrdinaryPriority, 0);

    // Every index with some generations, except the handles that it owns.
    public ErrorCode Forge(out ulong wrong, out ulong tried)
    {
        const ulong indices = 4096;
        const int tokens = 64;
        PendingReply mine = Defer();
        ulong token = mine.Token.Bits;
        tried = 0;
        wrong = 0;
        for (ulong index = 0; index < indices; index++)
        {
            Pulse.Beat();
            for (ulong generation = 0; generation < 3; generation++)
            {
                ulong handle = (generation << 12) | index;
                if (Kernel.HandleInfo(new(handle), out HandleInfoResults info) == ErrorCode.None)
                {
                    continue;
                }

                tried += 4;
                wrong += IsRefused(Kernel.HandleDestroy(new(handle)));
                wrong += IsRefused(Kernel.ProcessKill(new(handle), 1));
                wrong += IsRefused(Kernel.MemoryMap(default, new(handle), 0, Nowhere, PageBytes, Rights.Read));
                wrong += IsRefused(Kernel.Notify(new(handle), 1));
            }
        }

        // Answers in the name of others: calls that other servers have at present.
        for (int i = 1; i <= tokens; i++)
        {
            Message reply = new() { Info = new MessageInfo(0, 1, 0, MessageKind.Send) };
            wrong += IsRefused(Kernel.Reply(new ReplyToken(token + (ulong)i), in reply));
            wrong += IsRefused(Kernel.Reply(new ReplyToken(token + ((ulong)i << 32)), in reply));
            tried += 2;
        }

        OffenderDispatcher.CompleteForge(mine, wrong, tried);
        return ErrorCode.None;
    }

    private static ulong IsRefused(ErrorCode error) => error == ErrorCode.None ? 1u : 0;

    // The line of the first call that was not refused as it should be.
    public Result<int> Map(Handle<Memory> memory)
    {
        const Rights readWrite = Rights.Read | Rights.Write;
        const ulong code = 0x40_0000;
        int line = 0;
        Must(ErrorCode.AccessDenied, Kernel.MemoryMap(default, memory, 0, Nowhere, PageBytes, readWrite), ref line);
        Must(
            ErrorCode.AccessDenied,
            Kernel.MemoryMap(default, memory, 0, Nowhere, PageBytes, Rights.Read | Rights.Execute),
            ref line);
        Must(ErrorCode.AccessDenied, Kernel.MemoryWrite(memory, 0, new RegisterWords(1)), ref line);
        Must(
            ErrorCode.InvalidArgument,
            Kernel.MemoryMap(default, memory, PageBytes, Nowhere, PageBytes, Rights.Read),
            ref line);
        Must(
            ErrorCode.InvalidArgument,
            Kernel.MemoryMap(default, memory, 0, 0xFFFF_0000_4000_0000, PageBytes, Rights.Read),
            ref line);
        Must(ErrorCode.None, Kernel.MemoryMap(default, memory, 0, Nowhere, PageBytes, Rights.Read), ref line);
        Must(ErrorCode.AccessDenied, Kernel.MemoryProtect(default, Nowhere, PageBytes, readWrite), ref line);
        Must(ErrorCode.AccessDenied, Kernel.MemoryProtect(default, code, PageBytes, readWrite), ref line);

        // It was given no machine, archive or tree, and it drives nothing.
        Must(ErrorCode.NotFound, Kernel.DeviceMemoryCreate(Own.Machine, DeviceAddress, PageBytes, out _), ref line);
        Must(
            ErrorCode.NotFound,
            Kernel.MemoryMap(default, Own.Archive, 0, Nowhere + PageBytes, PageBytes, Rights.Read),
            ref line);
        Must(ErrorCode.AccessDenied, InitClient.Tree(out _, out _), ref line);
        Must(ErrorCode.NotFound, ClaimedDevice.Claim(0, out _), ref line);
        Must(ErrorCode.AccessDenied, Kernel.ThreadSetSchedule(default, 31, 0), ref line);
        return line;
    }

    private static void Must(ErrorCode expected, ErrorCode actual, ref int line, [CallerLineNumber] int caller = 0)
    {
        if (expected != actual && line == 0)
        {
            System.Console.WriteLine($"offender: line {caller}: expected {(int)expected}, was {(int)actual}");
            line = caller;
        }
    }

    /// <inheritdoc/>
    public ErrorCode Hoard(out ErrorCode ports, out ErrorCode processes, out ErrorCode memory)
    {
        memory = ErrorCode.None;
        for (int i = 0; i < 4 && memory == ErrorCode.None; i++)
        {
            // More frames than it has, one after the other.
            memory = Kernel.MemoryCreate(MemoryTaken, out Handle<Memory> taken);
            for (ulong at = 0; at < MemoryTaken && memory == ErrorCode.None; at += PageBytes)
            {
                memory = Kernel.MemoryWrite(taken, at, new RegisterWords(at));
            }
        }

        ports = ErrorCode.None;
        for (int i = 0; i < MostTaken && ports == ErrorCode.None; i++)
        {
            ports = Kernel.PortCreate(1, out _);
        }

        processes = Kernel.ProcessCreate(default, default, 1, new ObjectQuotas(1, 1), 0, out _);
        return ErrorCode.None;
    }
}
