// Random and adversarial system calls. One attacker is one thread, and its choices follow from its seed. The counts of its actions are in
// memory shared with the test, so nothing is lost if it harms itself.

namespace RustKernel.User.SelfTest;

/// <summary>
/// The attacking process (role <see cref="Roles.Attacker"/>): several threads that make calls until together they have made enough.
/// </summary>
internal static unsafe class HostileCalls
{
    /// <summary>Attacking threads of one process.</summary>
    internal const ulong Threads = 4;

    /// <summary>The address of the shared counts, in the test and in the attacker.</summary>
    internal const ulong Counts = 0x3000_0000;

    /// <summary>Bytes of counts for each thread: made, succeeded, to be made, then one for each number and error.</summary>
    internal const ulong CountBytes = 16384;

    /// <summary>Numbers to try: all that exist, and some that do not.</summary>
    internal const ulong Numbers = CallTable.Count + 4;

    /// <summary>Errors that are counted separately.</summary>
    internal const ulong Errors = 16;

    private const int PoolSlots = 64;
    private const int GivenSlots = 4;
    private const ulong CallTicks = 60_000;
    private const ulong Area = 0x2000_0000;
    private const ulong ProgramOffset = 4096;
    private static readonly ulong[] s_handles = new ulong[PoolSlots];
    private static readonly byte[] s_kinds = new byte[PoolSlots];

    // Given handles: kept beside the pool, whose handles are sometimes closed.
    private static readonly ulong[] s_given = new ulong[GivenSlots];
    private static readonly byte[] s_givenKinds = new byte[GivenSlots];
    private static ulong s_machine;
    private static ulong s_archive;
    private static ulong s_fixed;
    private static ulong s_token;
    private static ulong s_seed;

    // SAFETY: the caller has mapped the counts; a place within them, 8-byte aligned.
    internal static ref ulong Count(ulong thread, ulong index) => ref *(ulong*)(Counts + (thread * CountBytes) + (index * 8));

    internal static ref ulong Made(ulong thread) => ref Count(thread, 0);

    internal static ref ulong Succeeded(ulong thread) => ref Count(thread, 1);

    internal static ref ulong Wanted(ulong thread) => ref Count(thread, 2);

    // The length of the test's program in the archive, which the test lends; World says where it begins.
    internal static ref ulong Program => ref Count(0, 3);

    // The kinds of objects that attackers have ever held, a bit each.
    internal static ref ulong KindsHeld => ref Count(0, 4);

    internal static ref ulong Of(ulong thread, ulong number, ulong error) => ref Count(thread, 16 + (number * Errors) + error);

    /// <summary>
    /// The attacker's first thread: gets the shared memory and the machine through its port, starts the others, and ends when all is done
    /// or no thread makes progress.
    /// </summary>
    internal static ulong Attack(Handle<Port> port, ulong seed)
    {
        Message message = default;
        if (World.Receive(port, ref message, World.In(10_000)) != ErrorCode.None)
        {
            return 1;
        }

        Handle<Memory> counts = message.Handles[0].As<Memory>();
        ErrorCode error = Kernel.MemoryMap(default, counts, 0, Counts, Threads * CountBytes, Rights.Read | Rights.Write);
        if (error != ErrorCode.None)
        {
            return 2;
        }

        s_machine = message.Handles[1].Value;
        s_archive = message.Handles[2].Value;
        s_seed = seed;
        message = default;
        if (World.Receive(port, ref message, World.In(10_000)) != ErrorCode.None)
        {
            return 3;
        }

        // The archive, the device tree, a device's registers, another process.
        NoteGiven(0, s_archive);
        NoteGiven(1, message.Handles[0].Value);
        NoteGiven(2, message.Handles[1].Value);
        NoteGiven(3, message.Handles[2].Value);

        // A handle with fewer rights than s_machine, and not transferable. Those in the pool are sometimes closed.
        s_fixed = (World.Duplicate(new(s_machine), Rights.Duplicate)).Value;
        s_handles[0] = (World.Duplicate(new(s_machine), Rights.Duplicate)).Value;
        s_kinds[0] = (byte)ObjectKind.Machine;
        NoteHeld(ObjectKind.Machine);
        s_handles[1] = (World.Duplicate(new(s_machine), Rights.Manage)).Value;
        for (ulong i = 0; i < Threads; i++)
        {
            if (Made(i) < Wanted(i))
            {
                _ = World.StartThread(Jobs.Attack | (i << 8), 10 + (uint)i);
            }
        }

        // Attackers suspend, kill and block each other.
        ulong before = ulong.MaxValue;
        while (before != Total() && !IsDone())
        {
            before = Total();
            _ = Kernel.Sleep(World.In(60));
        }

        return 0;
    }

    /// <summary>One thread's attack.</summary>
    internal static void Run(ulong thread)
    {
        ulong random = (s_seed + Made(thread) + 1) * 0x9E37_79B9_7F4A_7C15;
        random ^= (thread + 1) << 56;
        while (Made(thread) < Wanted(thread))
        {
            ulong number = Next(ref random) % Numbers;
            if (s_token != 0 && (Next(ref random) & 1) == 0)
            {
                number = (ulong)SystemCall.Reply;
            }

            if (IsRare((SystemCall)number) && (Next(ref random) & 255) != 0)
            {
                continue;
            }

            Made(thread)++;
            if (IsRare((SystemCall)number))
            {
                // It does not return, so count it first.
                Succeeded(thread)++;
                Of(thread, number, 0)++;
            }

            ErrorCode error = CallTable.IsMessage(number) ? Tell((SystemCall)number, ref random) : Try((SystemCall)number, ref random);
            Succeeded(thread) += error == ErrorCode.None ? 1u : 0;
            Of(thread, number, (ulong)error & (Errors - 1))++;
        }
    }

    private static void NoteGiven(int at, ulong handle)
    {
        if (Kernel.HandleInfo(new(handle), out HandleInfoResults info) == ErrorCode.None)
        {
            s_given[at] = handle;
            s_givenKinds[at] = (byte)info.Kind;
            NoteHeld((ObjectKind)(byte)info.Kind);
        }
    }

    private static void NoteHeld(ObjectKind kind) => KindsHeld |= 1ul << (int)kind;

    private static ulong Total() => Made(0) + Made(1) + Made(2) + Made(3);

    private static bool IsDone() => Total() >= Wanted(0) + Wanted(1) + Wanted(2) + Wanted(3);

    // Calls that end the attack of a thread or of all.
    private static bool IsRare(SystemCall number) => number is SystemCall.ProcessExit or SystemCall.ThreadExit;

    private static ErrorCode Try(SystemCall number, ref ulong random)
    {
        RawRegisters registers = default;
        for (int i = 0; i < 6; i++)
        {
            registers.X[i] = Argument(number, i, ref random);
        }

        if (number == SystemCall.ProcessLoad && Next(ref random) % 2 == 0)
        {
            registers.X[1] = s_archive;
            registers.X[2] = ProgramOffset;
            registers.X[3] = Program;
        }

        ErrorCode error = NativeCode.Invoke((ulong)number, ref registers);
        if (error == ErrorCode.None && number == SystemCall.ThreadSelf)
        {
            // Close it: it could be used to write the registers of an attacking thread, which would then miscount or never end.
            _ = Kernel.HandleClose(new(registers.X[1]));
            return error;
        }

        if (error == ErrorCode.None && CallTable.GivesHandle((ulong)number))
        {
            Keep(registers.X[1], ref random);
        }

        return error;
    }

    private static ErrorCode Tell(SystemCall number, ref ulong random)
    {
        RawRegisters message = default;
        message.X[0] = Handle(ObjectKind.Port, ref random);
        message.X[1] = Deadline(ref random);
        uint handles = Next(ref random) % (number == SystemCall.Reply ? 2ul : 8) == 0 ? (uint)(Next(ref random) % 6) : 0;
        message.X[2] = new MessageInfo(
            (uint)(Next(ref random) & 1),
            (uint)(Next(ref random) % 10),
            handles,
            (MessageKind)(byte)Next(ref random)).Bits;
        if (handles != 0)
        {
            message.X[3] = Handle(ObjectKind.None, ref random) | (Handle(ObjectKind.None, ref random) << 32);
            message.X[4] = Handle(ObjectKind.None, ref random) | (Handle(ObjectKind.None, ref random) << 32);
        }

        if (number == SystemCall.Reply && Next(ref random) % 4 == 0)
        {
            // Tokens are few: sometimes the only fault of a reply is a handle that may not be transferred.
            message.X[2] = new MessageInfo(0, 0, 1, MessageKind.Send).Bits;
            message.X[3] = s_fixed;
        }

        if (number == SystemCall.Call)
        {
            // Long enough for another thread to interfere.
            message.X[1] += message.X[1] == 0 ? 0 : CallTicks;
        }

        message.X[5] = Next(ref random) % 8 == 0 ? Next(ref random) : s_token;
        ErrorCode error = NativeCode.Invoke((ulong)number, ref message);
        if (error == ErrorCode.None)
        {
            s_token = number is SystemCall.Receive or SystemCall.ReplyReceive ? message.X[5] : 0;
            KeepCarried(ref message, ref random);
        }

        return error;
    }

    private static void KeepCarried(ref RawRegisters message, ref ulong random)
    {
        uint count = new MessageInfo(message.X[2]).Handles;
        for (int i = 0; i < (int)count && i < 2; i++)
        {
            ulong handle = (message.X[3] >> (32 * i)) & uint.MaxValue;
            if (handle != 0)
            {
                Keep(handle, ref random);
            }
        }
    }

    // A kept handle replaces another, which is closed: so the quota does not end the attack.
    private static void Keep(ulong handle, ref ulong random)
    {
        int at = (int)(Next(ref random) % PoolSlots);
        ulong old = s_handles[at];
        s_handles[at] = 0;
        if (old != 0)
        {
            _ = Kernel.HandleClose(new(old));
        }

        if (Kernel.HandleInfo(new(handle), out HandleInfoResults info) == ErrorCode.None)
        {
            s_kinds[at] = (byte)info.Kind;
            s_handles[at] = handle;
            NoteHeld((ObjectKind)(byte)info.Kind);
        }
    }

    // Usually one of the kind; sometimes another, an old one, or none.
    private static ulong Handle(ObjectKind kind, ref ulong random)
    {
        ulong choice = Next(ref random);
        if (choice % 32 == 0)
        {
            return choice >> 16;
        }

        // Sometimes a given one, as the attackers' own would displace it.
        int given = (int)((choice >> 32) % GivenSlots);
        if ((choice >> 40) % 8 == 0 && (kind == ObjectKind.None || s_givenKinds[given] == (byte)kind) && s_given[given] != 0)
        {
            return s_given[given];
        }

        int at = (int)((choice >> 8) % PoolSlots);
        if (choice % 32 < 3)
        {
            return s_handles[at];
        }

        if (kind == ObjectKind.None)
        {
            // Sometimes one that may only be duplicated: a thread that sends it is refused.
            return choice % 32 < 6 ? s_fixed : s_handles[at];
        }

        for (int i = 0; i < PoolSlots; i++)
        {
            int here = (at + i) % PoolSlots;
            if (s_kinds[here] == (byte)kind && s_handles[here] != 0)
            {
                return s_handles[here];
            }
        }

        return s_handles[at];
    }

    private static ulong Argument(SystemCall number, int index, ref ulong random)
    {
        ulong r = Next(ref random);
        return CallTable.Argument((ulong)number, index) switch
        {
            ArgumentType.Any => Handle(ObjectKind.None, ref random),
            ArgumentType.Process => Handle(ObjectKind.Process, ref random),
            ArgumentType.OptionalProcess => r % 2 == 0 ? 0 : Handle(ObjectKind.Process, ref random),
            ArgumentType.Thread => Handle(ObjectKind.Thread, ref random),
            ArgumentType.OptionalThread => r % 4 == 0 ? 0 : Handle(ObjectKind.Thread, ref random),
            ArgumentType.Port => Handle(ObjectKind.Port, ref random),
            ArgumentType.OptionalPort => r % 8 == 0 ? 0 : Handle(ObjectKind.Port, ref random),
            ArgumentType.Memory => Handle(ObjectKind.Memory, ref random),
            ArgumentType.Interrupt => Handle(ObjectKind.Interrupt, ref random),
            ArgumentType.Timer => Handle(ObjectKind.Timer, ref random),
            ArgumentType.Machine =>
                (r % 16) switch { 0 => Handle(ObjectKind.None, ref random), 1 => Handle(ObjectKind.Machine, ref random), _ => s_machine },
            ArgumentType.Deadline => Deadline(ref random),
            _ => Number(CallTable.Argument((ulong)number, index), r),
        };
    }

    // Usually plausible numbers, so that calls succeed; else any.
    private static ulong Number(ArgumentType type, ulong r) => type switch
    {
        ArgumentType.Period => r % 3 == 0 ? r : r % 3 * (r % 1_000_000),
        ArgumentType.ByteCount => r % 4 == 0 ? 57 + (r >> 8) : 0,
        ArgumentType.Item => r % 12,
        ArgumentType.Flag => r & 1,
        ArgumentType.Count => r % 8 == 0 ? r : (r >> 8) % 20,
        ArgumentType.FrameQuota => r % 8 == 0 ? r : (r >> 8) % 24,
        ArgumentType.ObjectQuotas => r % 8 == 0 ? r : (r >> 8) % 8 | ((r >> 16) % 8 << 32),
        ArgumentType.Address => Address(r),
        ArgumentType.Offset => r % 8 == 0 ? r >> (int)(r >> 58) : ((r >> 8) % 4) << 12,
        ArgumentType.Size => r % 16 == 0 ? r >> (int)(r >> 58) : (1 + ((r >> 8) % 8)) << 12,
        ArgumentType.Rights => r % 8 == 0 ? r : r % 3 == 0 ? 0xFFul : (r >> 8) % 4 == 0 ? 32ul : (r >> 8) % 4 == 1 ? 28ul : 96,
        ArgumentType.Access => r % 16 == 0 ? r : r % 16 == 1 ? 0xFF : r % 8 == 2 ? 32ul | 128 : r % 2 == 0 ? 32ul : 96,
        ArgumentType.RegisterValue => r % 2 == 0 ? NativeCode.RestlessEntry() : r | (1ul << 40),
        ArgumentType.Priority => r % 8 == 0 ? r % 64 : (r >> 8) % 10,
        ArgumentType.Cpus => r % 2 == 0 ? 0 : r >> (int)(32 + (r % 31)),
        ArgumentType.Register => r % 40,

        ArgumentType.Code => r % 4 == 0 ? r | (1ul << 50) : NativeCode.FirstCode(),
        ArgumentType.CodeSize => r % 4 == 0 ? (r >> 8) % 256 : 0x10_0000,
        // After a fault a foreign attacker would continue anywhere in its own code, perhaps for ever: suite foreign has such threads.
        ArgumentType.Block => 0,
        ArgumentType.Barrier => r % 4 == 0 ? r : 0,
        ArgumentType.Entry => r % 4 == 0 ? r : NativeCode.RestlessEntry(),
        ArgumentType.Physical => (r % 4) switch
        {
            0 => HostileTests.NothingAt + ((r >> 8) % 64 * 4096),
            1 => 0x4000_0000ul,
            2 => 0x0A00_0000ul,
            _ => r >> 20,
        },
        ArgumentType.InterruptLine => r % 8 == 0 ? r : 200 + ((r >> 8) % 50),
        ArgumentType.PowerAction => 4 + (r >> 1),
        ArgumentType.None => 0,
        _ => r >> (int)(r >> 58),
    };

    private static ulong Address(ulong r) => (r % 16) switch
    {
        0 => r,
        1 => 0xFFFF_0000_0000_0000 | r,
        2 => 0,
        3 => (1ul << 47) - 4096,
        _ => Area + ((r >> 8) % 64 * 4096),
    };

    private static ulong Deadline(ref ulong random)
    {
        ulong r = Next(ref random);
        return r % 2 == 0 ? 0 : Kernel.ReadCounter() + ((r >> 8) % 4096);
    }

    // xorshift64*
    private static ulong Next(ref ulong state)
    {
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        return state * 0x2545_F491_4F6C_DD1D;
    }
}
